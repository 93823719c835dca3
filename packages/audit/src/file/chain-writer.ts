import { rm } from 'node:fs/promises'
import type { JsonObject } from '@kvlar/core'
import type { Signer } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { ChainEnd } from '../chain/chain-end.ts'
import type { Head } from '../checkpoint/checkpoint.ts'
import { checkpointDigest, signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import type { EntryBody } from '../entry/entry.ts'
import { parseNote } from '../note/note.ts'
import type { TrustedKeys } from '../note/verify-note.ts'
import { AppendFile, type Durability } from './append-file.ts'
import { saveState, type SavedState } from './chain-state-file.ts'
import { checkpointLine } from './checkpoint-file.ts'
import { restoreHome, type AuditHome } from './home.ts'
import { storeBundle } from './home-keys.ts'
import { beginChain, claimIdleChain, releaseChain, type OpenedChain } from './open-chain.ts'
import { openingEntries } from './opening-entries.ts'
import { OtherHeads } from './other-heads.ts'
import { segmentFile } from './segment-files.ts'
import { isSystemError } from './system-error.ts'

export interface ChainWriterOptions {
  readonly home: AuditHome
  readonly signer: Signer
  /** Keys that signed before, to go on with chains of theirs. From outside the home. */
  readonly keys: TrustedKeys
  readonly durability: Durability
  /** Versions that a replay must know; they go into the genesis entry. */
  readonly versions: JsonObject
  /** A segment that reaches this size or age is followed by the next. */
  readonly segmentBytesMax: number
  readonly segmentAgeMsMax: number
}

/** An entry to be written, and when it happened. */
export interface PendingEntry {
  readonly body: EntryBody
  readonly timeMs: number
}

/** A place in the chain that can be signed while the chain goes on. */
export interface Captured {
  readonly head: Head
  readonly state: SavedState
  /** The file to synchronise before the checkpoint is written; absent when it was. */
  readonly segment: AppendFile | undefined
}

/** What became of one entry of a batch. */
export type Written =
  { readonly ok: true; readonly index: number } | { readonly ok: false; readonly error: AuditError }

/** A batch in its place, before it is written. */
interface Linked {
  readonly end: ChainEnd
  readonly timeMs: number
  readonly lines: readonly string[]
  readonly outcome: Written[]
}

/** The one writer of one chain. Calls are made one after the other; the recorder sees to that. */
export class ChainWriter {
  readonly chain: string
  readonly #options: ChainWriterOptions
  readonly #opened: OpenedChain
  readonly #others: OtherHeads
  #segment: AppendFile
  #segmentFirst: number
  #segmentSinceMs: number
  #end: ChainEnd
  #timeMs: number
  #previous: string | undefined
  #signedSize: number
  #boundary: Captured | undefined
  /** Where the last entry begins in its segment. */
  #lastOffset = 0

  private constructor(options: ChainWriterOptions, opened: OpenedChain, nowMs: number) {
    const { resumed } = opened
    this.#options = options
    this.#opened = opened
    this.chain = opened.chain
    this.#others = new OtherHeads(options.home, opened.chain)
    this.#segment = opened.segment
    this.#segmentFirst = resumed?.segment.first ?? 0
    this.#segmentSinceMs = resumed?.segmentSinceMs ?? nowMs
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
    return { chain: this.chain, size: this.#end.size, root: this.#end.root() }
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
      const { end, timeMs, lines, outcome } = this.#link(batch)
      const last = lines.at(-1)
      if (last === undefined) return outcome
      await this.#segment.append(Buffer.from(`${lines.join('\n')}\n`))
      this.#end = end
      this.#timeMs = timeMs
      this.#lastOffset = this.#segment.bytes - Buffer.byteLength(last) - 1
      return outcome
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
      state: {
        chain: this.#end.state,
        segment: this.#segmentFirst,
        offset: this.#segment.bytes,
        lastOffset: this.#lastOffset,
      },
      segment: this.#segment,
    }
  }

  /**
   * Signs what was captured, also when nothing came since the last checkpoint: a heartbeat says that nothing did.
   * Entries may be written meanwhile; another checkpoint may not.
   * @throws AuditError, KeyError; the entries stand, and the next checkpoint covers them
   */
  async checkpoint({ head, state, segment }: Captured, nowMs: number): Promise<string> {
    this.#timeMs = Math.max(this.#timeMs, nowMs)
    const others = await this.#others.news()
    const previous = this.#previous === undefined ? {} : { previous: this.#previous }
    const note = await signCheckpoint(
      { head, timeMs: this.#timeMs, others, ...previous },
      this.#options.signer,
    )
    // A checkpoint that outlives its entries would look like a truncated chain after a power failure. A segment that
    // was followed by another is synchronised already.
    if (segment === this.#segment) await segment?.sync()
    await this.#opened.checkpoints.append(checkpointLine(note))
    this.#previous = checkpointDigest(parseNote(note).text)
    this.#signedSize = head.size
    this.#others.told(others)
    // The hint that was not saved costs the next start a longer look, and nothing else.
    await saveState(this.#opened.dir, state).catch(() => undefined)
    return note
  }

  /** Releases the chain for the next writer. */
  async close(): Promise<void> {
    await releaseChain({ ...this.#opened, segment: this.#segment })
  }

  /** Gives each entry its place, on an end that counts when the lines are written; one without a line fails here. */
  #link(batch: readonly PendingEntry[]): Linked {
    const end = this.#end.copy()
    let lastMs = this.#timeMs
    const lines: string[] = []
    const outcome = batch.map(({ body, timeMs }): Written => {
      try {
        // INVARIANT: time does not run backwards within a chain, whatever the clock does.
        const { index, line } = end.link(body, Math.max(lastMs, timeMs))
        lastMs = Math.max(lastMs, timeMs)
        lines.push(line)
        return { ok: true, index }
      } catch (error) {
        if (error instanceof AuditError) return { ok: false, error }
        throw error
      }
    })
    return { end, timeMs: lastMs, lines, outcome }
  }

  async #writeOpening(nowMs: number, left: readonly Head[]): Promise<void> {
    const { home, signer, versions } = this.#options
    const others = await this.#others.news()
    const opening = openingEntries(this.#opened, { home, signer, versions, others: [...others, ...left] })
    const written = await this.write(opening.map((body) => ({ body, timeMs: nowMs })))
    for (const one of written) if (!one.ok) throw one.error
    if (this.#opened.resumed === undefined) this.#others.told(others)
  }

  /** Begins the next segment when this one is full or old. */
  async #rotate(): Promise<void> {
    const { segmentAgeMsMax, segmentBytesMax, durability } = this.#options
    const isOld = this.#timeMs - this.#segmentSinceMs >= segmentAgeMsMax
    if (this.#segment.bytes === 0 || (this.#segment.bytes < segmentBytesMax && !isOld)) return
    await this.#segment.seal()
    const first = this.#end.size
    const next = await AppendFile.open(segmentFile(this.#opened.dir, first), durability)
    const last = this.#segment
    // A segment that begins at a signed size can one day be the first that is kept.
    if (first > this.#signedSize) this.#boundary = { ...this.capture(), segment: undefined }
    this.#segment = next
    this.#segmentFirst = first
    this.#segmentSinceMs = this.#timeMs
    await last.close()
  }
}
