import { createMemoryDirectory } from '../directory/memory-directory.ts'
import { parseUnsignedManifest } from '../directory/manifest.ts'
import type { PublicKeyDirectory } from '../directory/public-key-directory.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { readManifestFile } from './read-manifest-file.ts'

/** A directory in a plain JSON file: as trustworthy as whoever may write that file. */
export class FileDirectory implements PublicKeyDirectory {
  readonly #path: string
  #keys = createMemoryDirectory()

  private constructor(path: string) {
    this.#path = path
  }

  /** @throws VerificationError `BackendUnavailable`, `Corrupt` */
  static async open(path: string): Promise<FileDirectory> {
    const directory = new FileDirectory(path)
    await directory.reload()
    return directory
  }

  get length(): number {
    return this.#keys.length
  }

  fetch(keyId: string): Promise<PublicKeyBundle> {
    return this.#keys.fetch(keyId)
  }

  async reload(): Promise<void> {
    this.#keys = createMemoryDirectory(parseUnsignedManifest(await readManifestFile(this.#path)))
  }
}
