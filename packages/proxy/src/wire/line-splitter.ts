import { WIRE_LIMITS } from './limits.ts'
import type { Refusal } from './refusal.ts'

/** One framed line, without its end, or the refusal of one that is too long. */
export type SplitLine =
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

const LF = 0x0a
const CR = 0x0d

/**
 * Cuts a stream of bytes into lines (MCP stdio transport: one message, one line). A line ends in LF or CRLF; empty
 * lines are skipped; a CR elsewhere stays in the line, where the reader refuses it. A line over the bound is refused
 * once, as soon as it is known to be over, and skipped to its end without being kept.
 */
export class LineSplitter {
  readonly #bytesMax: number
  /** The beginning of a line whose end has not come; grows by doubling, so that tiny chunks cost no more than large ones. */
  #held = new Uint8Array(0)
  #length = 0
  #skipping = false

  /**
   * @param bytesMax longest line in bytes, a CR before the LF included
   * @throws RangeError when it is under the official SDK's own bound
   */
  constructor(bytesMax: number = WIRE_LIMITS.lineBytesMax) {
    if (!(bytesMax >= WIRE_LIMITS.lineBytesMinimum)) {
      throw new RangeError(
        `a line bound of \`${bytesMax}\` bytes is under \`${WIRE_LIMITS.lineBytesMinimum}\`; refusing to start`,
      )
    }
    this.#bytesMax = bytesMax
  }

  /** Bytes of a line that has not ended; what is left at the end of a stream is not a message. */
  get pendingBytes(): number {
    return this.#length
  }

  /** Takes the next chunk and returns the lines that end in it. The chunk must not be changed afterwards. */
  push(chunk: Uint8Array): readonly SplitLine[] {
    const lines: SplitLine[] = []
    let from = 0
    while (from < chunk.length) {
      const end = chunk.indexOf(LF, from)
      const part = chunk.subarray(from, end < 0 ? chunk.length : end)
      if (!this.#skipping && this.#length + part.length > this.#bytesMax) {
        lines.push({ kind: 'refused', refusal: tooLong(this.#bytesMax) })
        this.#skipping = true
        this.#forget()
      }
      if (end < 0) {
        if (!this.#skipping) this.#hold(part)
        break
      }
      if (this.#skipping) this.#skipping = false
      else this.#finish(part, lines)
      from = end + 1
    }
    return lines
  }

  #finish(part: Uint8Array, lines: SplitLine[]): void {
    let line = part
    if (this.#length > 0) {
      this.#hold(part)
      line = this.#held.subarray(0, this.#length)
      this.#forget()
    }
    if (line.at(-1) === CR) line = line.subarray(0, -1)
    if (line.length > 0) lines.push({ kind: 'line', bytes: line })
  }

  #hold(part: Uint8Array): void {
    const needed = this.#length + part.length
    if (needed > this.#held.length) {
      const grown = new Uint8Array(Math.min(Math.max(needed, this.#held.length * 2), this.#bytesMax))
      grown.set(this.#held.subarray(0, this.#length))
      this.#held = grown
    }
    this.#held.set(part, this.#length)
    this.#length = needed
  }

  /** The buffer itself may have been handed out as a line, so it is never reused. */
  #forget(): void {
    this.#held = new Uint8Array(0)
    this.#length = 0
  }
}

function tooLong(bytesMax: number): Refusal {
  return {
    code: 'LINE_TOO_LONG',
    message: `a line is over ${bytesMax} bytes; skipping it to its end`,
    jsonRpcCode: -32600,
    id: null,
    about: 'unknown',
  }
}
