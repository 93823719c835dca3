import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ApprovalsError } from '../approvals-error.ts'

/** Shows other processes that this one lives; the operating system ends it when the process dies. */
export interface OwnerClaim {
  readonly owner: string
  release(): void
}

const OWNER = /^own_[0-9a-f]{32}$/
const SQLITE_BUSY = 5

/** Claims a fresh name. Node has no file locks; an open SQLite transaction is one that no process id can imitate. */
export async function claimOwner(file: string): Promise<OwnerClaim> {
  const owner = `own_${randomBytes(16).toString('hex')}`
  try {
    await mkdir(folderOf(file), { recursive: true, mode: 0o700 })
    const claim = join(folderOf(file), owner)
    const database = new DatabaseSync(claim)
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    return {
      owner,
      release: () => {
        if (database.isOpen) database.close()
        rmSync(claim, { force: true })
      },
    }
  } catch (cause) {
    throw new ApprovalsError(
      'APPROVAL_STORE_UNAVAILABLE',
      `the folder \`${folderOf(file)}\` cannot be used; refusing to open the queue`,
      { cause },
    )
  }
}

/** Whether the process that claimed this name still lives. A claim left behind by a dead one is cleared away. */
export function isOwnerAlive(file: string, owner: string): boolean {
  const claim = join(folderOf(file), owner)
  if (!OWNER.test(owner) || !existsSync(claim)) return false
  const database = new DatabaseSync(claim)
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; ROLLBACK')
  } catch (error) {
    return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
  } finally {
    database.close()
  }
  rmSync(claim, { force: true })
  return false
}

function folderOf(file: string): string {
  return `${file}.owners`
}
