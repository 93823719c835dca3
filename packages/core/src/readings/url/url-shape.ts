import { LIMITS } from '../../limits.ts'
import { bareUrl } from './bare-url.ts'
import { FOREIGN_START, isForeignUrl, isSlashed } from './foreign-url.ts'

/** What a text holds that a client would fetch: http and https URLs, or why it cannot be said which. */
export type UrlParts = { readonly urls: readonly string[] } | { readonly problem: string }

/** `git+https://…` goes where `https://…` goes. */
const WEB_SCHEMES = '(?:[a-z0-9.-]{1,16}\\+)?https?'

const WEB_URL = new RegExp(`^${WEB_SCHEMES}:(?=\\S)`, 'i')

/** Where the next URL of a list begins. */
const LIST_BREAK = new RegExp(`(?<![\\s,])[\\s,]+(?=${WEB_SCHEMES}:\\S|${FOREIGN_START})`, 'giu')

/** What shows as nothing, and what a lenient reader takes off at the ends. */
const EDGE = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const INVISIBLE = /[\p{Cf}\p{DI}]/gu

/** The shape of a URL shows in its beginning. */
const HEAD_CHARS = 64

/** What the URL standard drops wherever it stands, and where that can part a scheme from its slashes. */
const BREAKS = /[\t\r\n]/g
const BROKEN_SCHEME = /^[a-z0-9+.-]{0,32}[\t\r\n]/i
const BROKEN_SLASHES = /^[a-z0-9+.-]{1,32}:[/\\]?[\t\r\n]/i

/** Behind a break in it, only a scheme that is known: what is joined by dropping a line end is mostly two words. */
const KNOWN_URL = /^(?:https?|wss?|ftp|file|data|javascript|vbscript|gopher|view-source|blob|jar):\S/i
const KNOWN_SLASHES =
  /^(?:(?:https?|wss?|ftp|file|gopher):[/\\]|(?:https?|wss?|ftp):[^\s/\\?#]{1,255}(?:[/\\?#]|$)|javascript:[^\s(=]{0,64}[(=])/i

/**
 * The URLs of a text that begins as one. Quotes or brackets around it are taken off; a list of them, parted by white
 * space or commas, is each of them. Undefined when the text is not of the shape of a URL.
 */
export function urlParts(source: string): UrlParts | undefined {
  const text = unwrapped(trimmed(source))
  if (isHidden(text.slice(0, HEAD_CHARS)) || isBroken(text))
    return { problem: 'it is a URL only after it is decoded or normalised' }
  if (isUrl(text) || isSlashed(text)) return listedUrls(text)
  if (DAV_SHARE.test(text)) return { problem: 'it is a share on another host' }
  const bare = bareStart(text)
  return bare === undefined ? undefined : bareUrl(bare)
}

/** To Windows `\\host@SSL\x` is a folder of a web server, with the host before the `@`. */
const DAV_SHARE = /^[/\\]{2}[^/\\?#\s]{1,255}@(?:ssl(?:@[0-9]{1,5})?|[0-9]{1,5})[/\\]/i

/**
 * What can be a host without a scheme, with what follows it up to a blank. The URL standard escapes a blank behind the
 * host, drops line ends and takes all before an `@` for a name; without a path behind it, or with a blank before it, it is a sentence or a comment.
 */
function bareStart(text: string): string | undefined {
  const joined = /^[/\\][\t\r\n]*[/\\]/.test(text)
    ? text.replace(BREAKS, '').replace(/^([/\\]{2,})[^/?#\\]*@/, '$1')
    : text
  return /[^\S\ufeff]/.test(joined)
    ? /^[/\\]*(?:[^\s/?#\\]|\ufeff)+[/?#\\](?:\S|\ufeff)*/.exec(joined)?.[0]
    : joined
}

function isUrl(text: string): boolean {
  return WEB_URL.test(text) || isForeignUrl(text)
}

/** Whether tabs and line ends stand in a scheme or before its slashes. */
function isBroken(text: string): boolean {
  if (BROKEN_SCHEME.test(text)) return KNOWN_URL.test(text.replace(BREAKS, ''))
  return BROKEN_SLASHES.test(text) && KNOWN_SLASHES.test(text.replace(BREAKS, ''))
}

/** By hand: an expression for the end of a text looks at every run of blanks in it. */
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && EDGE.test(text.charAt(start))) start += 1
  while (end > start && EDGE.test(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/** Rounds in which what stands around a URL is taken off. */
const WRAPPINGS_MAX = 8

const QUOTES: ReadonlySet<string> = new Set([
  '<>',
  '""',
  "''",
  '``',
  '\u201c\u201d',
  '\u2018\u2019',
  '\u00ab\u00bb',
])
const BRACKETS: ReadonlySet<string> = new Set(['()', '[]', '{}'])

/** Without the quotes, brackets and `url:` around it. */
function unwrapped(text: string): string {
  let inner = text
  for (let round = 0; round < WRAPPINGS_MAX; round += 1) {
    const next = withoutWrapping(inner)
    if (next === inner) break
    inner = next
  }
  return inner
}

function withoutWrapping(text: string): string {
  const around = text.length > 2 ? text.charAt(0) + text.charAt(text.length - 1) : ''
  const inner = text.slice(1, -1)
  if (QUOTES.has(around) || (BRACKETS.has(around) && isUrl(inner.trimStart()))) return trimmed(inner)
  // Opened by a quote that is not closed.
  if (/^["'`<]/.test(text) && isUrl(text.slice(1, HEAD_CHARS))) return text.slice(1)
  return text.replace(/^ur[il]:\s*(?=[a-z][a-z0-9+.-]{1,31}:)/i, '')
}

/** Whether a reader that normalises or decodes first sees a URL where others see none. */
function isHidden(head: string): boolean {
  // Of plain characters nothing else is made.
  if (isShaped(head) || /^[ -$&-~]*$/.test(head)) return false
  const once = decoded(head)
  return [head.replace(INVISIBLE, '').normalize('NFKC'), once, decoded(once)].some(isShaped)
}

function isShaped(head: string): boolean {
  return isUrl(head) || /^[/\\]{2}[^\s/\\]+\.|^(?:[0-9]{1,3}\.){3}[0-9]/.test(head)
}

/** Percent-triplets of ASCII read. */
function decoded(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

function listedUrls(text: string): UrlParts | undefined {
  const urls: string[] = []
  const pieces = text.split(LIST_BREAK, LIMITS.urlListMax + 1)
  if (pieces.length > LIMITS.urlListMax) return { problem: `it has more than ${LIMITS.urlListMax} URLs` }
  for (const piece of pieces) {
    if (isForeignUrl(piece)) return { problem: 'a scheme in it is not http or https' }
    if (!WEB_URL.test(piece)) continue
    const url = urlOf(piece.replace(/^[a-z0-9.-]{1,16}\+(?=https?:)/i, ''))
    if (url === undefined) return { problem: 'white space stands in its host' }
    urls.push(url)
  }
  return urls.length === 0 ? undefined : { urls }
}

/**
 * A URL with what people wrote after it taken off. Undefined when the white space between could be taken for a part of
 * the host: the URL standard drops tabs and line ends, and puts all before an `@` into the user-info.
 */
function urlOf(piece: string): string | undefined {
  const [, head = '', rest = ''] = /^(\S*)(.*)$/su.exec(piece) ?? []
  if (rest.trim() === '') return head
  if (/^https?:\/\/[^/?#\\]+[/?#]/i.test(head)) return head
  const [authority = ''] = rest.split(/[/?#]/, 1)
  return /^[\t\r\n]/.test(rest) || /[@\\\t\r\n]/.test(authority)
    ? undefined
    : head.replace(/(?<![.,;:!)])[.,;:!)]+$/, '')
}
