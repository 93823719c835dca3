import { later } from '../../later.ts'
import { type AddressBlock, blockHolds, readAddressBlock } from './address-block.ts'
import { type IpAddress, readAddress } from './ip-address.ts'

/** Names of one label (`redis`, `metadata`), which only a local resolver knows. */
export const SINGLE_LABELS = '$single_label_names'

/** Addresses that the internet does not route (IANA special-purpose registries), and metadata addresses of clouds. */
const PRIVATE_IPV4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Azure's platform address is the one that lies in the public space.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

const PRIVATE_IPV6: readonly string[] = [
  '[::]/96',
  '[64:ff9b::]/96',
  '[64:ff9b:1::]/48',
  '[100::]/64',
  '[2001::]/32',
  '[2001:db8::]/32',
  '[2002::]/16',
  '[3fff::]/20',
  '[5f00::]/16',
  '[fc00::]/7',
  '[fe80::]/10',
  '[fec0::]/10',
  '[ff00::]/8',
]

/** Every IPv4 address can be written so, also a private one. */
const MAPPED_IPV4 = '[::ffff:0:0]/96'

/** Public names below which every name resolves to the address that it spells, or to 127.0.0.1. */
export const SPELLING_NAMES: readonly string[] = [
  'nip.io',
  'sslip.io',
  'xip.io',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'localho.st',
  'traefik.me',
  'local.gd',
]

/** Names that resolve to the machine itself or to its network, by standard, by habit or by a public trick. */
const PRIVATE_NAMES: readonly string[] = [
  // RFC 6761, RFC 6762 with its appendix G, RFC 8375, and the name that ICANN reserves.
  ...['localhost', 'local', 'home.arpa', 'internal', 'intranet', 'private', 'corp', 'home', 'lan'].flatMap(
    below,
  ),
  ...['localdomain', 'svc', 'consul'].flatMap(below),
  'kubernetes.default',
  ...SPELLING_NAMES.flatMap(below),
  SINGLE_LABELS,
]

function below(name: string): readonly string[] {
  return [name, `*.${name}`]
}

/** What `$private_addresses` stands for in a list of hosts. */
export const PRIVATE_HOSTS: readonly string[] = [
  ...PRIVATE_IPV4,
  ...PRIVATE_IPV6,
  MAPPED_IPV4,
  ...PRIVATE_NAMES,
]

const LISTS: ReadonlyMap<string, readonly string[]> = new Map([['$private_addresses', PRIVATE_HOSTS]])

/** Why an item that begins with `$` names no built-in list of hosts; undefined for every other text. */
export function unknownHostListProblem(text: string): string | undefined {
  if (!text.startsWith('$') || LISTS.has(text) || text === SINGLE_LABELS) return undefined
  const known = [...LISTS.keys(), SINGLE_LABELS].map((name) => `\`${name}\``).join(', ')
  return `\`${text}\` is no built-in list of hosts; there is ${known}`
}

/** The list with each built-in one in place of its name: what a rule means, and so what its digest covers. */
export function expandHosts(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => LISTS.get(text) ?? text)
}

const blocks = later((): readonly AddressBlock[] =>
  [...PRIVATE_IPV4, ...PRIVATE_IPV6].flatMap((text) => {
    const read = readAddressBlock(text)
    return read.ok ? read.block : []
  }),
)

/**
 * Whether an address, as a resolver gives it, is not a public one; what is no address counts as private. One that is
 * mapped to IPv4 is judged as the IPv4 address that it reaches.
 */
export function isPrivateAddress(text: string): boolean {
  const address = readAddress(text)
  return address === undefined || isPrivate(address)
}

export function isPrivate(address: IpAddress): boolean {
  return blocks().some((block) => blockHolds(block, address))
}
