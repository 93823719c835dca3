import type { Writable } from 'node:stream'
import { LIMITS } from '../limits.ts'

const LINE_FEED = Uint8Array.of(0x0a)
const NOTHING = new Uint8Array(0)

/**
 * Writes messages as lines, all that are ready at once in one write. It never refuses a line; whoever feeds it stops
 * reading while `isFull` says so, and goes on when `onDrain` is called.
 */
export class LineWriter {
  readonly #stream: Writable
  readonly #onDrain: () => void
  #ready: Uint8Array[] = []
  #readyBytes = 0
  #scheduled = false
  #closed = false
  #wasFull = false

  constructor(stream: Writable, onDrain: () => void) {
    this.#stream = stream
    this.#onDrain = onDrain
    stream.on('drain', () => this.#drained())
    stream.on('close', () => this.close())
    // Whoever reads is gone (EPIPE): there is nobody left to tell, and the reading side notices on its own.
    stream.on('error', () => this.close())
  }

  /** More is waiting than anyone should add to. */
  get isFull(): boolean {
    const full = !this.#closed && this.#readyBytes + this.#stream.writableLength > LIMITS.writerBytesHigh
    this.#wasFull ||= full
    return full
  }

  push(line: Uint8Array): void {
    if (this.#closed) return
    this.#ready.push(line, LINE_FEED)
    this.#readyBytes += line.length + 1
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.flush())
  }

  /** The caller is about to add several lines and calls `flush` after the last. */
  batch(): void {
    this.#scheduled = true
  }

  flush(): void {
    this.#scheduled = false
    if (this.#ready.length === 0 || this.#closed) return
    const ready = this.#ready
    const bytes = this.#readyBytes
    this.#ready = []
    this.#readyBytes = 0
    if (bytes <= LIMITS.joinedBytesMax) {
      this.#stream.write(Buffer.concat(ready, bytes))
      return
    }
    this.#stream.cork()
    for (const part of ready) this.#stream.write(part)
    this.#stream.uncork()
  }

  /** Writes what is ready and then ends the stream. */
  end(): void {
    this.flush()
    if (this.#closed) return
    this.#stream.end()
    this.close()
  }

  /** Writes what is ready; resolves when the system has taken all of it, or nobody ever will. */
  finish(): Promise<void> {
    this.flush()
    if (this.#closed || this.#stream.writableLength === 0) return Promise.resolve()
    return new Promise((resolve) => {
      // Called in turn, so after everything before it has been taken; `drain` is not sent for little.
      this.#stream.write(NOTHING, () => resolve())
      this.#stream.once('close', resolve)
      this.#stream.once('error', () => resolve())
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#ready = []
    this.#readyBytes = 0
    this.#onDrain()
  }

  #drained(): void {
    if (!this.#wasFull || this.isFull) return
    this.#wasFull = false
    this.#onDrain()
  }
}
