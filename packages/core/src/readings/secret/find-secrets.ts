import { scanAnchors } from './anchors.ts'
import { codedRuns } from './coding/coded-runs.ts'
import { unescapedText } from './coding/escaped-text.ts'
import { groupedText } from './coding/grouped-text.ts'
import { joinedText } from './coding/joined-text.ts'
import { listedBytes } from './coding/listed-bytes.ts'
import { unquotedText } from './coding/quoted-printable.ts'
import { turnedRuns } from './coding/turned-text.ts'
import { foldedTexts } from './coding/folded-text.ts'
import { hiddenTexts } from './coding/hidden-text.ts'
import type { SecretKind } from './secret-kind.ts'
import { Work, type Found, type FoundSecret } from './secret-text.ts'
import type { View } from './coding/view.ts'

/** How many codings may lie over one another: percent over base64, say. */
const CODINGS_MAX = 2

/** The shortest secret of all: a password in a URL, `a://b:c@d`. */
const SECRET_CHARS_MIN = 9

const NONE: readonly FoundSecret[] = Object.freeze([])

/**
 * The secrets of known shape in a text, by where they stand, those that begin first first; two kinds may overlap. Also
 * those that are coded, two codings deep, cut into groups, or with invisible characters inside; `docs/readings/secrets.md`
 * lists the codings. Total, and linear in the length of the text.
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
  searchAll(text, keep)
  return found.length === 0 ? NONE : inOrder(found)
}

/**
 * One secret of a text, for whoever only asks whether there is any: the search ends with it, so that a text that is full of
 * them costs no more than others.
 *
 * @param isAsked which kinds count
 */
export function findSecret(text: string, isAsked: (kind: SecretKind) => boolean): FoundSecret | undefined {
  if (text.length < SECRET_CHARS_MIN) return undefined
  const end = new SearchEnd()
  try {
    searchAll(text, (kind, start, last) => {
      if (!isAsked(kind)) return
      end.secret = { kind, start, end: last }
      throw end
    })
    return undefined
  } catch (error) {
    if (error === end) return end.secret
    throw error
  }
}

/** Leads out of a search, from however deep in it. */
class SearchEnd extends Error {
  secret: FoundSecret | undefined
}

function searchAll(text: string, found: Found): void {
  const work = new Work()
  search(text, CODINGS_MAX, { found, work })
  for (const view of turnedRuns(text)) scanAnchors(view.text, through(view, found), work)
}

/** Who is told, and what has been read so far. */
interface Search {
  readonly found: Found
  readonly work: Work
}

function within(view: View, { found, work }: Search): Search {
  return { found: through(view, found), work }
}

/**
 * By place, each once: a view shows again what is not coded at all. What is known by a shape of its own is no mere named
 * secret as well.
 */
function inOrder(found: readonly FoundSecret[]): readonly FoundSecret[] {
  const ends = new Map<number, number>()
  for (const { kind, start, end } of found)
    if (kind !== 'named_secret') ends.set(start, Math.max(end, ends.get(start) ?? 0))
  return found
    .filter(({ kind, start, end }) => kind !== 'named_secret' || (ends.get(start) ?? 0) < end)
    .toSorted(
      (left, right) => left.start - right.start || right.end - left.end || (left.kind < right.kind ? -1 : 1),
    )
    .filter(({ kind, start, end }, at, all) => {
      const before = all[at - 1]
      return before?.kind !== kind || before.start !== start || before.end !== end
    })
}

/** Looks at a text as it is and as it looks, then through one coding after the other. */
function search(text: string, codings: number, terms: Search): void {
  const isAscii = lookThrough(text, codings, terms)
  if (isAscii) return
  for (const view of [...foldedTexts(text), ...hiddenTexts(text)])
    lookThrough(view.text, codings, within(view, terms))
}

/** Says whether the text is all ASCII. */
function lookThrough(text: string, codings: number, terms: Search): boolean {
  const isAscii = scanAnchors(text, terms.found, terms.work)
  if (codings === 0) return isAscii
  const grouped = groupedText(text)
  if (grouped !== undefined) lookThroughJoined(grouped, codings - 1, terms)
  for (const view of viewsOf(text)) search(view.text, codings - 1, within(view, terms))
  return isAscii
}

/** Groups that were joined are no groups again. */
function lookThroughJoined(grouped: View, codings: number, terms: Search): void {
  const inGroups = within(grouped, terms)
  scanAnchors(grouped.text, inGroups.found, inGroups.work)
  if (codings > 0)
    for (const view of viewsOf(grouped.text)) search(view.text, codings - 1, within(view, inGroups))
}

/** The texts that a text becomes when one coding is taken off. */
function viewsOf(text: string): readonly View[] {
  const lines = [unescapedText(text), unquotedText(text), joinedText(text)]
  return [...lines.filter((view) => view !== undefined), ...codedRuns(text), ...listedBytes(text)]
}

/** Tells of secrets in a view by where they stand in the text under it, which may be turned round. */
function through(view: View, found: Found): Found {
  return (kind, start, end) => {
    const [first, last] = [view.start(start), view.start(end - 1)]
    found(kind, Math.min(first, last), Math.max(view.end(start), view.end(end - 1)))
  }
}
