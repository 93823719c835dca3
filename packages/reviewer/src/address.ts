import ipaddr from 'ipaddr.js'

/** Where something listens. */
export interface Address {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
}

/** Where the reviewer page is served unless it is told another place. */
export const DEFAULT_ADDRESS: Address = { host: '127.0.0.1', port: 8765 }

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || (isAddress(host) && ipaddr.process(host).range() === 'loopback')
}

/** The URL of a page that is served there. */
export function pageUrl({ host, port }: Address): string {
  return `http://${bracketed(host)}:${port}/`
}

/** A host as it stands in a URL. */
export function bracketed(host: string): string {
  return ipaddr.IPv6.isValid(host) ? `[${host}]` : host
}

/** Not the short and octal forms that some resolvers take: what is no plain address is no loopback. */
function isAddress(host: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv6.isValid(host)
}
