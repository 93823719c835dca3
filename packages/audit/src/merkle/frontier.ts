import { EMPTY_ROOT, nodeDigest } from './tree-hash.ts'

/**
 * The right edge of a growing RFC 6962 tree: the roots of its complete subtrees, largest first. Appending costs one
 * node hash on average, memory is logarithmic, and the root is at hand at any size.
 */
export class Frontier {
  #size: number
  /** In hexadecimal. */
  readonly #subtrees: string[]

  /**
   * @param subtrees as `subtrees` gave them, one for each bit that is set in `size`; whether they are the right ones
   * shows only when `root` is compared with a signed root
   * @throws RangeError when their number does not fit the size
   */
  constructor(size = 0, subtrees: readonly Uint8Array[] = []) {
    if (!Number.isSafeInteger(size) || size < 0 || ones(size) !== subtrees.length)
      throw new RangeError(`a tree of ${size} leaves does not have ${subtrees.length} complete subtrees`)
    this.#size = size
    this.#subtrees = subtrees.map((root) => Buffer.from(root).toString('hex'))
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size
  }

  /** Roots of the complete subtrees, largest first: enough to go on from here. */
  get subtrees(): readonly Uint8Array[] {
    return this.#subtrees.map(bytesOf)
  }

  /** Adds the hash of the next leaf, as bytes or in hexadecimal. */
  append(leaf: Uint8Array | string): void {
    let subtree = typeof leaf === 'string' ? leaf : Buffer.from(leaf).toString('hex')
    // Every trailing one bit of the old size is a complete subtree that the new leaf closes.
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2))
      subtree = nodeDigest(this.#subtrees.pop() ?? '', subtree)
    this.#subtrees.push(subtree)
    this.#size++
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    const last = this.#subtrees.at(-1)
    if (last === undefined) return EMPTY_ROOT
    return bytesOf(this.#subtrees.slice(0, -1).reduceRight((right, left) => nodeDigest(left, right), last))
  }

  /** Another tree that stands where this one does. */
  copy(): Frontier {
    const copy = new Frontier()
    copy.#size = this.#size
    copy.#subtrees.push(...this.#subtrees)
    return copy
  }
}

function bytesOf(digest: string): Uint8Array {
  return Buffer.from(digest, 'hex')
}

/** Bits that are set in a whole number of up to 53 bits. */
function ones(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
