import type { RevocationBody, TargetRecord } from '../entry/entry.ts'
import { clipText } from './clip-text.ts'
import type { RecordedTarget } from './recorded-event.ts'

/** Who is turned away, as an entry names them. */
export function targetRecord({ kind, id }: RecordedTarget): TargetRecord {
  return id === undefined ? { kind } : { kind, id: clipText(id) }
}

/** The entry of what a person did: turn somebody away, or let them in again. */
export function revocationBody(
  step: RevocationBody['step'],
  { target, by, reason }: { readonly target: RecordedTarget; readonly by: string; readonly reason: string },
): RevocationBody {
  return {
    kind: 'revocation',
    step,
    target: targetRecord(target),
    by: clipText(by),
    reason: clipText(reason),
  }
}
