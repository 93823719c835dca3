import { type AddressBlock, blockHolds, readAddressBlock } from './address-block.ts'
import { hostProblem } from './host.ts'
import { type IpAddress, readHostAddress } from './ip-address.ts'
import { SINGLE_LABELS, unknownHostListProblem } from './private-hosts.ts'

/** What a rule names: a host, with `*.` every name below it, a block of addresses, all names of one label, or any host. */
export type HostPattern =
  | { readonly kind: 'name'; readonly text: string; readonly host: string; readonly below: boolean }
  | { readonly kind: 'block'; readonly text: string; readonly block: AddressBlock }
  | { readonly kind: 'single_label' | 'any'; readonly text: string }

/** Any host at all: a list with it asks only whether there is an address. */
const ANY_HOST = '*'

/** Why the text cannot be a host pattern (`example.com`, `*.example.com`, `10.0.0.0/8`); undefined when it can. */
export function hostPatternProblem(text: string): string | undefined {
  if (text === ANY_HOST) return undefined
  if (text.startsWith('$')) return unknownHostListProblem(text)
  if (text.includes('/')) {
    const read = readAddressBlock(text)
    return read.ok ? undefined : `\`${text}\` is not a block of addresses: ${read.problem}`
  }
  const { host, below } = namePattern(text)
  const problem = hostProblem(host)
  if (problem !== undefined) return `\`${text}\` is not a host: ${problem}`
  if (below && readHostAddress(host) !== undefined)
    return `\`${text}\` is not a host: no name is below an address`
  return undefined
}

/** The pattern that a validated text stands for; undefined for a text that `hostPatternProblem` refuses, or a list. */
export function hostPattern(text: string): HostPattern | undefined {
  if (hostPatternProblem(text) !== undefined) return undefined
  if (text === ANY_HOST) return { kind: 'any', text }
  if (text === SINGLE_LABELS) return { kind: 'single_label', text }
  if (text.startsWith('$')) return undefined
  const read = text.includes('/') ? readAddressBlock(text) : undefined
  return read?.ok ? { kind: 'block', text, block: read.block } : { kind: 'name', text, ...namePattern(text) }
}

function namePattern(text: string): { readonly host: string; readonly below: boolean } {
  return text.startsWith('*.') ? { host: text.slice(2), below: true } : { host: text, below: false }
}

/** The first pattern that names the host. */
export function matchingHost(host: string, patterns: readonly HostPattern[]): HostPattern | undefined {
  const address = readHostAddress(host)
  return patterns.find((pattern) =>
    pattern.kind !== 'name'
      ? holds(pattern, host, address)
      : pattern.below
        ? isBelow(host, pattern.host)
        : host === pattern.host,
  )
}

/** The first pattern that is the domain of the host, or holds it. */
export function matchingDomain(host: string, patterns: readonly HostPattern[]): HostPattern | undefined {
  const address = readHostAddress(host)
  return patterns.find((pattern) =>
    pattern.kind !== 'name'
      ? holds(pattern, host, address)
      : isBelow(host, pattern.host) || (!pattern.below && host === pattern.host),
  )
}

function holds(
  pattern: Exclude<HostPattern, { readonly kind: 'name' }>,
  host: string,
  address: IpAddress | undefined,
): boolean {
  if (pattern.kind === 'block') return address !== undefined && blockHolds(pattern.block, address)
  return pattern.kind === 'any' || (address === undefined && !host.includes('.'))
}

function isBelow(host: string, domain: string): boolean {
  return (
    host.length > domain.length + 1 && host.endsWith(domain) && host[host.length - domain.length - 1] === '.'
  )
}
