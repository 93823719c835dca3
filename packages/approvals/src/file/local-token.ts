import { randomBytes } from 'node:crypto'
import { openSecretFile, readSecretFile, type SecretKind } from './secret-file.ts'

const TOKEN_BYTES = 32

const LOCAL_TOKEN: SecretKind = {
  name: 'token',
  make: () => `kvlar_${randomBytes(TOKEN_BYTES).toString('base64url')}`,
  pattern: /^kvlar_[A-Za-z0-9_-]{43}$/,
}

/**
 * The token of the person at this machine: made once, kept in a file that only they may read, and shared by every
 * local server and the command line. Processes that make it at the same time end with the same one.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE` when others may read the file, or it holds something else
 */
export async function openLocalToken(file: string): Promise<string> {
  return openSecretFile(file, LOCAL_TOKEN)
}

/** Reads the token that is kept already; throws as `openLocalToken` does, also when there is none. */
export async function readLocalToken(file: string): Promise<string> {
  return readSecretFile(file, LOCAL_TOKEN)
}
