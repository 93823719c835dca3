import { ipv6Text } from './ipv6.ts'

/** A host that a rule names: itself, or with `*.` every name below it. */
export interface HostPattern {
  readonly host: string
  readonly below: boolean
}

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/
const LABEL_CHARS_MAX = 63
const HOST_CHARS_MAX = 253

/** Why the text cannot be a host pattern (`example.com`, `*.example.com`); undefined when it can. */
export function hostPatternProblem(text: string): string | undefined {
  const { host, below } = hostPattern(text)
  const problem = hostProblem(host)
  if (problem !== undefined) return `\`${text}\` is not a host: ${problem}`
  if (below && (host.startsWith('[') || isIpv4(host)))
    return `\`${text}\` is not a host: no name is below an address`
  return undefined
}

export function hostPattern(text: string): HostPattern {
  return text.startsWith('*.') ? { host: text.slice(2), below: true } : { host: text, below: false }
}

/**
 * Why a host is not in the one form that every reader takes alike: lower-case labels, `xn--` for other scripts,
 * a dotted quad, or an IPv6 address in brackets as RFC 5952 writes it; undefined when it is.
 */
export function hostProblem(host: string): string | undefined {
  if (host.startsWith('[')) {
    const inner = host.slice(1, -1)
    return host.endsWith(']') && ipv6Text(inner) === inner
      ? undefined
      : 'it is not an IPv6 address in its shortest form'
  }
  if (host === '') return 'it is empty'
  if (host.length > HOST_CHARS_MAX) return `it is longer than ${HOST_CHARS_MAX} characters`
  if (/[^\0-\x7f]/.test(host)) return 'it has characters outside ASCII; write it with `xn--`'
  if (/[A-Z]/.test(host)) return 'it has capital letters'
  if (host.endsWith('.')) return 'it ends in a dot'
  const labels = host.split('.')
  if (!labels.every((label) => label.length <= LABEL_CHARS_MAX && LABEL.test(label)))
    return 'a label of it has a character that host names do not have, or is empty or too long'
  if (/^(?:[0-9]+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') && !isIpv4(host))
    return 'it is a number but no dotted quad'
  return undefined
}

function isIpv4(host: string): boolean {
  const parts = host.split('.')
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
  )
}

/** Whether the host is one that the patterns name. */
export function hostMatches(host: string, pattern: HostPattern): boolean {
  return pattern.below ? isBelow(host, pattern.host) : host === pattern.host
}

/** Whether the host is the domain or a name below it. */
export function hostInDomain(host: string, pattern: HostPattern): boolean {
  return isBelow(host, pattern.host) || (!pattern.below && host === pattern.host)
}

function isBelow(host: string, domain: string): boolean {
  return (
    host.length > domain.length + 1 && host.endsWith(domain) && host[host.length - domain.length - 1] === '.'
  )
}
