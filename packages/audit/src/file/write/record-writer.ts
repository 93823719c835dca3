import { AuditError } from '../../audit-error.ts'
import type { Head } from '../../checkpoint/checkpoint.ts'
import type { EntryBody } from '../../entry/entry.ts'
import { ChainWriter, type ChainWriterOptions } from './chain-writer.ts'
import type { PendingEntry, Written } from './link-batch.ts'

export interface RecordWriterOptions extends ChainWriterOptions {
  /** `batched` signs as the timings below say; `every-entry` after every batch, before it is acknowledged. */
  readonly signing: 'batched' | 'every-entry'
  /** Entries after which a checkpoint is due at once. */
  readonly checkpointEntriesMax: number
  /** How long an entry may stand unsigned: while more keep coming, and otherwise. */
  readonly checkpointBusyMs: number
  readonly checkpointIdleMs: number
  /** How often an idle chain says that nothing happened. */
  readonly heartbeatMs: number
  /** Entries that may wait to be written; more are refused. */
  readonly queueMax: number
  /** Told of a checkpoint that could not be signed or written; the entries stay, and it is tried again. */
  readonly onCheckpointFailed?: (error: unknown) => void
  readonly now?: () => number
}

/** How often the record is signed, and what it may hold, unless told otherwise. */
export const RECORD_WRITER_DEFAULTS = {
  signing: 'batched',
  checkpointEntriesMax: 256,
  checkpointBusyMs: 100,
  checkpointIdleMs: 1000,
  heartbeatMs: 600_000,
  queueMax: 10_000,
  durability: 'os',
  segmentBytesMax: 64 * 1024 * 1024,
  segmentAgeMsMax: 24 * 3_600_000,
} as const

/** Where an entry stands. */
export interface Recorded {
  readonly chain: string
  readonly index: number
}

/** How far writing and signing are behind. */
export interface RecordLag {
  /** Entries that wait to be written. */
  readonly unwritten: number
  /** Entries that no checkpoint covers yet. */
  readonly unsigned: number
  /** For how long the oldest of them may have stood so, in milliseconds. */
  readonly unsignedMs: number
}

interface Waiting extends PendingEntry {
  readonly resolve: (recorded: Recorded) => void
  readonly reject: (error: unknown) => void
}

/**
 * Records entries into one chain: one write for all that came while the last one was under way, checkpoints off to
 * the side. A chain is opened by the first entry, so a process that records nothing leaves nothing.
 */
export class RecordWriter {
  readonly #options: RecordWriterOptions
  readonly #now: () => number
  #queue: Waiting[] = []
  /** Heads of chains that somebody else changed while this process wrote them. */
  readonly #left: Head[] = []
  #writer: ChainWriter | undefined
  /** All work on the chain, one after the other. */
  #work: Promise<unknown> = Promise.resolve()
  #scheduled = false
  /** The checkpoint that is being signed; there is one at a time. */
  #signing: Promise<void> | undefined
  #closing: Promise<void> | undefined
  /** Since when an entry may have stood unsigned. */
  #unsignedSince: number | undefined
  #timer: NodeJS.Timeout | undefined
  #timerAtMs = Number.POSITIVE_INFINITY

  constructor(options: RecordWriterOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /**
   * Resolves when the entry is written as durably as asked.
   * @throws AuditError `AUDIT_OVERLOADED`, `AUDIT_CLOSED`, `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`,
   * `AUDIT_ENTRY_INVALID`: the entry is not to be relied on. A key that cannot sign rejects `every-entry` only
   */
  record(body: EntryBody): Promise<Recorded> {
    if (this.#closing !== undefined)
      return Promise.reject(new AuditError('AUDIT_CLOSED', 'the record is closed'))
    if (this.#queue.length >= this.#options.queueMax)
      return Promise.reject(new AuditError('AUDIT_OVERLOADED', 'too many entries wait to be written'))
    return new Promise((resolve, reject) => {
      this.#queue.push({ body, timeMs: this.#now(), resolve, reject })
      this.#schedule()
    })
  }

  /** As of now; it waits for nothing. */
  lag(): RecordLag {
    const since = this.#unsignedSince
    return {
      unwritten: this.#queue.length,
      unsigned: this.#writer?.unsigned ?? 0,
      unsignedMs: since === undefined ? 0 : performance.now() - since,
    }
  }

  /** Signs what has been written, without waiting until that is due; entries may come meanwhile. Never rejects. */
  async sign(): Promise<void> {
    await this.#enqueue(() => {
      if ((this.#writer?.unsigned ?? 0) > 0) this.#beginSigning()
      return Promise.resolve()
    })
    await this.#signing
  }

  /**
   * Writes what waits, says that the writer ended, signs, and lets the chain go. Safe to call twice.
   * @throws AuditError when the end could not be written or signed; the chain is let go all the same
   */
  close(reason = 'the writer ended'): Promise<void> {
    this.#closing ??= this.#enqueue(async () => {
      clearTimeout(this.#timer)
      await this.#flush()
      await this.#signing
      const writer = this.#writer
      if (writer === undefined) return
      this.#writer = undefined
      try {
        await writer.finish(reason, this.#now())
      } finally {
        await writer.close()
      }
    })
    return this.#closing
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    void this.#enqueue(() => {
      this.#scheduled = false
      return this.#flush()
    })
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work)
    // What failed was told to those it concerns; the next piece of work begins all the same.
    this.#work = done.catch(() => undefined)
    return done
  }

  /** Never rejects: whoever waits for an entry is told. */
  async #flush(): Promise<void> {
    const batch = this.#queue
    if (batch.length === 0) return
    this.#queue = []
    try {
      const writer = (this.#writer ??= await ChainWriter.open(this.#options, this.#now(), this.#left))
      const written = await writer.write(batch)
      await this.#signAtOnce(writer, written)
      answer(batch, written, writer.chain)
      if (written.some((one) => !one.ok && one.error.code === 'AUDIT_CORRUPT')) await this.#leave(writer)
    } catch (error) {
      for (const { reject } of batch) reject(error)
      if (this.#writer !== undefined && isLost(error)) await this.#leave(this.#writer)
    }
    this.#plan()
  }

  /** INVARIANT: with `every-entry` nothing is acknowledged that is not signed. */
  async #signAtOnce(writer: ChainWriter, written: readonly Written[]): Promise<void> {
    if (this.#options.signing !== 'every-entry' || !written.some(({ ok }) => ok)) return
    // Each checkpoint names the one before it, so a heartbeat under way must end first.
    await this.#signing
    if (writer.hasBoundary) await writer.checkpoint(writer.next(), this.#now())
    await writer.checkpoint(writer.capture(), this.#now())
  }

  /** Files that somebody else changed are not written any more; the next entry opens another chain. */
  async #leave(writer: ChainWriter): Promise<void> {
    if (this.#writer !== writer) return
    this.#writer = undefined
    this.#left.push(writer.head)
    await this.#signing
    try {
      await writer.close()
    } catch (error) {
      this.#options.onCheckpointFailed?.(error)
    }
  }

  /** When the next checkpoint is due: soon after entries, else with the heartbeat. */
  #plan(): void {
    const { checkpointBusyMs, checkpointEntriesMax, checkpointIdleMs, heartbeatMs } = this.#options
    const unsigned = this.#writer?.unsigned ?? 0
    if (unsigned === 0) this.#unsignedSince = undefined
    else this.#unsignedSince ??= performance.now()
    if (unsigned >= checkpointEntriesMax || this.#writer?.hasBoundary === true) this.#arm(0)
    else if (unsigned > 0) this.#arm(this.#queue.length > 0 ? checkpointBusyMs : checkpointIdleMs)
    else this.#arm(heartbeatMs)
  }

  /** Sets the alarm, or moves it forward; it is never pushed back, or a steady stream would never be signed. */
  #arm(inMs: number): void {
    const atMs = performance.now() + inMs
    if (this.#closing !== undefined || atMs >= this.#timerAtMs) return
    clearTimeout(this.#timer)
    this.#timerAtMs = atMs
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Number.POSITIVE_INFINITY
      void this.#enqueue(() => Promise.resolve(this.#beginSigning()))
    }, inMs)
    // A record that only waits for its heartbeat does not keep a process alive.
    this.#timer.unref()
  }

  /** Takes the head between two writes; the signature is made beside the writes that follow. */
  #beginSigning(): void {
    const writer = this.#writer
    if (writer === undefined || this.#closing !== undefined || this.#signing !== undefined) return
    this.#signing = this.#checkpoint(writer).finally(() => {
      this.#signing = undefined
      this.#plan()
    })
  }

  /** Never rejects: entries that are not signed yet are signed next time. */
  async #checkpoint(writer: ChainWriter): Promise<void> {
    const takenAt = performance.now()
    try {
      await writer.checkpoint(writer.next(), this.#now())
      // What is unsigned still was written after the head was taken.
      this.#unsignedSince = takenAt
    } catch (error) {
      this.#options.onCheckpointFailed?.(error)
      if (isLost(error)) void this.#enqueue(() => this.#leave(writer))
    }
  }
}

function answer(batch: readonly Waiting[], written: readonly Written[], chain: string): void {
  batch.forEach(({ resolve, reject }, at) => {
    const outcome = written[at]
    if (outcome?.ok === true) resolve({ chain, index: outcome.index })
    else reject(outcome?.error ?? new AuditError('AUDIT_UNAVAILABLE', 'the entry was not written'))
  })
}

function isLost(error: unknown): boolean {
  return error instanceof AuditError && error.code === 'AUDIT_CORRUPT'
}
