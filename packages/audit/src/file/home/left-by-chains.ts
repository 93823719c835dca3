import { readdir } from 'node:fs/promises'
import { AuditError } from '../../audit-error.ts'
import { isCode } from './system-error.ts'

/** What is written into a home with the first entry of a chain, or before it, and is never taken away again. */
export const LEFT_BY_CHAINS = ['keys', 'policies'] as const

/** Sorted; undefined where there is no such folder. @throws AuditError `AUDIT_UNAVAILABLE` */
export async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${folder}\` cannot be listed`, { cause })
  }
}
