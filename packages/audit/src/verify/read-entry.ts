import { AuditError } from '../audit-error.ts'
import { decodeEntry } from '../entry/entry-line.ts'
import type { Entry } from '../entry/entry.ts'
import { Broken } from './broken.ts'

/** The entry of a line. @param at which line it is @throws Broken */
export function readEntry(line: Uint8Array, at: number): Entry {
  try {
    return decodeEntry(line)
  } catch (error) {
    if (error instanceof AuditError) throw new Broken('ENTRY_UNREADABLE', error.message, at)
    throw error
  }
}
