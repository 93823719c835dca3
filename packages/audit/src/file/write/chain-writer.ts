import { rm } from 'node:fs/promises'
import type { JsonObject } from '@kvlar/core/json'
import type { Signer } from '@kvlar/crypto'
import { AuditError } from '../../audit-error.ts'
import { ChainEnd } from '../../chain/chain-end.ts'
import type { Head } from '../../checkpoint/checkpoint.ts'
import { checkpointDigest, signCheckpoint } from '../../checkpoint/sign-checkpoint.ts'
import { parseNote } from '../../note/note.ts'
import type { TrustedKeys } from '../../note/verify-note.ts'
import type { AppendFile } from './append-file.ts'
import { saveState, type SavedState } from '../home/chain-state-file.ts'
import { checkpointLine } from '../home/checkpoint-file.ts'
import { dropClosing, saveClosing } from './closing-note.ts'
import { restoreHome, type AuditHome } from '../home/home.ts'
import { storeBundle } from '../home/home-keys.ts'
import { beginChain, claimIdleChain, releaseChain, type OpenedChain } from './open-chain.ts'
import { linkBatch, type LinkedBatch, type PendingEntry, type Written } from './link-batch.ts'
import { openingEntries } from './opening-entries.ts'
import { OtherHeads } from './other-heads.ts'
import { SegmentWriter, type SegmentLimits } from './segment-writer.ts'
import { isSystemError } from '../home/system-error.ts'

export interface ChainWriterOptions extends SegmentLimits {
  readonly home: AuditHome
  readonly signer: Signer
  /** Keys that signed before, to go on with chains of theirs. From outside the home. */
  readonly keys: TrustedKeys
  /** Versions that a replay must know; they go into the genesis entry. */
  readonly versions: JsonObject
}

/** A place in the chain that can be signed while the chain goes on. */
export interface Captured {
  readonly head: Head
  readonly state: SavedState
  /** The file to synchronise before the checkpoint is written; absent when it was. */
  readonly segment: AppendFile | undefined
}

/** A checkpoint that is not written yet. */
interface Signed {
  readonly note: string
  readonly others: readonly Head[]
}

/** The one writer of one chain. Calls are made one after the other; the recorder sees to that. */
export class ChainWriter {
  readonly chain: string
  readonly #options: ChainWriterOptions
  readonly #opened: OpenedChain
  readonly #others: OtherHeads
  readonly #segment: SegmentWriter
  #end: ChainEnd
  #timeMs: number
  #previous: string | undefined
  #signedSize: number
  #boundary: Captured | undefined

  private constructor(options: ChainWriterOptions, opened: OpenedChain, nowMs: number) {
    const { resumed } = opened
    this.#options = options
    this.#opened = opened
    this.chain = opened.chain
    this.#others = new OtherHeads(options.home, opened.chain)
    this.#segment = new SegmentWriter(opened.dir, options, {
      file: opened.segment,
      first: resumed?.segment.first ?? 0,
      sinceMs: resumed?.segmentSinceMs ?? nowMs,
    })
    this.#end = resumed?.end ?? new ChainEnd()
    this.#timeMs = Math.max(nowMs, resumed?.timeMs ?? 0)
    this.#previous = resumed?.previous
    this.#signedSize = resumed?.signedSize ?? 0
  }

  /**
   * Goes on with a chain that nobody holds, or begins one.
   * @param left chains that this process had to leave because somebody else changed them; a new chain then begins,
   * and its first entry says how far they had come
   * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`; nothing is held then
   */
  static async open(
    options: ChainWriterOptions,
    nowMs: number,
    left: readonly Head[] = [],
  ): Promise<ChainWriter> {
    try {
      await restoreHome(options.home)
      await storeBundle(options.home, options.signer.bundle)
      const opened =
        (left.length > 0 ? undefined : await claimIdleChain(options)) ?? (await beginChain(options))
      const writer = new ChainWriter(options, opened, nowMs)
      try {
        await writer.#writeOpening(nowMs, left)
        return writer
      } catch (error) {
        await writer.close()
        // Nobody was told of a chain that did not get its first entry.
        if (opened.resumed === undefined) await rm(opened.dir, { recursive: true, force: true })
        throw error
      }
    } catch (cause) {
      if (cause instanceof AuditError || !isSystemError(cause)) throw cause
      throw new AuditError('AUDIT_UNAVAILABLE', `no chain can be written in \`${options.home.dir}\``, {
        cause,
      })
    }
  }

  /** How far the chain has come. */
  get head(): Head {
    return this.#headOf(this.#end)
  }

  /** Entries that no checkpoint covers yet. */
  get unsigned(): number {
    return this.#end.size - this.#signedSize
  }

  /**
   * Writes a batch in one go. An entry that has no line fails alone; a disk that fails, fails them all. What failed
   * does not stand in the chain.
   */
  async write(batch: readonly PendingEntry[]): Promise<Written[]> {
    try {
      await this.#rotate()
      const linked = linkBatch(this.#end, this.#timeMs, batch)
      await this.#append(linked)
      return linked.outcome
    } catch (cause) {
      if (!(cause instanceof AuditError) && !isSystemError(cause)) throw cause
      const error =
        cause instanceof AuditError
          ? cause
          : new AuditError('AUDIT_UNAVAILABLE', 'the record cannot be written', { cause })
      return batch.map(() => ({ ok: false, error }))
    }
  }

  /** Whether the end of a segment waits to be signed. */
  get hasBoundary(): boolean {
    return this.#boundary !== undefined
  }

  /** What the next checkpoint signs: the end of a segment first. Taken between two writes. */
  next(): Captured {
    const boundary = this.#boundary
    this.#boundary = undefined
    return boundary ?? this.capture()
  }

  /** What a checkpoint would sign now; taken between two writes, so that it covers only what is written. */
  capture(): Captured {
    return {
      head: this.head,
      state: { chain: this.#end.state, ...this.#segment.place },
      segment: this.#segment.file,
    }
  }

  /**
   * Signs what was captured, also when nothing came since the last checkpoint: a heartbeat says that nothing did.
   * Entries may be written meanwhile; another checkpoint may not.
   * @throws AuditError, KeyError; the entries stand, and the next checkpoint covers them
   */
  async checkpoint(captured: Captured, nowMs: number): Promise<void> {
    await this.#store(captured, await this.#sign(captured.head, nowMs))
  }

  /**
   * Says that the writer ends, and signs that. The signature is made first: an end that stands there unsigned means
   * that somebody took the signature away.
   * @throws AuditError, KeyError; the chain then has no end
   */
  async finish(reason: string, nowMs: number): Promise<void> {
    if (this.#boundary !== undefined) await this.checkpoint(this.next(), nowMs)
    const linked = linkBatch(this.#end, this.#timeMs, [{ body: { kind: 'close', reason }, timeMs: nowMs }])
    for (const one of linked.outcome) if (!one.ok) throw one.error
    const signed = await this.#sign(this.#headOf(linked.end), nowMs)
    const { offset } = this.#segment.place
    await saveClosing(this.#opened.dir, signed.note)
    await this.#append(linked)
    try {
      await this.#store(this.capture(), signed)
      await dropClosing(this.#opened.dir)
    } catch (error) {
      // First the checkpoint, if it stands there: one without its entry would look like a truncated chain.
      await this.#opened.checkpoints.seal()
      await this.#segment.file.takeBack(offset)
      throw error
    }
  }

  /** Releases the chain for the next writer. */
  async close(): Promise<void> {
    await releaseChain({ ...this.#opened, segment: this.#segment.file })
  }

  async #writeOpening(nowMs: number, left: readonly Head[]): Promise<void> {
    const { home, signer, versions } = this.#options
    const others = await this.#others.news()
    const opening = openingEntries(this.#opened, { home, signer, versions, others: [...others, ...left] })
    const written = await this.write(opening.map((body) => ({ body, timeMs: nowMs })))
    for (const one of written) if (!one.ok) throw one.error
    if (this.#opened.resumed === undefined) this.#others.told(others)
  }

  async #append({ end, timeMs, lines }: LinkedBatch): Promise<void> {
    await this.#segment.append(lines)
    this.#end = end
    this.#timeMs = timeMs
  }

  #headOf(end: ChainEnd): Head {
    return { chain: this.chain, size: end.size, root: end.root() }
  }

  async #sign(head: Head, nowMs: number): Promise<Signed> {
    this.#timeMs = Math.max(this.#timeMs, nowMs)
    const others = await this.#others.news()
    const previous = this.#previous === undefined ? {} : { previous: this.#previous }
    const checkpoint = { head, timeMs: this.#timeMs, others, ...previous }
    return { note: await signCheckpoint(checkpoint, this.#options.signer), others }
  }

  async #store({ head, state, segment }: Captured, { note, others }: Signed): Promise<void> {
    // A checkpoint that outlives its entries would look like a truncated chain after a power failure. A segment that
    // was followed by another is synchronised already.
    if (segment === this.#segment.file) await segment.sync()
    await this.#opened.checkpoints.append(checkpointLine(note))
    this.#previous = checkpointDigest(parseNote(note).text)
    this.#signedSize = head.size
    this.#others.told(others)
    // The hint that was not saved costs the next start a longer look, and nothing else.
    await saveState(this.#opened.dir, state).catch(() => undefined)
  }

  /** Begins the next segment when this one is full or old. */
  async #rotate(): Promise<void> {
    if (!this.#segment.isFull(this.#timeMs)) return
    const { size } = this.#end
    const boundary = { ...this.capture(), segment: undefined }
    await this.#segment.next(size, this.#timeMs)
    // A segment that begins at a signed size can one day be the first that is kept.
    if (size > this.#signedSize) this.#boundary = boundary
  }
}
