import { later } from '../../later.ts'
import { hostProblem } from '../url/host.ts'

/** An address in the one form that every mailer reads alike. */
export interface MailAddress {
  /** As written: some hosts tell cases apart. */
  readonly local: string
  /** In lower case; may be an internationalised name as people write it. */
  readonly domain: string
}

/** `problem` says why mailers could send to another address. */
export type ReadAddress =
  { readonly ok: true; readonly address: MailAddress } | { readonly ok: false; readonly problem: string }

/** RFC 5321 section 4.5.3.1. */
const LOCAL_CHARS_MAX = 64
const DOMAIN_CHARS_MAX = 253

/** Words joined by single dots. Left out of RFC 5322: signs with which mailers once routed, piped or quoted. */
const localShape = later(
  () => /^[\p{L}\p{N}_+&'~#][\p{L}\p{M}\p{N}_+&'~#-]*(?:\.[\p{L}\p{M}\p{N}_+&'~#-]+)*$/u,
)

/** Letters of IDNA 2008 in the order of labels; what IDNA maps away is no part of a name that all read alike. */
const wideDomain = later(() => /^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}-]+(?:\.[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}-]+)+$/u)

/** Read in two ways by the two generations of IDNA. */
const DEVIANT = /[\u00df\u03c2\u200c\u200d]/

/** Reads `local@domain` with nothing around it. */
export function readAddress(text: string): ReadAddress {
  const at = text.lastIndexOf('@')
  if (at < 0) return refused('it has no address')
  const local = text.slice(0, at)
  if (local.includes('@')) return refused('an address has more than one `@`')
  if (/[%!]/.test(local)) return refused('an address names a route before its `@`')
  if (local.length > LOCAL_CHARS_MAX || !localShape().test(local) || local.normalize('NFKC') !== local)
    return refused('what stands before an `@` has a form that mailers read in several ways')
  const domain = text.slice(at + 1).toLowerCase()
  const problem = domainProblem(domain)
  return problem === undefined ? { ok: true, address: { local, domain } } : refused(problem)
}

/** Why mailers could take the domain, in lower case, for another one. */
export function domainProblem(domain: string): string | undefined {
  if (/^[\0-\x7f]*$/.test(domain)) {
    const problem = hostProblem(domain)
    if (domain.startsWith('[')) return 'a domain is an address in brackets'
    if (problem !== undefined) return `a domain is ambiguous: ${problem}`
    return domain.includes('.') && !/[0-9]$/.test(domain)
      ? undefined
      : 'a domain is a single name or a number'
  }
  const isPlain = domain.length <= DOMAIN_CHARS_MAX && wideDomain().test(domain) && !DEVIANT.test(domain)
  return isPlain && domain.normalize('NFKC') === domain
    ? undefined
    : 'a domain has characters that mailers read in several ways'
}

function refused(problem: string): ReadAddress {
  return { ok: false, problem }
}
