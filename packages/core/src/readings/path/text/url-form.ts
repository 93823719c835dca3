/** Of anything before its colon a scheme, once the URL Standard has taken off what it takes off first. */
const MAY_BE_URL = /^[\0- ]*[a-z][a-z0-9+.\-\t\r\n]*:/i

const WITH_PATH = /^([a-z][a-z0-9+.-]*:(?:[/\\]{2}[^/\\?#]*)?)([/\\][^?#]*)(.*)$/is

const ON_THE_WEB = /^(?:https?|wss?|ftp):/i

/**
 * A URL of any scheme but those of the web as `new URL` reads it, where that differs from the text: controls and blanks
 * at its ends and tabs and line ends anywhere are gone, even within the scheme, and `..` takes an empty segment away.
 * Undefined for any other text, and for lines with blanks behind a word and a colon, as documents have them.
 */
export function urlForm(text: string): string | undefined {
  if (!MAY_BE_URL.test(text)) return undefined
  if (text.length < LONG_CHARS) return formOf(text)
  if (last?.text !== text) last = { text, form: formOf(text) }
  return last.form
}

/** One long text is asked about by several readings in turn; it changes no answer. */
let last: { readonly text: string; readonly form: string | undefined } | undefined
const LONG_CHARS = 4096

function formOf(text: string): string | undefined {
  const bare = text.slice(text.search(/[^\0- ]/), endOf(text))
  const url = bare.replace(/[\t\r\n]/g, '')
  if (ON_THE_WEB.test(url)) return undefined
  const [, start = '', path = '', rest = ''] = WITH_PATH.exec(url) ?? []
  if (start === '' && url.includes(' ') && /[\r\n]/.test(bare)) return undefined
  const turned = /^file:/i.test(url) ? path.replaceAll('\\', '/') : path
  const form = turned.includes('//') ? `${start}${resolveUrlPath(turned)}${rest}` : url
  return form === text.trim() ? undefined : form
}

/** By hand: an expression for the end would read a run of blanks again from each of its places. */
function endOf(text: string): number {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end -= 1
  return end
}

/** `.` and `..`, encoded or not, resolved as the URL Standard does, to which an empty segment is one. */
export function resolveUrlPath(path: string): string {
  const segments: string[] = []
  let isOpen = false
  for (let start = path.startsWith('/') ? 1 : 0; start <= path.length;) {
    const slash = path.indexOf('/', start)
    const end = slash === -1 ? path.length : slash
    const dots = dotsIn(path, start, end)
    if (dots === 2) segments.pop()
    else if (dots === 0) segments.push(path.slice(start, end))
    isOpen = dots > 0
    start = end + 1
  }
  if (isOpen) segments.push('')
  return `/${segments.join('/')}`
}

/** 1 for `.`, 2 for `..`, 0 for a name. */
function dotsIn(path: string, start: number, end: number): 0 | 1 | 2 {
  if (end - start > 6) return 0
  let dots = 0
  for (let at = start; at < end; dots += 1) {
    if (path[at] === '.') at += 1
    else if (path[at] === '%' && /^2e$/i.test(path.slice(at + 1, at + 3)) && at + 3 <= end) at += 3
    else return 0
  }
  return dots === 1 || dots === 2 ? dots : 0
}
