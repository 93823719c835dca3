import type { Suite } from '@kvlar/crypto'
import type { Anchor } from '../anchor/anchor.ts'
import { verifyAnchor } from '../anchor/verify-anchor.ts'
import { ChainEnd } from '../chain/chain-end.ts'
import type { Checkpoint, Head } from '../checkpoint/checkpoint.ts'
import { isSignatureRefusal } from '../checkpoint/verify-checkpoint.ts'
import type { Entry } from '../entry/entry.ts'
import type { TrustedKeys } from '../note/verify-note.ts'
import { Broken } from './broken.ts'
import { CheckpointStream } from './checkpoint-stream.ts'
import { KnownHeads } from './known-heads.ts'
import { readEntry } from './read-entry.ts'
import { UnsignedTail } from './unsigned-tail.ts'
import type { Break, ChainVerdict } from './verdict.ts'

/** One chain as it was kept; both streams are read once, so any size is verified in constant memory. */
export interface ChainSource {
  /** Lines of all segments in order, without line feeds. */
  readonly lines: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Checkpoint notes in the order in which they were written. */
  readonly checkpoints: AsyncIterable<string> | Iterable<string>
  /** The signed note that says where the kept part of a pruned chain begins. */
  readonly anchor?: string
}

/** What a chain is held against. */
export interface ChainExpectation {
  readonly keys: TrustedKeys
  /** Insist on a suite; without it each checkpoint's own, which is signed with it. */
  readonly suite?: Suite
  /** The chain that must stand here. */
  readonly chain?: string
  /** The home that the chain must name. */
  readonly home?: string
  /** Heads of this chain that are known from elsewhere, for example from a witness file. */
  readonly known?: readonly Head[]
  /** Called after every entry that follows from all before it. */
  readonly onEntry?: (entry: Entry) => void
}

/**
 * Reads a chain from its beginning and says whether it is intact. Content, order and completeness are proved up to
 * the last checkpoint; entries after it are linked, but whoever can write the file could link them anew.
 */
export async function verifyChain(source: ChainSource, expected: ChainExpectation): Promise<ChainVerdict> {
  const walk = new Walk(expected, source.checkpoints)
  try {
    await walk.begin(source.anchor)
    for await (const line of source.lines) {
      walk.line(line)
      if (walk.isCheckpointDue) await walk.passCheckpoints()
    }
    walk.end()
    return walk.verdict()
  } catch (error) {
    if (error instanceof Broken) return walk.verdict(error.at)
    throw error
  } finally {
    await walk.close()
  }
}

class Walk {
  readonly #expected: ChainExpectation
  readonly #checkpoints: CheckpointStream
  readonly #known: KnownHeads
  readonly #keyIds: string[] = []
  #end = new ChainEnd()
  /** Entries that were pruned. */
  #pruned = 0
  #passed = 0
  #signedAtMs: number | undefined
  #chain: string | undefined
  #keyInForce: string | undefined
  #time = ''
  readonly #tail = new UnsignedTail()

  constructor(expected: ChainExpectation, notes: ChainSource['checkpoints']) {
    this.#expected = expected
    this.#known = new KnownHeads(expected.known ?? [])
    this.#checkpoints = new CheckpointStream(notes, expected)
  }

  /** Finds the first checkpoint, and for a pruned chain the one that signs where it begins. */
  async begin(note: string | undefined): Promise<void> {
    await this.#checkpoints.advance(0)
    if (note !== undefined) await this.#beginAt(await this.#anchor(note))
    await this.passCheckpoints()
  }

  line(line: Uint8Array): void {
    const at = this.#line + 1
    const entry = readEntry(line, at)
    if (entry.index !== this.#end.size)
      throw new Broken('INDEX_WRONG', `entry ${entry.index} stands where entry ${this.#end.size} belongs`, at)
    if (entry.prev !== this.#end.prev)
      throw new Broken('LINK_WRONG', `entry ${entry.index} does not follow from the entry before it`, at)
    // Times have one width, so they compare as texts.
    if (entry.time < this.#time)
      throw new Broken('TIME_WRONG', `entry ${entry.index} is older than the entry before it`, at)
    this.#take(entry, at)
    this.#end.follow(line)
    this.#expected.onEntry?.(entry)
    this.#meetKnown()
  }

  /** Whether the next checkpoint signs exactly the entries read so far. */
  get isCheckpointDue(): boolean {
    return this.#due !== undefined
  }

  async passCheckpoints(): Promise<void> {
    for (let due = this.#due; due !== undefined; due = this.#due) {
      this.#compare(due)
      await this.#checkpoints.advance(this.#line)
    }
  }

  end(): void {
    const { size } = this.#end
    const next = this.#checkpoints.next
    if (next !== undefined)
      throw new Broken(
        'TRUNCATED',
        `the chain ends after ${size} entries, but ${next.head.size} were signed`,
        this.#line,
      )
    this.#tail.end(size, this.#line)
    this.#known.end(size, this.#line)
  }

  async close(): Promise<void> {
    await this.#checkpoints.close()
  }

  verdict(broken?: Break): ChainVerdict {
    const { size } = this.#end
    const chain = this.#chain
    return {
      kind: broken === undefined ? 'intact' : 'broken',
      ...(chain === undefined ? {} : { chain }),
      size,
      pruned: this.#pruned,
      trustworthy: this.#tail.signed,
      checkpoints: this.#passed,
      ...(this.#signedAtMs === undefined ? {} : { signedAtMs: this.#signedAtMs }),
      ...(broken === undefined && chain !== undefined
        ? { head: { chain, size, root: this.#end.root() } }
        : {}),
      keyIds: this.#keyIds,
      ...(broken === undefined ? {} : { broken }),
      adopted: this.#tail.adopted,
      closed: this.#tail.closed,
    }
  }

  get #due(): Checkpoint | undefined {
    const { next } = this.#checkpoints
    return next?.head.size === this.#end.size ? next : undefined
  }

  /** The line that was read last; 0 before the first. */
  get #line(): number {
    return this.#end.size - this.#pruned
  }

  async #beginAt({ chain, state, keyInForce }: Anchor): Promise<void> {
    this.#pruned = state.size
    this.#end = new ChainEnd(state)
    this.#keyInForce = keyInForce
    this.#setChain(chain)
    // Checkpoints of pruned entries still name each other; what they cover is gone, but not that it was signed.
    for (let next = this.#checkpoints.next; next !== undefined; next = this.#checkpoints.next) {
      if (next.head.size >= state.size) break
      this.#known.meetPruned(next.head)
      this.#tail.skip(next.head.size)
      await this.#checkpoints.advance(0)
    }
    if (this.#checkpoints.next?.head.size !== state.size)
      throw new Broken(
        'ANCHOR_WRONG',
        `no checkpoint signs the first ${state.size} entries, which were pruned`,
        0,
      )
    this.#known.dropBefore(state.size)
    this.#meetKnown()
  }

  #take(entry: Entry, at: number): void {
    const isFirst = entry.index === 0
    if ((entry.kind === 'genesis') !== isFirst)
      throw new Broken(
        'GENESIS_WRONG',
        isFirst ? 'the first entry is no genesis' : 'a genesis stands inside the chain',
        at,
      )
    if (entry.kind === 'genesis') {
      this.#setChain(entry.chain)
      if (this.#expected.home !== undefined && entry.home !== this.#expected.home)
        throw new Broken('CHAIN_FOREIGN', `the chain was written in home \`${entry.home}\``, at)
      this.#keyInForce = entry.key_id
    } else if (entry.kind === 'key') {
      if (entry.previous_key_id !== this.#keyInForce)
        throw new Broken('KEY_WRONG', `a change of keys starts from a key that was not in force`, at)
      this.#keyInForce = entry.key_id
    }
    this.#time = entry.time
    this.#tail.take(entry, at)
  }

  /** Compares the entries read so far with a checkpoint of exactly this size. */
  #compare({ head, keyId, timeMs }: Checkpoint): void {
    const at = this.#line
    if (head.chain !== this.#chain)
      throw new Broken('CHECKPOINT_FOREIGN', `a checkpoint names chain \`${head.chain}\``, at)
    if (keyId !== this.#keyInForce)
      throw new Broken('KEY_WRONG', `key \`${keyId}\` signed, but the chain names another`, at)
    if (Buffer.compare(head.root, this.#end.root()) !== 0)
      throw new Broken('ROOT_WRONG', `the first ${head.size} entries are not those that were signed`, at)
    this.#tail.sign(head.size)
    this.#signedAtMs = timeMs
    this.#passed++
    if (!this.#keyIds.includes(keyId)) this.#keyIds.push(keyId)
  }

  #meetKnown(): void {
    this.#known.meet({ chain: this.#chain, size: this.#end.size }, () => this.#end.root(), this.#line)
  }

  #setChain(chain: string): void {
    this.#chain = chain
    if (this.#expected.chain !== undefined && chain !== this.#expected.chain)
      throw new Broken('CHAIN_FOREIGN', `chain \`${chain}\` stands in the place of another`, 0)
  }

  async #anchor(note: string): Promise<Anchor> {
    try {
      return await verifyAnchor(note, this.#expected.keys, this.#expected.suite)
    } catch (error) {
      if (isSignatureRefusal(error)) throw new Broken('ANCHOR_WRONG', error.message, 0)
      throw error
    }
  }
}
