import { byteAt, type CodedBytes } from './coded-bytes.ts'
import { isContinuation, utf8Length, utf8Point } from './utf8.ts'

/** A character of UTF-8 beyond ASCII among coded bytes. */
export interface Sequence {
  readonly start: number
  readonly end: number
  readonly point: number
}

/** Bytes of a sequence behind its first one, at most. */
const REST_MAX = 3

/**
 * The sequence in which a byte lies, which is known already; undefined for a byte that is no part of one. Few bytes of
 * chance are, so as few as can be are decoded.
 */
export function sequenceAt(bytes: CodedBytes, at: number, byte: number): Sequence | undefined {
  let start = at
  let lead = byte
  while (isContinuation(lead)) {
    if (start === 0 || at - start === REST_MAX) return undefined
    start -= 1
    lead = byteAt(bytes, start)
  }
  const length = utf8Length(lead)
  const end = start + length
  if (length === 1 || end <= at || end > bytes.length) return undefined
  if (start === at && !isContinuation(byteAt(bytes, at + 1))) return undefined
  const point = utf8Point((place) => byteAt(bytes, place), start)
  return point < 0 ? undefined : { start, end, point }
}
