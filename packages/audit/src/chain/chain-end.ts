import { encodeLeaf, LEAF_PREFIX } from '../entry/encode-leaf.ts'
import { ENTRY_VERSION, GENESIS, type EntryBody } from '../entry/entry.ts'
import { Frontier } from '../merkle/frontier.ts'
import { leafDigest } from '../merkle/tree-hash.ts'

/** An entry in its place: the line to write, without its line feed. */
export interface LinkedEntry {
  readonly index: number
  /** Written as UTF-8. */
  readonly line: string
}

/** Where a chain stands: logarithmic in its length. */
export interface ChainState {
  readonly size: number
  /** Roots of the complete subtrees of the Merkle tree, largest first. */
  readonly subtrees: readonly Uint8Array[]
  /** Leaf hash of the last entry. */
  readonly last?: Uint8Array
}

/**
 * The growing end of one chain. The leaf hash of an entry is what the next one names as `prev`, so link and tree
 * cost one hash together.
 */
export class ChainEnd {
  #tree: Frontier
  #prev: string

  /** @throws RangeError when the state is not one that `state` could have given */
  constructor({ size, subtrees, last }: ChainState = { size: 0, subtrees: [] }) {
    if ((size === 0) !== (last === undefined))
      throw new RangeError('a chain has a last leaf exactly when it has entries')
    this.#tree = new Frontier(size, subtrees)
    this.#prev = last === undefined ? GENESIS : Buffer.from(last).toString('hex')
  }

  /** Everything needed to go on from here. */
  get state(): ChainState {
    const { size, subtrees } = this.#tree
    return size === 0 ? { size, subtrees } : { size, subtrees, last: Buffer.from(this.#prev, 'hex') }
  }

  /** Entries so far. */
  get size(): number {
    return this.#tree.size
  }

  /** What the next entry names as `prev`. */
  get prev(): string {
    return this.#prev
  }

  /** Merkle root over all entries so far. */
  root(): Uint8Array {
    return this.#tree.root()
  }

  /** Another end that stands where this one does. */
  copy(): ChainEnd {
    const copy = new ChainEnd()
    copy.#tree = this.#tree.copy()
    copy.#prev = this.#prev
    return copy
  }

  /**
   * Gives an entry its place.
   * @param timeMs milliseconds since the epoch
   * @throws AuditError `AUDIT_ENTRY_INVALID`; the chain is then as it was
   */
  link(body: EntryBody, timeMs: number): LinkedEntry {
    const index = this.size
    const leaf = encodeLeaf(body, { v: ENTRY_VERSION, index, prev: this.#prev, time: timeText(timeMs) })
    this.#append(leafDigest(leaf))
    return { index, line: leaf.slice(LEAF_PREFIX.length) }
  }

  /** Takes over a line that already stands in the chain, when a chain is read again. */
  follow(line: Uint8Array): void {
    this.#append(leafDigest(Buffer.concat([LEAF_BYTE, line])))
  }

  #append(digest: string): void {
    this.#prev = digest
    this.#tree.append(digest)
  }
}

const LEAF_BYTE = Buffer.from(LEAF_PREFIX)

/** Entries of one batch share their time; its text is made once. */
const lastTime = { ms: Number.NaN, text: '' }

function timeText(timeMs: number): string {
  if (timeMs !== lastTime.ms) {
    lastTime.text = new Date(timeMs).toISOString()
    lastTime.ms = timeMs
  }
  return lastTime.text
}
