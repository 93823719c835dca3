import { VerificationError, type Suite } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { ChainEnd, type ChainState } from '../chain/chain-end.ts'
import { checkpointDigest } from '../checkpoint/sign-checkpoint.ts'
import type { Checkpoint, Head } from '../checkpoint/checkpoint.ts'
import { verifyCheckpoint, type TrustedKeys } from '../checkpoint/verify-checkpoint.ts'
import { decodeEntry } from '../entry/entry-line.ts'
import type { Entry } from '../entry/entry.ts'
import type { Break, BreakCode, ChainVerdict } from './verdict.ts'

/** One chain as it was kept; both streams are read once, so any size is verified in constant memory. */
export interface ChainSource {
  /** Lines of all segments in order, without line feeds. */
  readonly lines: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Checkpoint notes in the order in which they were written. */
  readonly checkpoints: AsyncIterable<string> | Iterable<string>
  /** Where the kept part of a pruned chain begins; its checkpoint is then the first of `checkpoints`. */
  readonly anchor?: ChainAnchor
}

/** What stands in place of the pruned beginning of a chain; it holds only with a signed checkpoint of its size. */
export interface ChainAnchor {
  readonly chain: ChainState
  readonly keyInForce: string
}

/** What a chain is held against. */
export interface ChainExpectation {
  readonly keys: TrustedKeys
  /** Insist on a suite; without it each checkpoint's own, which is signed with it. */
  readonly suite?: Suite
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
  const walk = new Walk(expected, source)
  try {
    await walk.begin()
    for await (const line of source.lines) await walk.line(line)
    await walk.end()
    return walk.verdict()
  } catch (error) {
    if (error instanceof Broken) return walk.verdict(error.at)
    throw error
  }
}

/** Carries a break out of the walk; never leaves this file. */
class Broken extends Error {
  readonly at: Break
  constructor(code: BreakCode, message: string, line: number) {
    super(message)
    this.at = { code, message, line }
  }
}

class Walk {
  readonly #expected: ChainExpectation
  readonly #notes: AsyncIterator<string> | Iterator<string>
  readonly #end: ChainEnd
  readonly #first: number
  readonly #keyIds: string[] = []
  readonly #known: Head[]
  /** The checkpoint that comes next; undefined when there is none. */
  #next: Checkpoint | undefined
  #previous: { readonly text: string; readonly checkpoint: Checkpoint } | undefined
  #checkpoints = 0
  #trustworthy = 0
  #chain: string | undefined
  #keyInForce: string | undefined
  #closed = false

  constructor(expected: ChainExpectation, { checkpoints: notes, anchor }: ChainSource) {
    this.#expected = expected
    this.#end = new ChainEnd(anchor?.chain)
    this.#first = this.#end.size
    this.#keyInForce = anchor?.keyInForce
    this.#known = (expected.known ?? []).toSorted((a, b) => a.size - b.size)
    this.#notes = Symbol.asyncIterator in notes ? notes[Symbol.asyncIterator]() : notes[Symbol.iterator]()
  }

  /** Finds the first checkpoint, and for a pruned chain the one that signs where it begins. */
  async begin(): Promise<void> {
    await this.#advance()
    if (this.#first === 0) return
    // Checkpoints of pruned entries still name each other; what they cover is gone.
    while (this.#next !== undefined && this.#next.head.size < this.#first) await this.#advance()
    const signed = this.#next
    if (signed?.head.size !== this.#first)
      throw new Broken(
        'ANCHOR_WRONG',
        `no checkpoint signs the first ${this.#first} entries, which were pruned`,
        0,
      )
    this.#chain = signed.head.chain
    while (this.#next?.head.size === this.#first) {
      this.#compare(this.#next, 0)
      await this.#advance()
    }
  }

  async line(line: Uint8Array): Promise<void> {
    const at = this.#end.size - this.#first + 1
    const entry = this.#decode(line, at)
    if (entry.index !== this.#end.size)
      throw new Broken('INDEX_WRONG', `entry ${entry.index} stands where entry ${this.#end.size} belongs`, at)
    if (entry.prev !== this.#end.prev)
      throw new Broken('LINK_WRONG', `entry ${entry.index} does not follow from the entry before it`, at)
    this.#take(entry, at)
    this.#end.follow(line)
    this.#expected.onEntry?.(entry)
    while (this.#next !== undefined && this.#next.head.size === this.#end.size) {
      this.#compare(this.#next, at)
      await this.#advance()
    }
    while (this.#known[0] !== undefined && this.#known[0].size <= this.#end.size) this.#compareKnown(at)
  }

  async end(): Promise<void> {
    if (this.#next !== undefined)
      throw new Broken(
        'TRUNCATED',
        `the chain ends after ${this.#end.size} entries, but ${this.#next.head.size} were signed`,
        this.#end.size,
      )
    const known = this.#known[0]
    if (known !== undefined)
      throw new Broken(
        'ROLLED_BACK',
        `the chain ends after ${this.#end.size} entries, but ${known.size} are known from elsewhere`,
        this.#end.size,
      )
  }

  verdict(broken?: Break): ChainVerdict {
    return {
      kind: broken === undefined ? 'intact' : 'broken',
      ...(this.#chain === undefined ? {} : { chain: this.#chain }),
      size: this.#end.size,
      trustworthy: this.#trustworthy,
      checkpoints: this.#checkpoints,
      ...(broken === undefined && this.#chain !== undefined
        ? { head: { chain: this.#chain, size: this.#end.size, root: this.#end.root() } }
        : {}),
      keyIds: this.#keyIds,
      ...(broken === undefined ? {} : { broken }),
      closed: this.#closed,
    }
  }

  #decode(line: Uint8Array, at: number): Entry {
    try {
      return decodeEntry(line)
    } catch (error) {
      if (error instanceof AuditError) throw new Broken('ENTRY_UNREADABLE', error.message, at)
      throw error
    }
  }

  #take(entry: Entry, at: number): void {
    const first = entry.index === 0
    if ((entry.kind === 'genesis') !== first)
      throw new Broken(
        'GENESIS_WRONG',
        first ? 'the first entry is no genesis' : 'a genesis stands inside the chain',
        at,
      )
    if (entry.kind === 'genesis') {
      this.#chain = entry.chain
      this.#keyInForce = entry.key_id
    } else if (entry.kind === 'key') {
      if (entry.previous_key_id !== this.#keyInForce)
        throw new Broken('KEY_WRONG', `a change of keys starts from a key that was not in force`, at)
      this.#keyInForce = entry.key_id
    }
    this.#closed = entry.kind === 'close'
  }

  /** Compares the entries read so far with a checkpoint of exactly this size. */
  #compare(checkpoint: Checkpoint, at: number): void {
    if (checkpoint.head.chain !== this.#chain)
      throw new Broken('CHECKPOINT_FOREIGN', `a checkpoint names chain \`${checkpoint.head.chain}\``, at)
    if (checkpoint.keyId !== this.#keyInForce)
      throw new Broken('KEY_WRONG', `key \`${checkpoint.keyId}\` signed, but the chain names another`, at)
    if (Buffer.compare(checkpoint.head.root, this.#end.root()) !== 0)
      throw new Broken(
        'ROOT_WRONG',
        `the first ${checkpoint.head.size} entries are not those that were signed`,
        at,
      )
    this.#trustworthy = checkpoint.head.size
    this.#checkpoints++
    if (!this.#keyIds.includes(checkpoint.keyId)) this.#keyIds.push(checkpoint.keyId)
  }

  #compareKnown(at: number): void {
    const known = this.#known.shift()
    if (known === undefined) return
    const same = known.size === this.#end.size && Buffer.compare(known.root, this.#end.root()) === 0
    if (known.chain !== this.#chain || !same)
      throw new Broken(
        'ROLLED_BACK',
        `the first ${known.size} entries differ from those known from elsewhere`,
        at,
      )
  }

  /** Reads the next checkpoint, verified, and holds it against the one before it. */
  async #advance(): Promise<void> {
    const { done, value: note } = await this.#notes.next()
    if (done === true) {
      this.#next = undefined
      return
    }
    const { checkpoint, text } = await this.#verified(note)
    const before = this.#previous
    if (checkpoint.previous !== (before === undefined ? undefined : checkpointDigest(before.text)))
      throw new Broken('CHECKPOINT_ORDER', 'a checkpoint does not name the one before it', this.#end.size)
    if (checkpoint.head.size < (before?.checkpoint.head.size ?? 0))
      throw new Broken('CHECKPOINT_ORDER', 'a checkpoint is smaller than the one before it', this.#end.size)
    if (before !== undefined && checkpoint.timeMs < before.checkpoint.timeMs)
      throw new Broken('TIME_WRONG', 'a checkpoint is older than the one before it', this.#end.size)
    this.#previous = { text, checkpoint }
    this.#next = checkpoint
  }

  async #verified(note: string): Promise<{ checkpoint: Checkpoint; text: string }> {
    try {
      return await verifyCheckpoint(note, this.#expected.keys, this.#expected.suite)
    } catch (error) {
      if (error instanceof AuditError)
        throw new Broken('CHECKPOINT_UNREADABLE', error.message, this.#end.size)
      if (!(error instanceof VerificationError)) throw error
      const code = error.code === 'NotFound' ? 'CHECKPOINT_UNTRUSTED' : 'CHECKPOINT_FORGED'
      throw new Broken(code, error.message, this.#end.size)
    }
  }
}
