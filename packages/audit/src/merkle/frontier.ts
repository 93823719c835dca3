import { EMPTY_ROOT, nodeHash } from './tree-hash.ts'

/**
 * The right edge of a growing RFC 6962 tree: the roots of its complete subtrees, largest first. Appending costs one
 * node hash on average, memory is logarithmic, and the root is at hand at any size.
 */
export class Frontier {
  #size: number
  #subtrees: Uint8Array[]

  /**
   * @param subtrees as `subtrees` gave them, one for each bit that is set in `size`; whether they are the right ones
   * shows only when `root` is compared with a signed root
   * @throws RangeError when their number does not fit the size
   */
  constructor(size = 0, subtrees: readonly Uint8Array[] = []) {
    if (!Number.isSafeInteger(size) || size < 0 || ones(size) !== subtrees.length)
      throw new RangeError(`a tree of ${size} leaves does not have ${subtrees.length} complete subtrees`)
    this.#size = size
    this.#subtrees = [...subtrees]
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size
  }

  /** Roots of the complete subtrees, largest first: enough to go on from here. */
  get subtrees(): readonly Uint8Array[] {
    return [...this.#subtrees]
  }

  /** Adds the hash of the next leaf. */
  append(leaf: Uint8Array): void {
    let subtree = leaf
    // Every trailing one bit of the old size is a complete subtree that the new leaf closes.
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) {
      subtree = nodeHash(this.#subtrees.pop() ?? EMPTY_ROOT, subtree)
    }
    this.#subtrees.push(subtree)
    this.#size++
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    const last = this.#subtrees.at(-1)
    if (last === undefined) return EMPTY_ROOT
    return this.#subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
  }
}

/** Bits that are set in a whole number of up to 53 bits. */
function ones(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
