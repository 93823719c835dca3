import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readOwnerFile, writeOnce } from '@kvlar/core/node'
import { ApprovalsError } from '../approvals-error.ts'
import { LIMITS } from '../limits.ts'

/** What a secret is called in messages, how one is made, and what a kept one looks like. */
export interface SecretKind {
  /** For example `key`. */
  readonly name: string
  readonly make: () => string
  readonly pattern: RegExp
}

/**
 * Reads a secret from a file that only its owner may read, and makes the file when there is none; safe against other
 * processes that do the same at the same time: all end with the same secret.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE` when others may use the file, or it holds something else
 */
export async function openSecretFile(file: string, kind: SecretKind): Promise<string> {
  try {
    await makeOnce(file, kind)
  } catch (cause) {
    throw unusable(file, kind, cause)
  }
  return readSecretFile(file, kind)
}

/** Reads a secret that is kept already; throws as `openSecretFile` does. */
export async function readSecretFile(file: string, kind: SecretKind): Promise<string> {
  const read = await readOwnerFile(file, LIMITS.secretFileBytesMax)
  if (!read.ok && read.fault === 'not_private')
    throw new ApprovalsError(
      'APPROVAL_KEY_UNUSABLE',
      `others than its owner may use \`${file}\`; refusing it until its mode is 0600`,
    )
  if (!read.ok) throw unusable(file, kind, read.cause)
  const text = read.text.trim()
  if (!kind.pattern.test(text)) throw unusable(file, kind)
  return text
}

async function makeOnce(file: string, { make }: SecretKind): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  try {
    await stat(file)
  } catch {
    // There is none yet, or the read that follows says what is wrong.
    await writeOnce(file, `${make()}\n`)
  }
}

function unusable(file: string, { name }: SecretKind, cause?: unknown): ApprovalsError {
  return new ApprovalsError(
    'APPROVAL_KEY_UNUSABLE',
    `the ${name} file \`${file}\` cannot be used; refusing to start`,
    cause === undefined ? {} : { cause },
  )
}
