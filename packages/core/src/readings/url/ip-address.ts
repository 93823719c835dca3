import { readIpv4 } from './ipv4.ts'
import { readIpv6 } from './ipv6.ts'

/** An address as its bits. */
export type IpAddress =
  | { readonly family: 4; readonly bits: number }
  | {
      readonly family: 6
      readonly groups: readonly number[]
      /** Of the IPv4 address inside. */ readonly bits?: number
    }

/** The address that a host stands for: a dotted quad, or IPv6 in brackets. */
export function readHostAddress(host: string): IpAddress | undefined {
  return host.startsWith('[') && host.endsWith(']') ? ipv6(host.slice(1, -1)) : ipv4(host)
}

/** An address as resolvers and sockets write it: without brackets, an IPv6 zone after `%` ignored. */
export function readAddress(text: string): IpAddress | undefined {
  return ipv4(text) ?? ipv6(text.replace(/%[^%]*$/, ''))
}

function ipv4(text: string): IpAddress | undefined {
  const bits = readIpv4(text)
  return bits === undefined ? undefined : { family: 4, bits }
}

function ipv6(text: string): IpAddress | undefined {
  const groups = readIpv6(text)
  if (groups === undefined) return undefined
  const bits = embedded(groups)
  return bits === undefined ? { family: 6, groups } : { family: 6, groups, bits }
}

/** IPv4-mapped (RFC 4291 section 2.5.5.2) and IPv4-translated (RFC 6052) addresses reach the IPv4 address inside. */
function embedded(groups: readonly number[]): number | undefined {
  const prefix = groups.slice(0, 6).join(':')
  const isEmbedded = prefix === '0:0:0:0:0:65535' || prefix === '100:65435:0:0:0:0'
  return isEmbedded ? (groups[6] ?? 0) * 65_536 + (groups[7] ?? 0) : undefined
}
