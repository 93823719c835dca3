import { constants, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What calls were made is for nobody else on the machine; SQLite gives the files beside it the same mode. Never rejects. */
export async function makePrivate(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    // A pipe must not make us wait for its reader.
    const flags = constants.O_WRONLY | constants.O_CREAT | (constants.O_NONBLOCK ?? 0)
    await (await open(file, flags, 0o600)).close()
  } catch {
    // SQLite says what is wrong with the place.
  }
}
