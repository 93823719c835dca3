import { EMPTY_ROOT, nodeHash } from './tree-hash.ts'

/**
 * The right edge of a growing RFC 6962 tree: the roots of its complete subtrees, largest first. Appending costs one
 * node hash on average, memory is logarithmic, and the root is at hand at any size.
 */
export class Frontier {
  #size = 0
  readonly #subtrees: Uint8Array[] = []

  /** Leaves so far. */
  get size(): number {
    return this.#size
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
