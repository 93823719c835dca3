import { domainProblem, type MailAddress, readAddress } from './mail-address.ts'

/** Whom a rule names: a domain, with `*.` every domain below it, or one address. */
export interface AddressPattern {
  readonly text: string
  readonly local?: string
  readonly domain: string
  readonly below: boolean
}

/** Why the text cannot be a pattern (`corp.example`, `*.corp.example`, `ana@partner.example`); undefined when it can. */
export function addressPatternProblem(text: string): string | undefined {
  if (text.includes('@')) {
    const read = readAddress(text)
    return read.ok ? undefined : `\`${text}\` is not an address: ${read.problem}`
  }
  const domain = text.startsWith('*.') ? text.slice(2) : text
  if (domain !== domain.toLowerCase()) return `\`${text}\` is not a domain: it has capital letters`
  const problem = domainProblem(domain)
  return problem === undefined ? undefined : `\`${text}\` is not a domain: ${problem}`
}

/** The pattern that a validated text stands for; undefined for a text that `addressPatternProblem` refuses. */
export function addressPattern(text: string): AddressPattern | undefined {
  if (addressPatternProblem(text) !== undefined) return undefined
  const at = text.indexOf('@')
  if (at >= 0)
    return { text, local: text.slice(0, at), domain: text.slice(at + 1).toLowerCase(), below: false }
  return text.startsWith('*.')
    ? { text, domain: text.slice(2), below: true }
    : { text, domain: text, below: false }
}

/**
 * Whether the pattern names the address; an error when that hangs on what a mailer makes of the case of its local part
 * or of a name outside ASCII.
 */
export function matchAddress(
  { local, domain }: MailAddress,
  pattern: AddressPattern,
): 'true' | 'false' | 'error' {
  const isInside = pattern.below
    ? domain.length > pattern.domain.length + 1 && domain.endsWith(`.${pattern.domain}`)
    : domain === pattern.domain
  if (!isInside) return /[^\0-\x7f]/.test(domain) ? 'error' : 'false'
  if (pattern.local === undefined || pattern.local === local) return 'true'
  return pattern.local.toLowerCase() === local.toLowerCase() ? 'error' : 'false'
}
