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
      if (max !== undefined && (end - start > max || !standsFree(source, at, end))) return
      const read = source.text.slice(start, Math.min(end, start + BODY_CHARS_READ))
      if ((needs.isMixed && !isMixed(read)) || isPlaceholder(read)) return
      found(kind, at, end)
    },
  }
}

function standsFree(source: SecretText, at: number, end: number): boolean {
  return !source.isIn(CHARS.alnum, at - 1) && !source.isIn(CHARS.alnum, end)
}
