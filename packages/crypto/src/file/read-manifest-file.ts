import { constants, open } from 'node:fs/promises'
import { decodeUtf8 } from '../bytes/byte-reader.ts'
import { VerificationError } from '../errors/verification-error.ts'
import { LIMITS } from '../limits.ts'

/** @throws VerificationError `BackendUnavailable` when the file is missing, unreadable, too long or not text */
export async function readManifestFile(path: string): Promise<string> {
  try {
    // A pipe must not make us wait for its writer.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stat = await file.stat()
      if (!stat.isFile() || stat.size > LIMITS.manifestBytesMax) throw new RangeError('not a manifest')
      return decodeUtf8(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw new VerificationError('BackendUnavailable', `key directory \`${path}\` cannot be read`, { cause })
  }
}
