import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { KeyError } from '../errors/key-error.ts'
import { KeyPair, type KeyPairOptions } from '../keys/key-pair.ts'
import { KeyRing } from '../keys/key-ring.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import type { KeyLock } from '../keys/sealed-key.ts'
import { LIMITS } from '../limits.ts'
import { loadBundle, loadKeyPair, saveKeyPair } from './key-file.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

/** One key of a folder. */
export interface KeyListing {
  readonly bundle: PublicKeyBundle
  readonly isCurrent: boolean
}

const SUFFIX = '.key.json'
const CURRENT = 'current'
const ID = /^[0-9a-f]{64}$/

/** A folder (0700) of key files: many keys, one current. `<id>.key.json` each, and `current` naming one of them. */
export class KeyFolder {
  readonly #path: string
  readonly #options: KeyPairOptions

  constructor(path: string, options: KeyPairOptions = {}) {
    this.#path = path
    this.#options = options
  }

  /** Every key's public half, oldest first. No secret is needed. @throws KeyError as `loadBundle` */
  async list(): Promise<readonly KeyListing[]> {
    const current = await this.#readCurrent()
    const bundles = await Promise.all((await this.#ids()).map((id) => loadBundle(this.#fileOf(id))))
    return bundles
      .map((bundle) => ({ bundle, isCurrent: bundle.id === current }))
      .sort((a, b) => a.bundle.createdAt - b.bundle.createdAt || (a.bundle.id < b.bundle.id ? -1 : 1))
  }

  /** Stores a key. It becomes current if the folder has none. @throws KeyError `KEY_FILE_EXISTS` */
  async add(pair: KeyPair, lock: KeyLock): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 })
    await saveKeyPair(this.#fileOf(pair.id), pair, { lock })
    if ((await this.#readCurrent()) === undefined) await this.#setFirst(pair.id)
  }

  /** Stores a key and makes it current; the keys before it still verify until they expire. */
  async rotate(next: KeyPair, lock: KeyLock): Promise<void> {
    await this.add(next, lock)
    await writePrivateFile(this.#currentFile(), `${next.id}\n`, 'replace')
  }

  /** Opens one key by its id. @throws KeyError `KEY_NOT_FOUND`, `KEY_WRONG_SECRET` */
  async open(keyId: string, lock: KeyLock): Promise<KeyPair> {
    if (!ID.test(keyId)) throw new KeyError('KEY_NOT_FOUND', `\`${keyId.slice(0, 64)}\` is no key id`)
    return loadKeyPair(this.#fileOf(keyId), lock, this.#options)
  }

  /**
   * The current key; with `generate`, made on first use. Processes that start together agree on one.
   * @throws KeyError `KEY_NOT_FOUND` when there is none and none is to be made
   */
  async current(lock: KeyLock, generate?: () => Promise<KeyPair>): Promise<KeyPair> {
    const known = await this.#readCurrent()
    if (known !== undefined) return this.open(known, lock)
    if (generate === undefined) throw new KeyError('KEY_NOT_FOUND', `\`${this.#path}\` has no current key`)
    const pair = await generate()
    await this.add(pair, lock)
    const agreed = await this.#readCurrent()
    if (agreed === pair.id || agreed === undefined) return pair
    pair.destroy()
    return this.open(agreed, lock)
  }

  /** All keys under one lock, the current one signing. */
  async ring(lock: KeyLock): Promise<KeyRing> {
    const current = await this.current(lock)
    const others = (await this.#ids()).filter((id) => id !== current.id)
    const pairs: KeyPair[] = []
    for (const id of others) pairs.push(await this.open(id, lock))
    return new KeyRing(current, pairs)
  }

  async #ids(): Promise<readonly string[]> {
    const names = await readdir(this.#path).catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
      throw new KeyError('KEY_FILE_UNREADABLE', `\`${this.#path}\` cannot be listed`, { cause })
    })
    const ids = names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter((id) => ID.test(id))
    if (ids.length > LIMITS.keyFilesMax)
      throw new KeyError('KEY_FILE_UNREADABLE', `\`${this.#path}\` holds over ${LIMITS.keyFilesMax} keys`)
    return ids
  }

  async #readCurrent(): Promise<string | undefined> {
    try {
      const id = (await readPrivateFile(this.#currentFile(), ID_FILE_BYTES_MAX)).trimEnd()
      if (ID.test(id)) return id
    } catch (error) {
      if (error instanceof KeyError && error.code === 'KEY_NOT_FOUND') return undefined
      throw error
    }
    throw new KeyError('KEY_MALFORMED', `\`${this.#currentFile()}\` does not name a key; refusing to guess`)
  }

  async #setFirst(keyId: string): Promise<void> {
    try {
      await writePrivateFile(this.#currentFile(), `${keyId}\n`, 'never')
    } catch (error) {
      if (!(error instanceof KeyError) || error.code !== 'KEY_FILE_EXISTS') throw error
    }
  }

  #fileOf(keyId: string): string {
    return join(this.#path, `${keyId}${SUFFIX}`)
  }

  #currentFile(): string {
    return join(this.#path, CURRENT)
  }
}

const ID_FILE_BYTES_MAX = 128
