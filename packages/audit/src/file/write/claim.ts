import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const CLAIM_FILE = 'claim.sqlite'

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
  const file = join(dir, CLAIM_FILE)
  isThere(file)
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

/**
 * Whether a process holds the chain now, found out by looking alone: nothing is made or claimed.
 * @throws a system error when it cannot be looked at
 */
export function isClaimed(dir: string): boolean {
  const file = join(dir, CLAIM_FILE)
  if (!isThere(file)) return false
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    // An exclusive transaction keeps even readers out.
    database.exec('PRAGMA busy_timeout = 0; SELECT count(*) FROM sqlite_schema')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    database.close()
  }
}

/** SQLite would wait at a pipe until somebody writes into it. @throws Error for what is no regular file */
function isThere(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (found !== undefined && !found.isFile()) throw new Error(`\`${file}\` is no regular file`)
  return found !== undefined
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
