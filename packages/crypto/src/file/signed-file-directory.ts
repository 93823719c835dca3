import type { PublicKeyDirectory } from '../directory/public-key-directory.ts'
import { ROOT_TRUST_OPTIONS, SignedSnapshot, type RootTrust } from '../directory/signed-snapshot.ts'
import { VerificationError } from '../errors/verification-error.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { unusableOption } from '../unusable-option.ts'
import { readManifestFile } from './read-manifest-file.ts'

/** A directory in a file that a pinned root has signed. */
export class SignedFileDirectory implements PublicKeyDirectory {
  readonly #path: string
  readonly #snapshot: SignedSnapshot

  private constructor(path: string, trust: RootTrust) {
    this.#path = path
    this.#snapshot = new SignedSnapshot(trust)
  }

  /** @throws VerificationError `BackendUnavailable`, also on an unknown option, `RootSignatureInvalid`, `Corrupt` */
  static async open(path: string, trust: RootTrust): Promise<SignedFileDirectory> {
    const problem = unusableOption(trust, ROOT_TRUST_OPTIONS)
    if (problem !== undefined)
      throw new VerificationError(
        'BackendUnavailable',
        `an option of a key directory is of no use: ${problem}`,
      )
    const directory = new SignedFileDirectory(path, trust)
    await directory.reload()
    return directory
  }

  get length(): number {
    return this.#snapshot.length
  }

  async fetch(keyId: string): Promise<PublicKeyBundle> {
    return this.#snapshot.lookUp(keyId)
  }

  async reload(): Promise<void> {
    await this.#snapshot.accept(await readManifestFile(this.#path))
  }
}
