import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { APPROVAL_SECRET_BYTES, deriveApprovalKeys, type ApprovalKeys } from '../approval-keys.ts'
import { ApprovalsError } from '../approvals-error.ts'

/**
 * Reads the keys of a queue from a file that only its owner may read, and makes the file when there is none; safe
 * against other processes that do the same at the same time. Keep it apart from the database: who has both can
 * approve anything.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE`
 */
export async function openApprovalKeys(file: string): Promise<ApprovalKeys> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await makeOnce(file)
    const { mode } = await stat(file)
    const GROUP_AND_OTHERS = 0o077
    if (process.platform !== 'win32' && (mode & GROUP_AND_OTHERS) !== 0)
      throw new ApprovalsError(
        'APPROVAL_KEY_UNUSABLE',
        `others than its owner may use \`${file}\`; refusing it until its mode is 0600`,
      )
    const text = await readFile(file, 'utf8')
    return deriveApprovalKeys(new Uint8Array(Buffer.from(text.trim(), 'base64')))
  } catch (cause) {
    if (cause instanceof ApprovalsError) throw cause
    throw new ApprovalsError(
      'APPROVAL_KEY_UNUSABLE',
      `the key file \`${file}\` cannot be used; refusing to start`,
      {
        cause,
      },
    )
  }
}

async function makeOnce(file: string): Promise<void> {
  try {
    await stat(file)
    return
  } catch {
    // There is none yet, or the read that follows says what is wrong.
  }
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(APPROVAL_SECRET_BYTES).toString('base64')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    // Whoever comes second finds the first one's file: a link, unlike a rename, does not replace.
    await link(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
}
