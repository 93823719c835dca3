import { VerificationError, type Suite } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import type { Checkpoint } from '../checkpoint/checkpoint.ts'
import { checkpointDigest } from '../checkpoint/sign-checkpoint.ts'
import { verifyCheckpoint } from '../checkpoint/verify-checkpoint.ts'
import type { TrustedKeys } from '../note/verify-note.ts'
import { Broken } from './broken.ts'

/** The checkpoints of a chain, each verified and held against the one before it; one is in hand at a time. */
export class CheckpointStream {
  readonly #notes: AsyncIterator<string> | Iterator<string>
  readonly #keys: TrustedKeys
  readonly #suite: Suite | undefined
  #previous: { readonly digest: string; readonly checkpoint: Checkpoint } | undefined
  /** The checkpoint that comes next; undefined when there is none. */
  next: Checkpoint | undefined

  constructor(
    notes: AsyncIterable<string> | Iterable<string>,
    { keys, suite }: { readonly keys: TrustedKeys; readonly suite?: Suite },
  ) {
    this.#notes = Symbol.asyncIterator in notes ? notes[Symbol.asyncIterator]() : notes[Symbol.iterator]()
    this.#keys = keys
    this.#suite = suite
  }

  /**
   * Reads the next checkpoint.
   * @param line where in the entries the reader stands
   * @throws Broken
   */
  async advance(line: number): Promise<void> {
    const { done, value: note } = await this.#notes.next()
    if (done === true) {
      this.next = undefined
      return
    }
    const { checkpoint, text } = await this.#verified(note, line)
    const before = this.#previous
    if (checkpoint.previous !== before?.digest)
      throw new Broken('CHECKPOINT_ORDER', 'a checkpoint does not name the one before it', line)
    if (before !== undefined && checkpoint.head.size < before.checkpoint.head.size)
      throw new Broken('CHECKPOINT_ORDER', 'a checkpoint is smaller than the one before it', line)
    if (before !== undefined && checkpoint.timeMs < before.checkpoint.timeMs)
      throw new Broken('TIME_WRONG', 'a checkpoint is older than the one before it', line)
    this.#previous = { digest: checkpointDigest(text), checkpoint }
    this.next = checkpoint
  }

  /** Lets the file go, also when the walk ended early. */
  async close(): Promise<void> {
    await this.#notes.return?.()
  }

  async #verified(note: string, line: number): Promise<{ checkpoint: Checkpoint; text: string }> {
    try {
      return await verifyCheckpoint(note, this.#keys, this.#suite)
    } catch (error) {
      if (error instanceof AuditError) throw new Broken('CHECKPOINT_UNREADABLE', error.message, line)
      if (!(error instanceof VerificationError)) throw error
      const code = error.code === 'NotFound' ? 'CHECKPOINT_UNTRUSTED' : 'CHECKPOINT_FORGED'
      throw new Broken(code, error.message, line)
    }
  }
}
