import { encodeLine, LINE_START } from '../entry/encode-line.ts'
import { GENESIS, type EntryBody } from '../entry/entry.ts'
import { Frontier } from '../merkle/frontier.ts'
import { hashLeaf, leafHash } from '../merkle/tree-hash.ts'

/** An entry in its place: the line to write, without its line feed. */
export interface LinkedEntry {
  readonly index: number
  readonly line: Uint8Array
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
  readonly #tree: Frontier
  #last: Uint8Array | undefined

  /** @throws RangeError when the state is not one that `state` could have given */
  constructor(state: ChainState = { size: 0, subtrees: [] }) {
    if ((state.size === 0) !== (state.last === undefined))
      throw new RangeError('a chain has a last leaf exactly when it has entries')
    this.#tree = new Frontier(state.size, state.subtrees)
    this.#last = state.last
  }

  /** Everything needed to go on from here. */
  get state(): ChainState {
    const { size, subtrees } = this.#tree
    return this.#last === undefined ? { size, subtrees } : { size, subtrees, last: this.#last }
  }

  /** Entries so far. */
  get size(): number {
    return this.#tree.size
  }

  /** What the next entry names as `prev`. */
  get prev(): string {
    return this.#last === undefined ? GENESIS : Buffer.from(this.#last).toString('hex')
  }

  /** Merkle root over all entries so far. */
  root(): Uint8Array {
    return this.#tree.root()
  }

  /**
   * Gives an entry its place.
   * @param timeMs milliseconds since the epoch
   * @throws AuditError `AUDIT_ENTRY_INVALID`; the chain is then as it was
   */
  link(body: EntryBody, timeMs: number): LinkedEntry {
    const index = this.size
    const leaf = encodeLine({ index, prev: this.prev, time: timeText(timeMs) }, body)
    this.#append(hashLeaf(leaf))
    return { index, line: leaf.subarray(LINE_START) }
  }

  /** Takes over a line that already stands in the chain, when a chain is read again. */
  follow(line: Uint8Array): void {
    this.#append(leafHash(line))
  }

  #append(leaf: Uint8Array): void {
    this.#last = leaf
    this.#tree.append(leaf)
  }
}

/** Entries of one batch share their time; its text is made once. */
const lastTime = { ms: Number.NaN, text: '' }

function timeText(timeMs: number): string {
  if (timeMs !== lastTime.ms) {
    lastTime.text = new Date(timeMs).toISOString()
    lastTime.ms = timeMs
  }
  return lastTime.text
}
