import { resolve } from 'node:path'
import { defaultAuditFolder } from '../places/own-places.ts'

/** Where a process records, what an acknowledged entry survives, and when it is signed. */
export interface RecordSettings {
  /** Audit home; the user's own when absent. */
  readonly dir?: string
  /** The death of this process (`os`, when absent), or of the machine. */
  readonly durability?: 'os' | 'disk'
  /** Within a second of being written (`batched`, when absent), or before it is acknowledged. */
  readonly signing?: 'batched' | 'every-entry'
}

/** The same with nothing left open; the folder is absolute. */
export type RecordPlace = Required<RecordSettings>

/** Undefined when nothing is recorded, which somebody must have asked for. */
export function recordPlace(settings: RecordSettings | false = {}): RecordPlace | undefined {
  if (settings === false) return undefined
  const { dir = defaultAuditFolder(), durability = 'os', signing = 'batched' } = settings
  return { dir: resolve(dir), durability, signing }
}
