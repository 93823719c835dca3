import type { Addressee } from './addressee.ts'
import { EnvelopeScan } from './envelope-scan.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { Side } from './message.ts'
import type { Refusal } from './answers/refusal.ts'

/** One framed line, without its end, or the refusal of one that is too long. */
export type SplitLine =
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

const LF = 0x0a
const CR = 0x0d

/**
 * Cuts a stream of bytes into lines (MCP stdio transport: one message, one line). A line ends in LF or CRLF; empty
 * lines are skipped; a CR elsewhere stays in the line, where the reader refuses it. A line over the bound is refused
 * once, as soon as it is known whose message it is, and skipped to its end without being kept.
 */
export class LineSplitter {
  readonly #from: Side
  readonly #bytesMax: number
  /** The beginning of a line whose end has not come; grows by doubling, so that tiny chunks cost no more than large ones. */
  #held = new Uint8Array(0)
  #length = 0
  #skipping = false
  /** Looks for whoever waits for the line that is skipped, until it is refused. */
  #search: { readonly scan: EnvelopeScan; bytesLeft: number } | undefined

  /**
   * @param bytesMax longest line in bytes, a CR before the LF included
   * @param from which side sends the lines
   * @throws RangeError when it is under the official SDK's own bound, or more than one text can hold
   */
  constructor(bytesMax: number = WIRE_LIMITS.lineBytesMax, from: Side = 'client') {
    const { lineBytesMinimum, lineBytesMaximum } = WIRE_LIMITS
    if (!(bytesMax >= lineBytesMinimum && bytesMax <= lineBytesMaximum)) {
      throw new RangeError(
        `a line bound of \`${bytesMax}\` bytes is not from \`${lineBytesMinimum}\` to \`${lineBytesMaximum}\`; refusing to start`,
      )
    }
    this.#from = from
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
        this.#skipping = true
        this.#search = {
          scan: new EnvelopeScan(this.#from),
          bytesLeft: this.#bytesMax * WIRE_LIMITS.searchedTimes,
        }
        this.#look(this.#held.subarray(0, this.#length), lines)
        this.#forget()
      }
      if (this.#skipping) this.#look(part, lines)
      if (end < 0) {
        if (!this.#skipping) this.#hold(part)
        break
      }
      if (this.#skipping) this.#skipped(lines)
      else this.#finish(part, lines)
      from = end + 1
    }
    return lines
  }

  /** Looks into a part of a line that is skipped, and refuses it once nothing more can be learned. */
  #look(part: Uint8Array, lines: SplitLine[]): void {
    const search = this.#search
    if (search === undefined) return
    search.scan.push(part.subarray(0, search.bytesLeft))
    search.bytesLeft -= part.length
    const { known, isOver } = search.scan
    if (known !== undefined) this.#refuse([known], lines)
    else if (isOver || search.bytesLeft <= 0) this.#refuse(search.scan.finish(), lines)
  }

  #skipped(lines: SplitLine[]): void {
    if (this.#search !== undefined) this.#refuse(this.#search.scan.finish(), lines)
    this.#skipping = false
  }

  #refuse([first, ...others]: readonly [Addressee, ...Addressee[]], lines: SplitLine[]): void {
    this.#search = undefined
    lines.push({ kind: 'refused', refusal: tooLong(this.#bytesMax, first, others) })
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

function tooLong(bytesMax: number, first: Addressee, others: readonly Addressee[]): Refusal {
  return {
    code: 'LINE_TOO_LONG',
    message: `a message is over ${bytesMax} bytes (\`--max-message-mib\` raises the bound)`,
    jsonRpcCode: -32600,
    ...first,
    ...(others.length > 0 && { others }),
  }
}
