import { readIpv4 } from './ipv4.ts'
import { ipv6Text } from './ipv6.ts'

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/
const LABEL_CHARS_MAX = 63
const HOST_CHARS_MAX = 253

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
  if (/^(?:[0-9]+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') && readIpv4(host) === undefined)
    return 'it is a number but no dotted quad'
  return undefined
}
