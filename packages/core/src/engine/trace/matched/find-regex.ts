import { LIMITS } from '../../../limits.ts'
import type { Regex } from '../../../match/regex.ts'
import type { Finding } from './finding.ts'

/** Pieces in which a place is looked for; the others are only asked whether there is one. */
const FINDS_MAX = 4

/**
 * Where a regular expression is found. A long text is looked through piece by piece, so that only one piece pays what
 * finding a place costs; a place that reaches to the cut may be there for the cut alone, and is not said.
 */
export function findRegex(regex: Regex, text: string): Finding | undefined {
  const { matchPieceChars: size, matchOverlapChars: overlap } = LIMITS
  let finds = 0
  for (let from = 0; from === 0 || from + overlap < text.length; from += size - overlap) {
    const piece = text.slice(from, from + size)
    if (!regex.test(piece)) continue
    finds += 1
    const span = finds > FINDS_MAX ? undefined : regex.find(piece)
    if (span === undefined) return undefined
    const isCut = (from > 0 && span.start === 0) || (from + size < text.length && span.end === piece.length)
    if (!isCut) return { part: piece.slice(span.start, span.end), at: from + span.start }
  }
  return undefined
}
