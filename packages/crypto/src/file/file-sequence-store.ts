import { KeyError } from '../errors/key-error.ts'
import type { SequenceStore } from '../directory/sequence-store.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

const FILE_BYTES_MAX = 64

/**
 * Remembers the sequence number of a directory across restarts, in a file of its own. For one process at a time: of two
 * that write at once, the lower number may stay.
 */
export class FileSequenceStore implements SequenceStore {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** @throws KeyError when the file is there and cannot be read; the directory then refuses */
  async read(): Promise<number> {
    try {
      const text = (await readPrivateFile(this.#path, FILE_BYTES_MAX)).trimEnd()
      if (/^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
    } catch (error) {
      if (error instanceof KeyError && error.code === 'KEY_NOT_FOUND') return 0
      throw error
    }
    throw new KeyError('KEY_MALFORMED', `\`${this.#path}\` holds no sequence number; refusing to guess`)
  }

  async write(sequence: number): Promise<void> {
    if (sequence > (await this.read())) await writePrivateFile(this.#path, `${sequence}\n`, 'replace')
  }
}
