import { scanAnchors } from './anchors.ts'
import { codedRuns } from './coding/coded-runs.ts'
import { unescapedText } from './coding/escaped-text.ts'
import { foldedText } from './coding/folded-text.ts'
import type { SecretKind } from './secret-kind.ts'
import type { Found, FoundSecret } from './secret-text.ts'
import type { View } from './coding/view.ts'

/** How many codings may lie over one another: percent over base64, say. */
const CODINGS_MAX = 2

/** The shortest secret of all: a password in a URL, `a://b:c@d`. */
const SECRET_CHARS_MIN = 9

const NONE: readonly FoundSecret[] = Object.freeze([])

/**
 * The secrets of known shape in a text, by where they stand, those that begin first first; two kinds may overlap. Also
 * those in percent-encoding, string escapes, base64 and hexadecimal, two of them deep, or with invisible characters
 * inside. Total, and linear in the length of the text.
 */
export function findSecrets(text: string): readonly FoundSecret[] {
  if (text.length < SECRET_CHARS_MIN) return NONE
  const found: FoundSecret[] = []
  const last = new Map<SecretKind, FoundSecret>()
  const keep: Found = (kind, start, end) => {
    const before = last.get(kind)
    // Prefixes inside a token begin no token of their own.
    if (before !== undefined && before.start <= start && end <= before.end) return
    const secret = { kind, start, end }
    last.set(kind, secret)
    found.push(secret)
  }
  const isAscii = search(text, CODINGS_MAX, keep)
  const folded = isAscii ? undefined : foldedText(text)
  if (folded !== undefined) search(folded.text, CODINGS_MAX, through(folded, keep))
  return found.length === 0 ? NONE : inOrder(found)
}

/** By place, each once: a view shows again what is not coded at all. */
function inOrder(found: readonly FoundSecret[]): readonly FoundSecret[] {
  return found
    .toSorted(
      (left, right) => left.start - right.start || right.end - left.end || (left.kind < right.kind ? -1 : 1),
    )
    .filter(({ kind, start, end }, at, all) => {
      const before = all[at - 1]
      return before?.kind !== kind || before.start !== start || before.end !== end
    })
}

/** Says whether the text is all ASCII. */
function search(text: string, codings: number, found: Found): boolean {
  const isAscii = scanAnchors(text, found)
  if (codings === 0) return isAscii
  const unescaped = unescapedText(text)
  if (unescaped !== undefined) search(unescaped.text, codings - 1, through(unescaped, found))
  for (const view of codedRuns(text)) search(view.text, codings - 1, through(view, found))
  return isAscii
}

/** Tells of secrets in a view by where they stand in the text under it. */
function through(view: View, found: Found): Found {
  return (kind, start, end) => found(kind, view.start(start), view.end(end - 1))
}
