import type { JsonObject } from '@kvlar/core'
import type { Signer } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { ChainEnd } from '../chain/chain-end.ts'
import type { Head } from '../checkpoint/checkpoint.ts'
import { checkpointDigest, signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { parseNote } from '../checkpoint/note.ts'
import type { TrustedKeys } from '../checkpoint/verify-checkpoint.ts'
import type { EntryBody } from '../entry/entry.ts'
import { AppendFile, type Durability } from './append-file.ts'
import { saveState, type SavedState } from './chain-state-file.ts'
import { checkpointLine } from './checkpoint-file.ts'
import type { Claim } from './claim.ts'
import type { AuditHome } from './home.ts'
import { beginChain, claimIdleChain, type OpenedChain } from './open-chain.ts'
import { headsOfOthers } from './other-heads.ts'
import type { ResumedChain } from './resume-chain.ts'
import { segmentFile } from './segment-files.ts'

export interface ChainWriterOptions {
  readonly home: AuditHome
  readonly signer: Signer
  /** Keys that signed before, to go on with chains of theirs. */
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

/** The one writer of one chain. Calls are made one after the other; the recorder sees to that. */
export class ChainWriter {
  readonly chain: string
  readonly #options: ChainWriterOptions
  readonly #dir: string
  readonly #claim: Claim
  readonly #checkpoints: AppendFile
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

  private constructor(options: ChainWriterOptions, parts: OpenedChain) {
    this.#options = options
    this.chain = parts.chain
    this.#dir = parts.dir
    this.#claim = parts.claim
    this.#checkpoints = parts.checkpoints
    this.#segment = parts.segment
    this.#segmentFirst = parts.resumed?.segment.first ?? 0
    this.#segmentSinceMs = parts.nowMs
    this.#end = parts.resumed?.end ?? new ChainEnd()
    this.#timeMs = Math.max(parts.nowMs, parts.resumed?.timeMs ?? 0)
    this.#previous = parts.resumed?.previous
    this.#signedSize = parts.resumed?.signedSize ?? 0
  }

  /**
   * Goes on with a chain that nobody holds, or begins one.
   * @param left chains that this process had to leave because somebody else changed them; a new chain then begins,
   * and its first entry says how far they had come
   * @throws AuditError `AUDIT_UNAVAILABLE`
   */
  static async open(
    options: ChainWriterOptions,
    nowMs: number,
    left: readonly Head[] = [],
  ): Promise<ChainWriter> {
    try {
      const idle = left.length > 0 ? undefined : await claimIdleChain(options, nowMs)
      const opened = idle ?? (await beginChain(options, nowMs))
      const writer = new ChainWriter(options, opened)
      await writer.#writeOpening(opened, nowMs, left)
      return writer
    } catch (cause) {
      if (cause instanceof AuditError) throw cause
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

  /** Writes a batch in one go. An entry that has no line fails alone; a disk that fails, fails them all. */
  async write(batch: readonly PendingEntry[]): Promise<Written[]> {
    try {
      await this.#rotate()
    } catch (error) {
      return batch.map(() => ({ ok: false, error: unavailable(error) }))
    }
    const before = this.#end.state
    const beforeMs = this.#timeMs
    const lines: Uint8Array[] = []
    const outcome = batch.map(({ body, timeMs }): Written => {
      // INVARIANT: time does not run backwards within a chain, whatever the clock does.
      this.#timeMs = Math.max(this.#timeMs, timeMs)
      try {
        const { index, line } = this.#end.link(body, this.#timeMs)
        lines.push(line, LINE_FEED)
        return { ok: true, index }
      } catch (error) {
        if (error instanceof AuditError) return { ok: false, error }
        throw error
      }
    })
    try {
      const last = lines.at(-2)
      if (last === undefined) return outcome
      await this.#segment.append(Buffer.concat(lines))
      this.#lastOffset = this.#segment.bytes - last.length - LINE_FEED.length
      return outcome
    } catch (error) {
      this.#end = new ChainEnd(before)
      this.#timeMs = beforeMs
      const failure = unavailable(error)
      return outcome.map((one) => (one.ok ? { ok: false, error: failure } : one))
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
   */
  async checkpoint({ head, state, segment }: Captured, nowMs: number): Promise<string> {
    this.#timeMs = Math.max(this.#timeMs, nowMs)
    const note = await signCheckpoint(
      {
        head,
        timeMs: this.#timeMs,
        others: await headsOfOthers(this.#options.home, this.chain),
        ...(this.#previous === undefined ? {} : { previous: this.#previous }),
      },
      this.#options.signer,
    )
    // A checkpoint that outlives its entries would look like a truncated chain after a power failure. A segment that
    // was followed by another is synchronised already.
    if (segment === this.#segment) await segment?.sync()
    await this.#checkpoints.append(checkpointLine(note))
    this.#previous = checkpointDigest(parseNote(note).text)
    this.#signedSize = head.size
    await saveState(this.#dir, state)
    return note
  }

  /** Releases the chain for the next writer. */
  async close(): Promise<void> {
    await this.#segment.close()
    await this.#checkpoints.close()
    this.#claim.release()
  }

  async #writeOpening({ resumed, chain }: OpenedChain, nowMs: number, left: readonly Head[]): Promise<void> {
    const { home, signer, versions } = this.#options
    const opening: EntryBody[] = []
    if (resumed === undefined) {
      const others = longest([...(await headsOfOthers(home, chain)), ...left])
      opening.push({
        kind: 'genesis',
        chain,
        home: home.id,
        key_id: signer.bundle.id,
        suite: signer.suite,
        versions,
        others: others.map((head) => ({
          chain: head.chain,
          size: head.size,
          root: Buffer.from(head.root).toString('base64'),
        })),
      })
    } else {
      if (!resumed.closed) opening.push(recoveryOf(resumed))
      if (resumed.keyInForce !== signer.bundle.id)
        opening.push({
          kind: 'key',
          key_id: signer.bundle.id,
          suite: signer.suite,
          previous_key_id: resumed.keyInForce,
        })
    }
    const written = await this.write(opening.map((body) => ({ body, timeMs: nowMs })))
    const failed = written.find((one) => !one.ok)
    if (failed?.ok === false) throw failed.error
  }

  /** Begins the next segment when this one is full or old. */
  async #rotate(): Promise<void> {
    const { segmentAgeMsMax, segmentBytesMax, durability } = this.#options
    const isOld = this.#timeMs - this.#segmentSinceMs >= segmentAgeMsMax
    if (this.#segment.bytes === 0 || (this.#segment.bytes < segmentBytesMax && !isOld)) return
    const first = this.#end.size
    const next = await AppendFile.open(segmentFile(this.#dir, first), durability)
    await this.#segment.sync()
    // A segment that begins at a signed size can one day be the first that is kept.
    this.#boundary = { ...this.capture(), segment: undefined }
    await this.#segment.close()
    this.#segment = next
    this.#segmentFirst = first
    this.#segmentSinceMs = this.#timeMs
  }
}

const LINE_FEED = Uint8Array.of(0x0a)

/** One head for each chain: the longest. */
function longest(heads: readonly Head[]): Head[] {
  const byChain = new Map<string, Head>()
  for (const head of heads)
    if (head.size > (byChain.get(head.chain)?.size ?? -1)) byChain.set(head.chain, head)
  return [...byChain.values()].toSorted((a, b) => (a.chain < b.chain ? -1 : 1))
}

function recoveryOf({ signedSize, torn }: ResumedChain): EntryBody {
  return {
    kind: 'recovery',
    unsigned_from: signedSize,
    torn_bytes: torn?.bytes ?? 0,
    ...(torn === undefined ? {} : { torn_digest: torn.digest }),
  }
}

function unavailable(cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause
  return new AuditError('AUDIT_UNAVAILABLE', 'the record cannot be written', { cause })
}
