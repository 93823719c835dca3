import { AUTHORIZATION_ANCHORS } from './shape/authorization-header.ts'
import { AWS_ANCHORS } from './shape/aws-keys.ts'
import { AZURE_ANCHORS } from './shape/azure-keys.ts'
import { CARD_ANCHORS, readCard } from './shape/card-number.ts'
import { CONNECTION_ANCHORS } from './shape/connection-string.ts'
import { COOKIE_ANCHORS } from './shape/cookie-header.ts'
import { JWT_ANCHORS } from './shape/json-web-token.ts'
import { KUBERNETES_ANCHORS } from './shape/kubernetes-secret.ts'
import { NAMED_ANCHORS } from './shape/named-secret.ts'
import { beginsForeignName, FOREIGN_ANCHORS, readForeignNames } from './shape/foreign-name.ts'
import { HASH_ANCHORS } from './shape/password-hash.ts'
import { PASSWORD_LINE_ANCHORS } from './shape/password-line.ts'
import { PRIVATE_KEY_ANCHORS } from './shape/private-key.ts'
import { type Anchor, type Found, OUTSIDE_ASCII, SecretText, Work } from './secret-text.ts'
import { SHAPED_ANCHORS } from './shape/shaped-tokens.ts'
import { tokenAnchor } from './shape/token-shape.ts'
import { TOKEN_SHAPES } from './shape/token-shapes.ts'

const ANCHORS: readonly Anchor[] = [
  ...TOKEN_SHAPES.map(tokenAnchor),
  ...SHAPED_ANCHORS,
  ...AWS_ANCHORS,
  ...AZURE_ANCHORS,
  ...JWT_ANCHORS,
  ...PRIVATE_KEY_ANCHORS,
  ...CONNECTION_ANCHORS,
  ...AUTHORIZATION_ANCHORS,
  ...COOKIE_ANCHORS,
  ...NAMED_ANCHORS,
  ...FOREIGN_ANCHORS,
  ...PASSWORD_LINE_ANCHORS,
  ...HASH_ANCHORS,
  ...KUBERNETES_ANCHORS,
  ...CARD_ANCHORS,
]

/** ASCII characters that a pair is made of. */
const CODES = 128

const OUTSIDE = OUTSIDE_ASCII.charCodeAt(0)

/** Where the anchors of a text are found. */
interface Table {
  /** For each pair of characters with which some anchor begins, the place of its anchors in `lists`; 0 for all others. */
  readonly pairs: Uint16Array
  readonly lists: readonly (readonly Anchor[])[]
  /** For each list and each character, whether an anchor of the list goes on with it: 1 or 0. */
  readonly thirds: Uint8Array
}

let table: Table | undefined

/** Made for the first text: it costs more than all else that is done when the engine is loaded. */
function anchorTable(): Table {
  return (table ??= makeTable())
}

function makeTable(): Table {
  const pairs = new Uint16Array(CODES * CODES)
  const lists: Anchor[][] = [[]]
  for (const anchor of ANCHORS)
    for (const first of spellings(anchor, 0))
      for (const second of spellings(anchor, 1)) {
        const pair = first * CODES + second
        const list = pairs[pair] || lists.push([]) - 1
        pairs[pair] = list
        lists[list]?.push(anchor)
      }
  const thirds = new Uint8Array(lists.length * CODES)
  for (const [list, anchors] of lists.entries())
    for (const anchor of anchors) {
      const from = list * CODES
      if (anchor.text.length === 2) thirds.fill(1, from, from + CODES)
      else for (const code of spellings(anchor, 2)) thirds[from + code] = 1
    }
  return { pairs, lists, thirds }
}

/** The codes of a character of an anchor as it may stand in a text. */
function spellings({ text, ignoresCase }: Anchor, at: number): readonly number[] {
  const char = text.charAt(at)
  const chars = ignoresCase ? new Set([char.toLowerCase(), char.toUpperCase()]) : [char]
  return [...chars].map((one) => one.charCodeAt(0))
}

/**
 * Finds what stands in a text as it is: one look at each pair of characters, and more only where an anchor may begin.
 * Says whether the text is all ASCII.
 */
export function scanAnchors(text: string, found: Found, work = new Work()): boolean {
  const { pairs, lists, thirds } = anchorTable()
  const source = new SecretText(text, work)
  readCard(source, 0, found)
  let seen = text.charCodeAt(0)
  let before = seen < CODES ? seen : OUTSIDE
  let mayBeNamed = beginsForeignName(seen)
  for (let at = 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    seen |= unit
    const code = unit < CODES ? unit : OUTSIDE
    mayBeNamed ||= code === OUTSIDE && beginsForeignName(unit)
    const list = pairs[before * CODES + code] ?? 0
    before = code
    if (list === 0) continue
    // Behind the end of the text there is no character at all.
    const next = text.charCodeAt(at + 1) | 0
    if (thirds[list * CODES + (next < CODES ? next : OUTSIDE)] !== 1) continue
    for (const anchor of lists[list] ?? [])
      if (stands(anchor, text, at - 1)) anchor.read(source, at - 1, found)
  }
  if (seen < CODES) return true
  if (mayBeNamed) readForeignNames(source, found)
  return false
}

function stands({ text: anchor, ignoresCase }: Anchor, text: string, at: number): boolean {
  if (anchor.startsWith(OUTSIDE_ASCII) && text.charCodeAt(at) >= CODES)
    return text.startsWith(anchor.slice(OUTSIDE_ASCII.length), at + 1)
  if (!ignoresCase) return text.startsWith(anchor, at)
  for (let place = 0; place < anchor.length; place++) {
    const code = text.charCodeAt(at + place)
    if ((code >= 65 && code <= 90 ? code | 32 : code) !== anchor.charCodeAt(place)) return false
  }
  return true
}
