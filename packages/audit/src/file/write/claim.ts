import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Holds a chain for this process until released; the operating system releases it when the process dies. */
export interface Claim {
  release(): void
}

/**
 * Claims a chain, or returns undefined while another process holds it. Node has no file locks; an open SQLite
 * transaction is one, on every platform, and no process id can be mistaken for it.
 * @throws a system error when the claim cannot be tried
 */
export function claimChain(dir: string): Claim | undefined {
  const database = new DatabaseSync(join(dir, 'claim.sqlite'))
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
