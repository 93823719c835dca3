import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { link, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ApprovalsError } from './approvals-error.ts'
import { LIMITS } from './limits.ts'

/** What a secret is called in messages, how one is made, and what a kept one looks like. */
export interface SecretKind {
  /** For example `key`. */
  readonly name: string
  readonly make: () => string
  readonly pattern: RegExp
}

const GROUP_AND_OTHERS = 0o077

/**
 * Reads a secret from a file that only its owner may read, and makes the file when there is none; safe against other
 * processes that do the same at the same time: all end with the same secret.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE` when others may use the file, or it holds something else
 */
export async function openSecretFile(file: string, kind: SecretKind): Promise<string> {
  try {
    await makeOnce(file, kind)
    return await readSecretFile(file, kind)
  } catch (cause) {
    throw cause instanceof ApprovalsError ? cause : unusable(file, kind, cause)
  }
}

/** Reads a secret that is kept already; throws as `openSecretFile` does. */
export async function readSecretFile(file: string, kind: SecretKind): Promise<string> {
  try {
    // A named pipe must not hold us up.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await handle.stat()
      const { mode, size } = stats
      if (!stats.isFile()) throw unusable(file, kind)
      if (process.platform !== 'win32' && (mode & GROUP_AND_OTHERS) !== 0)
        throw new ApprovalsError(
          'APPROVAL_KEY_UNUSABLE',
          `others than its owner may use \`${file}\`; refusing it until its mode is 0600`,
        )
      const text = size > LIMITS.secretFileBytesMax ? '' : (await handle.readFile('utf8')).trim()
      if (!kind.pattern.test(text)) throw unusable(file, kind)
      return text
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw cause instanceof ApprovalsError ? cause : unusable(file, kind, cause)
  }
}

async function makeOnce(file: string, { make }: SecretKind): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  try {
    await stat(file)
    return
  } catch {
    // There is none yet, or the read that follows says what is wrong.
  }
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${make()}\n`)
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

function unusable(file: string, { name }: SecretKind, cause?: unknown): ApprovalsError {
  return new ApprovalsError(
    'APPROVAL_KEY_UNUSABLE',
    `the ${name} file \`${file}\` cannot be used; refusing to start`,
    cause === undefined ? {} : { cause },
  )
}
