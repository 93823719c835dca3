import type { UrlParser } from '../../engine.ts'
import { LIMITS } from '../../limits.ts'
import { hostProblem } from './host.ts'

/** `problem` says why common readers could take the URL for another host. */
export type ReadHost =
  { readonly ok: true; readonly host: string } | { readonly ok: false; readonly problem: string }

/**
 * The host of an http or https URL. The text's own host must be, character for character, what the URL standard's
 * parser makes of it; user-info, backslashes, white space, controls and everything it would repair are problems.
 */
export function readUrlHost(text: string, parseUrl: UrlParser): ReadHost {
  const problem = textProblem(text)
  if (problem !== undefined) return { ok: false, problem }
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? ''
  if (authority === '') return { ok: false, problem: 'it is not an http or https URL with a host' }
  if (authority.includes('@')) return { ok: false, problem: 'it has user-info before its host' }
  const host = authority.replace(/:[0-9]{1,5}$/, '')
  const unusual = hostProblem(host)
  if (unusual !== undefined) return { ok: false, problem: `its host is ambiguous: ${unusual}` }
  const parsed = parseUrl(text)
  if (parsed === undefined) return { ok: false, problem: 'it does not parse as a URL' }
  if (parsed.hostname !== host || parsed.username !== '' || parsed.password !== '')
    return { ok: false, problem: 'its host changes when it is parsed' }
  return { ok: true, host }
}

function textProblem(text: string): string | undefined {
  if (text.length > LIMITS.urlCharsMax) return `it is longer than ${LIMITS.urlCharsMax} characters`
  if (/\p{Cc}/u.test(text)) return 'it has a control character'
  if (/\s/u.test(text)) return 'it has white space'
  if (text.includes('\\')) return 'it has a backslash'
  if (!text.isWellFormed()) return 'it has a lone surrogate'
  return undefined
}
