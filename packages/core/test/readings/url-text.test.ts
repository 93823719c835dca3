import { describe, expect, test } from 'vitest'
import { expandHosts, hostPattern, judgeUrlText } from '@kvlar/core/readings'

const parseUrl = (text: string): URL | undefined => URL.parse(text) ?? undefined
const PRIVATE = expandHosts(['$private_addresses']).flatMap((text) => hostPattern(text) ?? [])
const OWN = ['api.corp.example', '*.docs.example'].flatMap((text) => hostPattern(text) ?? [])

const truth = (text: string, patterns = PRIVATE): string | undefined =>
  judgeUrlText(text, patterns, parseUrl)?.truth

/** Addresses that no call may reach, as four numbers. */
const TARGETS = [
  [127, 0, 0, 1],
  [169, 254, 169, 254],
] as const

/** Ways to write an IPv4 address that some client understands. */
function spellings(parts: readonly number[]): readonly string[] {
  const bits = parts.reduce((sum, part) => sum * 256 + part, 0)
  const [a = 0, b = 0, c = 0, d = 0] = parts
  const hex = (value: number): string => `0x${value.toString(16)}`
  const octal = (value: number): string => `0${value.toString(8)}`
  const wide = (text: string, from: number): string =>
    text.replace(/[0-9]/g, (digit) => String.fromCharCode(from + Number(digit)))
  const circled = parts
    .join('.')
    .replace(/[0-9]/g, (digit) => (digit === '0' ? '\u24ea' : String.fromCharCode(0x245f + Number(digit))))
  const words = [hex(a * 256 + b).slice(2), hex(c * 256 + d).slice(2)].join(':')
  return [
    parts.join('.'),
    `${parts.join('.')}.`,
    String(bits),
    hex(bits),
    hex(bits).toUpperCase().replace('X', 'x'),
    octal(bits),
    `00${octal(bits)}`,
    parts.map(hex).join('.'),
    parts.map(octal).join('.'),
    parts.map((part) => part.toString().padStart(3, '0')).join('.'),
    [hex(a), octal(b), c, d].join('.'),
    [a, b, c * 256 + d].join('.'),
    [a, (b * 256 + c) * 256 + d].join('.'),
    wide(parts.join('.'), 0xff10),
    parts.join('\u3002'),
    parts.join('\uff0e'),
    circled,
    parts.map((part) => `%${part.toString(16).padStart(2, '0')}`).join(''),
    parts.join('.').replace(/[0-9]/g, (digit) => `%3${digit}`),
    parts.join('%2e'),
    `[::ffff:${parts.join('.')}]`,
    `[::ffff:${words}]`,
    `[0:0:0:0:0:ffff:${words}]`,
    `[0000::ffff:${words}]`,
    `[::${words}]`,
    `[64:ff9b::${parts.join('.')}]`,
    `[64:ff9b::${words}]`,
    `[2002:${words}::]`,
    `user@${parts.join('.')}`,
    `user:pw@${parts.join('.')}`,
    `example.com@${parts.join('.')}`,
    `${parts.join('.')}.nip.io`,
    `${parts.join('-')}.sslip.io`,
  ]
}

const HOSTS = [
  ...TARGETS.flatMap(spellings),
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  '[::1]',
  '[::]',
  '[0:0::1]',
  '[fe80::1%25eth0]',

  'metadata.google.internal',
  'metadata',
  'instance-data.ec2.internal',
  '[fd00:ec2::254]',
  'db.internal',
  'nas.local',
]

/** What may stand around a host in a URL. */
const FRAMES: readonly ((host: string) => string)[] = [
  (host) => `http://${host}`,
  (host) => `http://${host}/latest/meta-data/`,
  (host) => `https://${host}:8080/x?y=1#z`,
  (host) => `HTTP://${host}/`,
  (host) => `http:${host}/`,
  (host) => `http:/${host}/`,
  (host) => `http:\t${host}/latest/`,
  (host) => `https:\r\n${host}`,
  (host) => `HTTP:\n\t${host}:8080/a b`,
  (host) => `"http:\t${host}/"`,
  (host) => `\u0000ws:\n${host}/`,
  (host) => `http:///${host}/`,
  (host) => `http:\\\\${host}\\x`,
  (host) => `http:/\\${host}/`,
  (host) => `ws://${host}/`,
  (host) => `ftp://${host}/`,
  (host) => `gopher://${host}:70/_x`,
  (host) => `view-source:http://${host}/`,
  (host) => `jar:http://${host}/!/x`,
  (host) => `  http://${host}/\n`,
  (host) => `\u0000http://${host}/`,
  (host) => `\ufeffhttp://${host}/`,
  (host) => `<http://${host}/>`,
  (host) => `"http://${host}/"`,
  (host) => `URL:http://${host}/`,
  (host) => `git+http://${host}/x.git`,
  (host) => `http\u200b://${host}/`,
  (host) => `\uff48ttp://${host}/`,
  (host) => encodeURIComponent(`http://${host.replaceAll('%', '')}/`),
  (host) => `http://${host}/ please fetch this`,
  (host) => `http://${host}/\nhttp://${host}/x`,
]

describe('judgeUrlText', () => {
  test.each(HOSTS)('`%s` never passes for a public host, however its URL is written', (host) => {
    for (const frame of FRAMES) expect(['true', 'error'], frame(host)).toContain(truth(frame(host)))
  })

  test('a client that reads the address from any of these URLs is never told that it is outside', () => {
    let read = 0
    for (const host of HOSTS)
      for (const frame of FRAMES) {
        const parsed = parseUrl(frame(host))
        if (parsed === undefined || !/^(?:127\.0\.0\.1|169\.254\.169\.254|localhost)$/.test(parsed.hostname))
          continue
        read += 1
        expect(truth(frame(host))).not.toBe('false')
      }
    expect(read).toBeGreaterThan(200)
  })

  test.each([
    '127.0.0.1',
    '127.0.0.1:80',
    '169.254.169.254/latest/meta-data',
    '10.0.0.1/x?y',
    '[::1]:3000/x',
    '::1',
    'localhost',
    'localhost:3000',
    'localhost/x',
    'a.localhost:80',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',

    'metadata.google.internal/computeMetadata/v1/',
    '//169.254.169.254/x',
    '//localhost/x',
    '//metadata/x',

    '2130706433',
    '0x7f000001',
    '017700000001',
    '2852039166',
    '0177.0.0.1',
    '127.1/x',
    '127.1:80',
    '0xa9.254.169.254',
    '\\\\169.254.169.254\\share',
    '\\/127.0.0.1/',
    '/\\127.0.0.1/',
    'http%3A%2F%2F169.254.169.254%2F',
    '/%2F169.254.169.254/x',
    '\uff11\uff12\uff17.0.0.1',
    'fe80::1%eth0',
    '169.254.169.254/latest?x=a b',
    'localhost/a b',
    '[::1]/a\tb',
    'user@169.254.169.254',
    'user:pw@10.0.0.5/x',
    '@[::1]:80/x',
    '127.0.0.1.nip.io/x',
    'a.b.localtest.me',
    'lvh.me',
    '\u24dbocalhost',
    '169\u3002254\u3002169\u3002254',
    'loc\u00adalhost:80',
    '//169\u3002254\u3002169\u3002254/x',
    '//\uff1169.254.169.254/x',
    '//169.2\ufeff54.169.254/x',
    '//169.254.16\t9.254/x',
    '//169.254.\r169.254/x',
    '//169.254.169.254\n/x',
    '//169.254.169.254/x x',
    '/\\169\u3002254\u3002169\u3002254/x',
    '\\\\169.254.169.254\\x y',
    '/\r/169.254.169.254/X',
    '/\t\\\uff1169.254.169.254/x',
    '// a b@169.254.169.254/x',
    '//?/UNC/evil.example/share/x',
    '\\\\?\\UNC\\evil.example\\share',
    '\\\\.\\unc\\evil.example\\share',
  ])('`%s` is an address without a scheme, and not outside', (text) => {
    expect(['true', 'error']).toContain(truth(text))
  })

  test.each([
    'file:///etc/shadow',
    'FILE:/etc/shadow',
    'data:text/html,<script>',
    'data:;base64,QUJD',
    'javascript:alert(1)',
    'blob:https://example.com/x',
    'gopher://example.com/',
    'dict://example.com:11211/stat',
    'ldap://example.com/',
    'view-source:https://example.com/',
    'jar:https://example.com/a.jar!/x',
    'ftp://example.com/',
    'wss://example.com/',
    'php://filter/x',
  ])('`%s` is an error: its scheme is not http or https', (text) => {
    expect(truth(text)).toBe('error')
    expect(truth(text, OWN)).toBe('error')
  })

  test.each([
    'see http://169.254.169.254/ for more',
    '[link](http://169.254.169.254/)',
    '# Title\n\nhttp://169.254.169.254/',
    'git@github.com:kvlar/kvlar.git',
    'urn:isbn:9780131103627',
    'memo://notes/1',
    'mailto:ana@corp.example',
    'memory://graph',
    'demo://resource/dynamic/text/1',
    'issue://42',
    'slack://channel/users',
    'the data: numbers and files',
    'http: the protocol',
    'https',
    'localhost is down, see a/b',
    '10.0.0.5 is down',
    'me@localhost',
    'ann@corp.example',
    'deploy@10.0.0.5.example',
    'caf\u00e9 10.0.0.1/x',
    '// @ts-ignore a/b',
    '//todo\nconst share = a.b/c',
    '//10.0.0.1 is the router',
    '// a comment about localhost',
    '//eslint-disable-next-line',
    '/usr/local/bin',
    '\\\\fileserver\\share\\x',
    'C:\\Users\\ana',
    '1.2.3',
    '10.5',
    '3/4',
    '12/24/2026',
    '1700000000',
    '2147483647',
    '12:30:45',
    '044.123.45.67',
    'aa:bb:cc:dd:ee:ff',
    'std::vector',
    'localhost is not reachable',
    'example.com',
    'redis:6379',
    'key:value',
    '$private_addresses',
    '',
    ' ',
  ])('`%s` is not of the shape of a URL', (text) => {
    expect(truth(text)).toBeUndefined()
  })

  test.each([
    ['https://api.corp.example/x', 'true'],
    ['https://a.docs.example', 'true'],
    ['https://docs.example/', 'false'],
    ['https://evil.example/?u=https://api.corp.example/', 'false'],
    ['https://api.corp.example/?next=http://169.254.169.254/', 'true'],
    ['https://api.corp.example/x is the page', 'true'],
    ['https://api.corp.example, please', 'true'],
    ['https://api.corp.example @evil.example/', 'error'],
    ['https://api.corp.example\t.evil.example/', 'error'],
    ['https://api.corp.example\n@evil.example/', 'error'],
    ['https://api.corp.example,@evil.example/', 'error'],
    ['https://api.corp.example\\@evil.example/', 'error'],
    ['https://api.corp.example/\nhttps://a.docs.example/', 'true'],
    ['https://api.corp.example/\nhttps://evil.example/', 'error'],
    ['https://api.corp.example/,https://evil.example/', 'error'],
    ['https://api.corp.example/ file:///etc/shadow', 'error'],
    ['git+https://api.corp.example/x.git', 'true'],
    ['https://api.corp.example.', 'error'],
    ['https://API.corp.example/', 'error'],
  ])('`%s` against a list of own hosts is %s', (text, expected) => {
    expect(truth(text, OWN)).toBe(expected)
  })

  test('a list of more URLs than are read is an error', () => {
    const list = (length: number): string => Array.from({ length }, () => 'https://a.docs.example/').join(' ')
    expect(truth(list(1000), OWN)).toBe('true')
    expect(truth(list(1001), OWN)).toBe('error')
  })

  test('says which host met which pattern', () => {
    expect(judgeUrlText('http://169.254.169.254/x', PRIVATE, parseUrl)).toEqual({
      truth: 'true',
      part: '169.254.169.254',
      pattern: '169.254.0.0/16',
    })
  })
})
