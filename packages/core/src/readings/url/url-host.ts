import type { UrlParser } from '../../engine.ts'
import { LIMITS } from '../../limits.ts'
import { isCertainLabel } from './foreign-label.ts'
import { hostProblem } from './host.ts'

/** `problem` says why common readers could take the URL for another host. */
export type ReadHost =
  { readonly ok: true; readonly host: string } | { readonly ok: false; readonly problem: string }

/**
 * The host of an http or https URL. The text's own host must be, character for character, what the URL standard's
 * parser makes of it, or its one `xn--` form; user-info, backslashes, controls and everything it would repair are
 * problems. Blanks around the URL and behind its host change no host.
 */
export function readUrlHost(source: string, parseUrl: UrlParser): ReadHost {
  const text = withoutBlanks(source)
  const problem = textProblem(text)
  if (problem !== undefined) return { ok: false, problem }
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? ''
  if (authority === '') return { ok: false, problem: 'it is not an http or https URL with a host' }
  if (authority.includes('@')) return { ok: false, problem: 'it has user-info before its host' }
  const host = authority.replace(/:[0-9]{1,5}$/, '')
  if (host.includes(' ')) return { ok: false, problem: 'it has white space in its host' }
  const isForeign = /[^\0-\x7f]/.test(host) && host.split('.').every(isPlainOrCertain)
  const unusual = isForeign ? undefined : hostProblem(host)
  if (unusual !== undefined) return { ok: false, problem: `its host is ambiguous: ${unusual}` }
  const parsed = parseUrl(text)
  if (parsed === undefined) return { ok: false, problem: 'it does not parse as a URL' }
  const isSame = isForeign ? isFormOf(parsed.hostname, host) : parsed.hostname === host
  if (!isSame || parsed.username !== '' || parsed.password !== '')
    return { ok: false, problem: 'its host changes when it is parsed' }
  return { ok: true, host: parsed.hostname }
}

function isPlainOrCertain(label: string): boolean {
  return /^[\0-\x7f]*$/.test(label) || isCertainLabel(label)
}

/** Whether a host is another one with `xn--` labels for those outside ASCII, and in the form that every reader takes alike. */
function isFormOf(parsed: string, host: string): boolean {
  const labels = parsed.split('.')
  const written = host.split('.')
  return (
    hostProblem(parsed) === undefined &&
    labels.length === written.length &&
    written.every((label, index) =>
      /^[\0-\x7f]*$/.test(label) ? labels[index] === label : labels[index]?.startsWith('xn--') === true,
    )
  )
}

/** By hand: an expression for the end of a text looks at every run of blanks in it. */
function withoutBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text[start] === ' ') start += 1
  while (end > start && text[end - 1] === ' ') end -= 1
  return text.slice(start, end)
}

function textProblem(text: string): string | undefined {
  if (text.length > LIMITS.urlCharsMax) return `it is longer than ${LIMITS.urlCharsMax} characters`
  if (/\p{Cc}/u.test(text)) return 'it has a control character'
  if (/[^\S ]/u.test(text)) return 'it has white space other than blanks'
  if (text.includes('\\')) return 'it has a backslash'
  if (!text.isWellFormed()) return 'it has a lone surrogate'
  return undefined
}
