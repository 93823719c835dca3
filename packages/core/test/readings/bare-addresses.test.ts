import { describe, expect, test } from 'vitest'
import { expandHosts, hostPattern, judgeUrlText } from '@kvlar/core/readings'

const parseUrl = (text: string): URL | undefined => URL.parse(text) ?? undefined
const PRIVATE = expandHosts(['$private_addresses']).flatMap((text) => hostPattern(text) ?? [])
const truth = (text: string): string | undefined => judgeUrlText(text, PRIVATE, parseUrl)?.truth

const stopped = (text: string): void => {
  expect(['true', 'error'], text).toContain(truth(text))
}

/** Every way in which `inet_aton` takes an address in two or three parts, in each base. */
function shortForms([a = 0, b = 0, c = 0, d = 0]: readonly number[]): readonly string[] {
  const bases = [
    (value: number): string => String(value),
    (value: number): string => `0x${value.toString(16)}`,
    (value: number): string => `0${value.toString(8)}`,
  ]
  const parts = [
    [a, (b * 256 + c) * 256 + d],
    [a, b, c * 256 + d],
  ]
  return parts.flatMap((numbers) =>
    bases.flatMap((first) =>
      bases.map((last) => numbers.map((value, at) => (at === 0 ? first : last)(value)).join('.')),
    ),
  )
}

/** Items parted by a dot in the middle. */
const listed = (text: string): readonly string[] => text.split(' · ')

const INSIDE = [
  [127, 0, 0, 1],
  [127, 9, 8, 7],
  [169, 254, 169, 254],
  [192, 168, 1, 1],
  [10, 0, 0, 1],
  [10, 20, 30, 40],
  [172, 16, 0, 1],
  [172, 31, 255, 1],
  [100, 100, 100, 200],
]
const BEHIND = ['/x', '/latest/meta-data', ':8080', ':443/x', '/?a=b', '#x', '?x', '/x y', '\\x']

const SUFFIXES = [
  ...listed(`internal · intranet · lan · corp · local · home · private · localdomain · home.arpa`),
  ...listed(`svc · consul · svc.cluster.local · ec2.internal`),
]

describe('an address inside of a network without a scheme', () => {
  test.each(INSIDE.map((parts) => [parts.join('.'), parts] as const))(
    'is seen in two and three parts where more stands behind it: %s',
    (_, parts) => {
      for (const form of shortForms(parts))
        // The prefix of a digital object identifier.
        if (!/^10\.[0-9]{4,9}$/.test(form)) for (const more of BEHIND) stopped(`${form}${more}`)
    },
  )

  test.each([
    ...listed(`127.1 · 127.0.1 · 127.1. · 0x7f.1 · 0177.1 · 0x7f.0.1 · 0x7f000001 · 127.0x1 · 0xa.1`),
    ...listed(`169.254.43518 · 169.254.0xa9fe · 0xa9.0xfea9fe · 192.168.257 · 192.168.1 · 0xc0.168.257`),
    ...listed(`0/x · 00/x · 0x0/x · 0.0/x · 0:8080 · 3232235777/x · 2130706433:80 · 2852039166/latest`),
    ...listed(`metadata.google.internal · gateway.docker.internal · host.containers.internal`),
    ...listed(`kubernetes.default.svc · api.shop.svc.cluster.local · ip-10-0-0-1.ec2.internal`),
    ...listed(`kubernetes.default/api · instance-data/latest · metadata/computeMetadata/v1/`),
    ...listed(`"127.1" · <db.internal:5432> ·  printer.local/x  · \uff11\uff12\uff17.1`),
  ])('is seen: %s', stopped)

  test.each(['evil.com@SSL', 'evil.com@ssl@8443', 'evil.com@8080', '10.0.0.5@80', 'files@SSL'])(
    'is seen as a folder of a web server: %s',
    (host) => {
      for (const text of [`\\\\${host}\\x`, `//${host}/DavWWWRoot/x`, `\\\\${host}\\a b.txt`]) stopped(text)
    },
  )

  test('is seen by the end of its name', () => {
    for (const suffix of SUFFIXES)
      for (const name of ['x', 'db-1', 'a.b', 'my_nas'])
        for (const more of BEHIND)
          for (const text of [`${name}.${suffix}${more}`, `${name}.${suffix}.${more}`.toUpperCase()])
            stopped(text)
  })
})

describe('a scheme without slashes behind it', () => {
  const schemes = [
    'gopher',
    'dict',
    'ldap',
    'ldaps',
    'smb',
    'ssh',
    'git',
    'sftp',
    'telnet',
    'tftp',
    'ftp',
    'ws',
  ]
  const hosts = [
    '127.0.0.1',
    '127.0.0.1:11211/x',
    'localhost',
    'localhost:389',
    '[::1]:22',
    '10.1/x',
    'db.internal:1',
  ]
  test.each(schemes)('leads to a host: %s', (scheme) => {
    for (const host of [...hosts, 'me@10.0.0.5', 'printer.local/x', '127.1'])
      for (const text of [`${scheme}:${host}`, `${scheme.toUpperCase()}:${host}`, `"${scheme}:${host}"`])
        stopped(text)
  })

  test.each([
    ...listed(
      `gopher:evil.example · dict:evil.example:2628/d · ldap:evil.example/dc=x · smb:evil.example/share`,
    ),
    ...listed(
      `ssh:me@evil.example · ssh:evil.example · git:evil.example/r.git · git:evil.com · sftp:evil.example · view-source:file:/etc/hosts`,
    ),
    ...listed(
      `feed:http:127.0.0.1 · filesystem:http:x · netdoc:/etc/passwd · jar:http:x!/y · ws:\t127.0.0.1`,
    ),
  ])('leads elsewhere: %s', stopped)
})

/** Counts up to a number, so that each family below is generated whole. */
const upTo = (count: number, step = 1): readonly number[] =>
  Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step)

const pairs = upTo(32).flatMap((a) => upTo(60, 3).map((b) => [a, b] as const))
const padded = (value: number): string => String(value).padStart(2, '0')
const UNITS =
  'h hour day week month mo year user seat unit kg km mi GB mb req item night person each piece'.split(' ')
const FILES = [
  'config',
  'settings',
  'app',
  'docker-compose',
  'Dockerfile',
  'appsettings',
  'web',
  'values',
  'Make',
]

const ORDINARY: Readonly<Record<string, readonly string[]>> = {
  versions: [
    ...pairs.flatMap(([a, b]) => [
      `${a}.${b}`,
      `${a}.${b}.${a}`,
      `v${a}.${b}/x`,
      `${a}.${b}.${b * 997}`,
      `^${a}.${b}`,
    ]),
    ...listed(
      `127.0.2 · 127.0.6533 · 10.0.19045 · 10.0.22631.4460 · 10.15.7 · 192.0 · 172.16 · 169.254 · 100.64`,
    ),
  ],
  decimals: [
    ...upTo(260, 0.25).map((value) => value.toFixed(2)),
    ...upTo(260, 7).flatMap((value) => [
      `-${value}.5`,
      `${value}.5%`,
      `${value},5`,
      `${value}.0276`,
      `0.${value}`,
    ]),
    ...listed(`127.0276 · 126.978 · 169.16689407 · 10.12345678 · 0 · 00 · 0.0 · 0.5 · 1e10 · 10e3`),
  ],
  prices: [
    ...upTo(120, 0.75).flatMap((value) => UNITS.map((unit) => `${value.toFixed(2)}/${unit}`)),
    ...UNITS.flatMap((unit) => [`10.5/${unit}`, `0/${unit}`, `10.99/${unit}`, `10/${unit}s`]),
    ...listed(`$10.1/x · 10.1 EUR/month · 10.50 per month · €10.99/mo`),
  ],
  dates: pairs.flatMap(([a, b]) => [
    `${a}/${b}`,
    `${a}/${b}/2026`,
    `2026/${padded(a)}/${padded(b)}`,
    `${padded(a)}.${padded(b)}.2026`,
    `${a}.${b}.26`,
    `10.${a}/11.${b}`,
    `${padded(a)}:${padded(b)}`,
    `10.${padded(a)}:${padded(b)}`,
  ]),
  'file names': FILES.flatMap((name) =>
    ['local', 'home', 'private', 'internal', 'lan', 'corp', 'svc'].flatMap((end) => [
      `${name}.${end}`,
      `.${name}.${end}`,
      `${name}.${end}.json`,
      `./${name}.${end}/x`,
      `src/${name}.${end}/x`,
      `${name}.${end}.yaml:12`,
      `/${name}.${end}/x`,
      `../${name}.${end}/a.ts`,
      `${name}.local:12`,
      `${name}-${end}/x`,
    ]),
  ),
  'code and names': [
    ...listed(
      `MyApp.Internal/Foo.cs · System.Private/Uri.cs · Acme.Web.Local/Startup.cs · internal/x · local/bin/x`,
    ),
    ...listed(
      `home/me · private/key · lan/x · svc/main.go · corp/handbook.md · instance-data · metadata/x.json`,
    ),
    ...listed(
      `metadata · this.internal · self.private · app.internal.foo · internal.example.com/x · window.localStorage`,
    ),
    ...listed(
      `kubernetes · kubernetes/api · consul · db.internal is down · see printer.local · is:open label:x.corp`,
    ),
  ],
  'sections and identifiers': [
    ...listed(
      `10.1000/182 · 10.1038/nature12373 · 10.1145/3292500.3330701 · doi:10.1038/x · §10.1 · 10.1. · 10.1)`,
    ),
    ...listed(
      `Section 10.1/a · 10.1 Setup · 3.2.1 Setup · Rev. 10.1 · 0/10 · 0/0/1 · 10/10 · 1/x · 12/a · 1:1 · 10:1`,
    ),
    ...listed(`123456789/photo.jpg · 1700000000/x · 12345678:90 · 0x1f · 0xdeadbeef · 0x0 · #0x7f`),
  ],
  'words with a colon': [
    ...listed(
      `git:main · git:v1.2.3 · git:README.md · git:release/1.2 · git:10.1 · ssh:22 · ssh:config · ssh:~/.x`,
    ),
    ...listed(
      `dict:word · ldap:uid · smb:on · redis:7.2-alpine · mariadb:10.11 · postgres:16.1 · mysql:8.0.36`,
    ),
    ...listed(
      `php:8.2-fpm · nginx:1.27 · feed:daily · about:config · view-source: · file:README.md · gopher: a rodent`,
    ),
    ...listed(
      `telnet: is it open? · git: fix the build · author:a.b · scope:x.y · jar:12 · filesystem:x · ftp:21`,
    ),
  ],
}

test.each(Object.entries(ORDINARY))('ordinary texts are no addresses: %s', (_, texts) => {
  expect(texts.filter((text) => truth(text) !== undefined)).toEqual([])
  expect(texts.length).toBeGreaterThan(20)
})
