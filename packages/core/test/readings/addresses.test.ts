import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  expandHosts,
  hostPattern,
  hostPatternProblem,
  isPrivateAddress,
  matchingHost,
  PRIVATE_HOSTS,
} from '@kvlar/core/readings'
import { field, truthOf } from '../rule-builders.ts'

const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 })
const quad = octets.map((parts) => parts.join('.'))
const ipv6 = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
  .map((groups) => new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]/`).hostname)

const matches = (host: string, ...texts: readonly string[]): boolean =>
  matchingHost(
    host,
    expandHosts(texts).flatMap((text) => hostPattern(text) ?? []),
  ) !== undefined

describe('blocks of addresses', () => {
  test('hold what the platform says they hold', () => {
    fc.assert(
      fc.property(octets, fc.integer({ min: 0, max: 32 }), quad, (first, bits, other) => {
        const network = first
          .map((octet, at) => octet & (0xff00 >> Math.min(8, Math.max(0, bits - 8 * at))))
          .join('.')
        const list = new BlockList()
        list.addSubnet(network, bits, 'ipv4')
        for (const host of [other, first.join('.'), network])
          expect(matches(host, `${network}/${bits}`)).toBe(list.check(host, 'ipv4'))
      }),
    )
    fc.assert(
      fc.property(ipv6, fc.integer({ min: 0, max: 128 }), (host, bits) => {
        const list = new BlockList()
        list.addSubnet(host.slice(1, -1), bits, 'ipv6')
        for (const { network } of [{ network: firstOf(host, bits) }]) {
          expect(hostPatternProblem(`${network}/${bits}`)).toBeUndefined()
          expect(matches(host, `${network}/${bits}`)).toBe(list.check(host.slice(1, -1), 'ipv6'))
        }
      }),
    )
  })

  test('of IPv4 hold the IPv6 addresses that reach their addresses, and names never', () => {
    expect(matches('[::ffff:a01:203]', '10.0.0.0/8')).toBe(true)
    expect(matches('[64:ff9b::a01:203]', '10.0.0.0/8')).toBe(true)
    expect(matches('[::ffff:b01:203]', '10.0.0.0/8')).toBe(false)
    expect(matches('10.0.0.1', '[::ffff:0:0]/96')).toBe(false)
    expect(matches('10.example.com', '10.0.0.0/8', '0.0.0.0/0')).toBe(false)
    expect(matches('[::1]', '0.0.0.0/0')).toBe(false)
  })

  test.each([
    ['10.0.0.1/8', 'bits after the first 8'],
    ['10.0.0.0/33', 'no number from 0 to 32'],
    ['10.0.0.0/', 'no number from 0 to 32'],
    ['10.0.0.0/08', 'no number from 0 to 32'],
    ['fc00::/7', 'brackets'],
    ['[fc00::1]/7', 'bits after the first 7'],
    ['[fc00::]/129', 'no number from 0 to 128'],
    ['10.0.0/8', 'no address'],
    ['example.com/24', 'no address'],
    ['$private', '`$private_addresses`'],
    ['*.10.0.0.1', 'no name is below an address'],
  ])('`%s` is refused: %s', (text, problem) => {
    expect(hostPatternProblem(text)).toContain(problem)
    expect(hostPattern(text)).toBeUndefined()
  })

  test('work in the host operators as other patterns do', () => {
    const url = (host: string) =>
      truthOf(field('url', 'url_host_in', ['10.0.0.0/8', 'a.example']), { url: `http://${host}/` })
    expect(['10.1.2.3', 'a.example', '11.0.0.1', '10.1'].map(url)).toEqual(['true', 'true', 'false', 'error'])
    expect(truthOf(field('url', 'in_domain', ['[fc00::]/7']), { url: 'http://[fd00::1]/' })).toBe('true')
    expect(truthOf(field('url', 'url_host_in', ['$private_addresses']), { url: 'http://[::1]/' })).toBe(
      'true',
    )
  })
})

describe('$private_addresses', () => {
  test.each([
    '127.0.0.1',
    '127.255.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '169.254.170.2',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    '224.0.0.1',
    '239.1.2.3',
    '255.255.255.255',
    '240.0.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[fc00::1]',
    '[ff02::1]',
    '[::ffff:8.8.8.8]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[::7f00:1]',
    '[fec0::1]',

    'localhost',
    'a.localhost',
    'printer.local',
    'vault.internal',
    'metadata.google.internal',
    'nas.home.arpa',

    'host.docker.internal',
    'redis',
    'metadata',
    'kubernetes.default.svc',
    'x.svc.cluster.local',
    'fritz.lan',
    '127.0.0.1.nip.io',
    '10-0-0-1.sslip.io',
    'app.localtest.me',
    'lvh.me',
  ])('holds `%s`', (host) => {
    expect(matches(new URL(`http://${host}/`).hostname, '$private_addresses')).toBe(true)
  })

  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '11.0.0.1',
    '[2606:4700:4700::1111]',
    '[2a00:1450:4001:81b::200e]',
    '[64:ff9c::1]',

    'example.com',
    'localhost.example.com',
    'mylocalhost.com',
    'internal.example',
    'nip.io.example',
    'xn--80ak6aa92e.com',
  ])('does not hold `%s`', (host) => {
    expect(matches(host, '$private_addresses')).toBe(false)
  })

  test('stands in the digest of a policy as what it holds: a list is replaced by its items, others stay', () => {
    expect(expandHosts(['a.example', '$private_addresses', '*.b.example'])).toEqual([
      'a.example',
      ...PRIVATE_HOSTS,
      '*.b.example',
    ])
    expect(PRIVATE_HOSTS.filter((text) => hostPatternProblem(text) !== undefined)).toEqual([])
    expect(new Set(PRIVATE_HOSTS).size).toBe(PRIVATE_HOSTS.length)
  })

  test('an address that a resolver gives is private exactly where its URL is, however it is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          quad,
          ipv6.map((host) => host.slice(1, -1)),
        ),
        (address) => {
          const host = isIP(address) === 6 ? `[${address}]` : address
          const isMapped = address.startsWith('::ffff:')
          expect(isPrivateAddress(address)).toBe(!isMapped && matches(host, '$private_addresses'))
        },
      ),
    )
    expect(isPrivateAddress('fe80::1%eth0')).toBe(true)
    expect(isPrivateAddress('::ffff:10.0.0.1')).toBe(true)
    expect(isPrivateAddress('::ffff:93.184.216.34')).toBe(false)
    expect(isPrivateAddress('2606:4700:4700::1111')).toBe(false)
    expect(isPrivateAddress('not an address')).toBe(true)
  })
})

/** The first address of the block of so many bits in which a host lies, as the URL standard writes it. */
function firstOf(host: string, bits: number): string {
  const mask = bits === 0 ? 0n : ((1n << BigInt(bits)) - 1n) << BigInt(128 - bits)
  const whole = BigInt(`0x${groupsOf(host.slice(1, -1)).join('')}`) & mask
  const hex = whole.toString(16).padStart(32, '0')
  return new URL(`http://[${hex.match(/.{4}/g)?.join(':')}]/`).hostname
}

function groupsOf(address: string): readonly string[] {
  const [left = '', right] = address.split('::')
  const parts = (text = ''): readonly string[] =>
    text === '' ? [] : text.split(':').map((part) => part.padStart(4, '0'))
  const [head, tail] = [parts(left), parts(right)]
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0000'), ...tail]
}
