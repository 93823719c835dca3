import { CHARS, type CharSet } from '../char-sets.ts'
import { endsInChecksum } from './checksum.ts'
import { isMixed, isPlaceholder } from './placeholder.ts'
import type { SecretKind } from '../secret-kind.ts'
import type { Anchor, SecretText } from '../secret-text.ts'

/** A token that is known by how it begins. */
export interface TokenShape {
  readonly kind: SecretKind
  readonly prefix: string
  /** What follows the prefix. */
  readonly body: CharSet
  /** Fewest characters of the body. */
  readonly min: number
  /**
   * Most characters, for prefixes that ordinary text and base64 have too: the token must then stand free on both sides.
   * Without it, what precedes and how far the run goes on does not matter.
   */
  readonly max?: number
  /** Nothing else begins so: the token needs to stand free on one side only. */
  readonly isRare?: true
  /** The body must have capitals, small letters and digits. */
  readonly isMixed?: true
  /** The first `min` characters of the body end in a checksum; one that is right proves a token whatever surrounds it. */
  readonly hasChecksum?: true
}

/** Whether a long run is a token shows in its beginning. */
const BODY_CHARS_READ = 64

export function tokenAnchor({ kind, prefix, body, min, max, ...needs }: TokenShape): Anchor {
  return {
    text: prefix,
    read: (source, at, found) => {
      const start = at + prefix.length
      const end = source.runEnd(body, start)
      if (end - start < min) return
      if (needs.hasChecksum && endsInChecksum(source.text.slice(start, start + min))) {
        found(kind, at, start + min)
        return
      }
      const tokenEnd = max === undefined ? end : freeEnd(source, start, { end, min, max })
      const beginsFree = max === undefined || !source.isIn(CHARS.alnum, at - 1)
      if (!(needs.isRare ? beginsFree || tokenEnd !== undefined : beginsFree && tokenEnd !== undefined))
        return
      const read = source.text.slice(start, Math.min(tokenEnd ?? end, start + BODY_CHARS_READ))
      if ((needs.isMixed && !isMixed(read)) || isPlaceholder(read)) return
      found(kind, at, tokenEnd ?? end)
    },
  }
}

interface Body {
  /** Where the run of its characters ends. */
  readonly end: number
  readonly min: number
  readonly max: number
}

/**
 * Where a body of a length within bounds ends free: at no letter or digit. A sign that the body may have ends it too, as
 * in `_token_`. The longest counts.
 */
function freeEnd(source: SecretText, start: number, { end, min, max }: Body): number | undefined {
  for (let free = Math.min(end, start + max); free >= start + min; free--)
    if (!source.isIn(CHARS.alnum, free)) return free
  return undefined
}
