import type { Writable } from 'node:stream'
import { LIMITS } from '../limits.ts'

/** Our own lines on stderr, beside those of the server. */
export interface Log {
  /** For what an operator must see: never left out. */
  say(message: string): void
  /** For what a peer can cause: at most so many a second, then counted. */
  complain(message: string): void
}

/** Writes `[kvlar] …` lines; what a peer sent is bounded and escaped before it gets here or by `quoteForLog`. */
export function createLog(stream: Writable): Log {
  let windowStartedAt = 0
  let written = 0
  let left = 0
  let broken = false
  stream.on('error', () => {
    broken = true
  })
  const write = (message: string): void => {
    if (!broken && stream.writableLength <= LIMITS.logBytesMax) stream.write(`[kvlar] ${message}\n`)
  }
  return {
    say: write,
    complain(message) {
      const now = performance.now()
      if (now - windowStartedAt >= LIMITS.logWindowMs) {
        if (left > 0) write(`${left} more lines like these were left out`)
        windowStartedAt = now
        written = 0
        left = 0
      }
      if (written++ < LIMITS.logLinesPerWindow) write(message)
      else left++
    },
  }
}

/** What a peer sent, fit for a terminal: bounded, control and formatting characters escaped. */
export function quoteForLog(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LIMITS.logQuoteBytesMax))
  const text = head.toString('utf8').replace(/[^\x20-\x7e]/gu, (one) => {
    return `\\u{${(one.codePointAt(0) ?? 0xfffd).toString(16)}}`
  })
  return bytes.length > head.length ? `\`${text}\`… (${bytes.length} bytes)` : `\`${text}\``
}
