import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ApprovalsError } from '../approvals-error.ts'

const TOKEN_BYTES = 32

/** A fresh token for the person at this machine; every start of a server makes a new one. */
export function newLocalToken(): string {
  return `kvlar_${randomBytes(TOKEN_BYTES).toString('base64url')}`
}

/**
 * Keeps a token in a file that only its owner may read, for the command line and for scripts.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE`
 */
export async function keepLocalToken(file: string, token: string): Promise<void> {
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(`${token}\n`)
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (cause) {
    throw unusable(file, cause)
  }
}

/**
 * The token of the person at this machine; made when there is none yet.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE`
 */
export async function openLocalToken(file: string): Promise<string> {
  if (!existsSync(file)) await keepLocalToken(file, newLocalToken())
  return readLocalToken(file)
}

/** Reads the token that a running server keeps in its file. */
export async function readLocalToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw unusable(file, cause)
  }
}

function unusable(file: string, cause: unknown): ApprovalsError {
  return new ApprovalsError('APPROVAL_KEY_UNUSABLE', `the token file \`${file}\` cannot be used; refusing`, {
    cause,
  })
}
