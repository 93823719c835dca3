import type { RefusedBody } from '../entry/entry.ts'
import { clipText } from './clip-text.ts'
import type { RefusedEvent } from './recorded-event.ts'

/** The entry of a message that was not read. */
export function refusedBody({ sessionId, from, code, message, digest, bytes }: RefusedEvent): RefusedBody {
  return {
    kind: 'refused',
    session_id: sessionId,
    from,
    code,
    message: clipText(message),
    ...(digest === undefined ? {} : { digest }),
    ...(bytes === undefined ? {} : { bytes }),
  }
}
