import { readIpv4 } from './ipv4.ts'

/** The eight groups of an IPv6 address, its last two also as a dotted quad (RFC 4291); undefined when it is none. */
export function readIpv6(text: string): readonly number[] | undefined {
  const halves = withoutQuad(text).split('::')
  if (halves.length > 2) return undefined
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')))
  if (left === undefined) return undefined
  const given = [...left, ...(right ?? [])]
  if (!given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  const missing = 8 - given.length
  if (right === undefined ? missing !== 0 : missing < 1) return undefined
  return [...left, ...Array.from({ length: missing }, () => '0'), ...(right ?? [])].map((group) =>
    Number.parseInt(group, 16),
  )
}

/** A dotted quad at the end as the two groups that it stands for. */
function withoutQuad(text: string): string {
  const at = text.lastIndexOf(':') + 1
  const bits = text.includes('.') ? readIpv4(text.slice(at)) : undefined
  return bits === undefined
    ? text
    : `${text.slice(0, at)}${Math.floor(bits / 65_536).toString(16)}:${(bits % 65_536).toString(16)}`
}

/** The text of an IPv6 address as RFC 5952 and the URL standard write it; undefined when it is none. */
export function ipv6Text(text: string): string | undefined {
  const groups = readIpv6(text)
  if (groups === undefined) return undefined
  const { start, length } = longestZeros(groups)
  const words = groups.map((group) => group.toString(16))
  if (length < 2) return words.join(':')
  return `${words.slice(0, start).join(':')}::${words.slice(start + length).join(':')}`
}

/** The first longest run of zero groups, which `::` stands for. */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { start: index - length + 1, length }
  }
  return best
}
