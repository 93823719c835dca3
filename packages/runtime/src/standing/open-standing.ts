import { loadOwnKeys } from '../keys/load-own-keys.ts'
import { revocationBody } from '@kvlar/audit'
import type { Revocation, Target } from '@kvlar/gate'
import type { Tell } from '../notice.ts'
import { processRecord } from '../record/process-record.ts'
import { recordPlace, type RecordSettings } from '../record/record-place.ts'
import { ownRevocations } from './own-revocations.ts'

/** Who is turned away, for a person who changes it: every step goes to the record of this process. */
export interface OpenStanding {
  /** Says whether they were not turned away yet. */
  revoke(revocation: Revocation): Promise<boolean>
  /** Ends it; undefined where they were not turned away. */
  restore(target: Target, of: Pick<Revocation, 'by' | 'reason'>): Promise<Revocation | undefined>
  close(): Promise<void>
}

export function openStanding({
  record,
  tell,
}: {
  readonly record: RecordSettings | false
  readonly tell: Tell
}): OpenStanding {
  const revocations = ownRevocations()
  const own = processRecord({ place: recordPlace(record), keys: loadOwnKeys, tell })
  return {
    // Whoever is to be turned away is so also where that cannot be recorded.
    revoke: async (revocation) => {
      const isNew = await revocations.revoke(revocation)
      if (isNew) await own.append(revocationBody('revoked', revocation))
      return isNew
    },
    // INVARIANT: nobody is let in again before that stands in the record.
    restore: async (target, { by, reason }) => {
      const found = await revocations.find([target])
      if (found === undefined) return undefined
      await own.append(revocationBody('restored', { target, by, reason }))
      return revocations.restore(target)
    },
    close: () => own.close(),
  }
}
