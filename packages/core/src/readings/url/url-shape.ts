import { LIMITS } from '../../limits.ts'
import { bareUrl } from './bare-url.ts'

/** What a text holds that a client would fetch: http and https URLs, or why it cannot be said which. */
export type UrlParts = { readonly urls: readonly string[] } | { readonly problem: string }

/** Schemes that name a place to fetch from, or a way around one. */
const OTHER_SCHEMES =
  'about|blob|cifs|data|dict|expect|feed|file|filesystem|ftps?|gopher|imaps?|jar|javascript|ldaps?|netdoc|nfs|php|phar|pop3s?|rtsp|sftp|smb|smtps?|telnet|tftp|vbscript|view-source|wss?|zip'

/** `git+https://…` goes where `https://…` goes. */
const WEB_SCHEMES = '(?:[a-z0-9.-]{1,16}\\+)?https?'

const OTHER_URL = new RegExp(`^(?:${OTHER_SCHEMES}):(?=\\S)`, 'i')
const WEB_URL = new RegExp(`^${WEB_SCHEMES}:(?=\\S)`, 'i')

/** Where the next URL of a list begins. */
const LIST_BREAK = new RegExp(`(?<![\\s,])[\\s,]+(?=(?:${WEB_SCHEMES}|${OTHER_SCHEMES}):\\S)`, 'giu')

/** What shows as nothing, and what a lenient reader takes off at the ends. */
const EDGE = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const INVISIBLE = /[\p{Cf}\p{DI}]/gu

/** The shape of a URL shows in its beginning. */
const HEAD_CHARS = 64

/**
 * The URLs of a text that begins as one. Quotes or brackets around it are taken off; a list of them, parted by white
 * space or commas, is each of them. Undefined when the text is not of the shape of a URL.
 */
export function urlParts(source: string): UrlParts | undefined {
  const text = unwrapped(trimmed(source))
  if (isHidden(text.slice(0, HEAD_CHARS)))
    return { problem: 'it is a URL only after it is decoded or normalised' }
  if (OTHER_URL.test(text)) return { problem: 'its scheme is not http or https' }
  if (WEB_URL.test(text)) return webUrls(text)
  return /\s/.test(text) ? undefined : bareUrl(text)
}

/** By hand: an expression for the end of a text looks at every run of blanks in it. */
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && EDGE.test(text.charAt(start))) start += 1
  while (end > start && EDGE.test(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

function unwrapped(text: string): string {
  const [first, last] = [text.charAt(0), text.at(-1) ?? '']
  const isWrapped = text.length > 2 && ['<>', '""', "''", '``'].includes(first + last)
  return (isWrapped ? text.slice(1, -1) : text).replace(/^url:\s*(?=https?:)/i, '')
}

/** Whether a reader that normalises or decodes first sees a URL where others see none. */
function isHidden(head: string): boolean {
  if (isShaped(head)) return false
  const once = decoded(head)
  return [head.replace(INVISIBLE, '').normalize('NFKC'), once, decoded(once)].some(isShaped)
}

function isShaped(head: string): boolean {
  return (
    WEB_URL.test(head) || OTHER_URL.test(head) || /^[/\\]{2}[^\s/\\]+\.|^(?:[0-9]{1,3}\.){3}[0-9]/.test(head)
  )
}

/** Percent-triplets of ASCII read. */
function decoded(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

function webUrls(text: string): UrlParts {
  const urls: string[] = []
  const pieces = text.split(LIST_BREAK, LIMITS.urlListMax + 1)
  if (pieces.length > LIMITS.urlListMax) return { problem: `it has more than ${LIMITS.urlListMax} URLs` }
  for (const piece of pieces) {
    if (!WEB_URL.test(piece)) return { problem: 'a scheme in it is not http or https' }
    const url = urlOf(piece.replace(/^[a-z0-9.-]{1,16}\+(?=https?:)/i, ''))
    if (url === undefined) return { problem: 'white space stands in its host' }
    urls.push(url)
  }
  return { urls }
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
