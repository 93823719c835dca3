import { type IpAddress, readHostAddress } from './ip-address.ts'

/** All addresses that begin with the same bits: `10.0.0.0/8`, `[fc00::]/7` (RFC 4632, RFC 4291). */
export interface AddressBlock {
  readonly first: IpAddress
  readonly bits: number
}

/** `problem` says why the text is no block. */
export type ReadBlock =
  { readonly ok: true; readonly block: AddressBlock } | { readonly ok: false; readonly problem: string }

export function readAddressBlock(text: string): ReadBlock {
  const slash = text.lastIndexOf('/')
  const first = readHostAddress(text.slice(0, slash))
  if (first === undefined)
    return { ok: false, problem: 'before the `/` stands no address; IPv6 is written in brackets' }
  const size = text.slice(slash + 1)
  const bits = /^(?:0|[1-9][0-9]{0,2})$/.test(size) ? Number(size) : Infinity
  const most = first.family === 4 ? 32 : 128
  if (bits > most) return { ok: false, problem: `after the \`/\` stands no number from 0 to ${most}` }
  if (wordsOf(first).some((word, index) => (word & ~maskOf(bits, index) & 0xffff) !== 0))
    return { ok: false, problem: `it has bits after the first ${bits}; write the first address of the block` }
  return { ok: true, block: { first, bits } }
}

/** Whether an address lies in a block. An IPv6 address that reaches an IPv4 one lies where that lies. */
export function blockHolds({ first, bits }: AddressBlock, address: IpAddress): boolean {
  const words = first.family === 4 ? ipv4Words(address) : address.family === 6 ? address.groups : undefined
  return (
    words !== undefined &&
    wordsOf(first).every((word, index) => ((word ^ (words[index] ?? 0)) & maskOf(bits, index)) === 0)
  )
}

function wordsOf(address: IpAddress): readonly number[] {
  return address.family === 6 ? address.groups : (ipv4Words(address) ?? [])
}

function ipv4Words({ bits }: IpAddress): readonly number[] | undefined {
  return bits === undefined ? undefined : [Math.floor(bits / 65_536), bits % 65_536]
}

/** Which of the 16 bits of a word count. */
function maskOf(bits: number, index: number): number {
  const counted = Math.min(16, Math.max(0, bits - index * 16))
  return (0xffff << (16 - counted)) & 0xffff
}
