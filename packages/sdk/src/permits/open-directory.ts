import { readText } from '@kvlar/core/node'
import { PublicKeyBundle, type PublicKeyDirectory } from '@kvlar/crypto'
import { FileDirectory, SignedFileDirectory } from '@kvlar/crypto/file'
import { HttpDirectory } from '@kvlar/crypto/http'
import { bad, type PermitsOptions } from './permits-options.ts'

type Where = Pick<PermitsOptions, 'directory' | 'root' | 'now'>

/**
 * Opens the directory that the options name.
 * @throws KvlarMisuse `KVLAR_BAD_OPTION`; VerificationError for one that is not there or not to be trusted
 */
export async function openDirectory({ directory, root, now }: Where): Promise<PublicKeyDirectory> {
  if (typeof directory !== 'string') {
    if (typeof directory?.fetch !== 'function') throw bad('`directory` is neither a place nor a directory')
    if (root !== undefined)
      throw bad('a `directory` that is open has a root of its own, so `root` is in vain')
    return directory
  }
  const trust = root === undefined ? undefined : { root: await rootOf(root), ...(now && { now }) }
  if (/^https?:/i.test(directory)) {
    if (trust === undefined) throw bad('a `directory` at a URL needs the `root` that signs it')
    return new HttpDirectory({ url: directory, ...trust })
  }
  const open =
    trust === undefined
      ? await FileDirectory.open(directory)
      : await SignedFileDirectory.open(directory, trust)
  return new FreshDirectory(open, now ?? Date.now)
}

async function rootOf(root: string | PublicKeyBundle): Promise<PublicKeyBundle> {
  if (typeof root !== 'string') return root
  const read = readText(root)
  const refused = `\`root\` is no public key, and no file with one: \`${root}\``
  if (!read.ok) throw bad(`${refused} (${read.why})`)
  try {
    return PublicKeyBundle.fromJson(JSON.parse(read.text))
  } catch {
    throw bad(refused)
  }
}

/** How old what is known of a file may be: a key that is taken out of it counts no longer than that. */
const FRESH_MS = 5000

/** Reads a file anew every few seconds in which it is needed. INVARIANT: a file that cannot be read verifies nothing. */
class FreshDirectory implements PublicKeyDirectory {
  readonly #directory: PublicKeyDirectory
  readonly #now: () => number
  #readAtMs: number
  #reading: Promise<void> | undefined

  constructor(directory: PublicKeyDirectory, now: () => number) {
    this.#directory = directory
    this.#now = now
    this.#readAtMs = now()
  }

  async fetch(keyId: string): Promise<PublicKeyBundle> {
    if (!(Math.abs(this.#now() - this.#readAtMs) < FRESH_MS)) await this.reload()
    return this.#directory.fetch(keyId)
  }

  reload(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined))
    return this.#reading
  }

  async #read(): Promise<void> {
    const beganAtMs = this.#now()
    await this.#directory.reload()
    this.#readAtMs = beganAtMs
  }
}
