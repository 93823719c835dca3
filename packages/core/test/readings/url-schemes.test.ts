import { describe, expect, test } from 'vitest'
import { expandHosts, hostPattern, hostPatternProblem, judgeUrl, judgeUrlText } from '@kvlar/core/readings'

const parseUrl = (text: string): URL | undefined => URL.parse(text) ?? undefined
const patterns = (...texts: readonly string[]) =>
  expandHosts(texts).flatMap((text) => hostPattern(text) ?? [])
const PRIVATE = patterns('$private_addresses')
const ANY = patterns('*')

const truth = (text: string, list = PRIVATE): string | undefined => judgeUrlText(text, list, parseUrl)?.truth

const SCHEMES =
  `redis rediss http+unix git ssh git+ssh svn+ssh postgres postgresql mysql mongodb mongodb+srv tcp udp
  amqp mqtt nats s3 gs docker oci jdbc:mysql jdbc:postgresql web+x x-custom h323 chrome-extension intent dns webcal
  feed feed:http view-source:http view-source:https blob:http jar:http vnc socks5 rtmp irc coap grpc ldap gopher ftp ws
  wss sftp smb telnet dict about unix`.split(/\s+/)

const HOSTS = [
  '169.254.169.254',
  '127.0.0.1:6379',
  '10.0.0.5',
  '[::1]:80',
  'localhost',
  'me:pw@192.168.1.1',
  'db.internal',
]

const CASES = SCHEMES.flatMap((scheme) => HOSTS.map((host) => `${scheme}://${host}/x`))

describe('a URL of another scheme than http and https', () => {
  test.each(CASES)('is never silent about its host: %s', (text) => {
    for (const written of [
      text,
      text.toUpperCase(),
      `<${text}>`,
      `"${text}"`,
      ` ${text}`,
      text.replace('//', '\\\\'),
    ])
      expect(truth(written), written).toBe('error')
  })

  test.each(SCHEMES)('%s: with a public host is not inside of any list', (scheme) => {
    expect(truth(`${scheme}://cache.example.com/x`)).toBe('error')
    expect(truth(`${scheme}://cache.example.com/x`, patterns('cache.example.com'))).toBe('error')
  })

  test.each([
    'redis://cache:6379/0',
    'postgres://h/users/data',
    'mysql://db/x',
    'amqp://u:p@mq',
    'ssh://build/r',
    'unix:///run/x.sock',
  ])('has a host of one label where the scheme connects to hosts: %s', (text) => {
    expect(truth(text)).toBe('error')
  })
})

/** What browsers drop wherever it stands. */
const BREAKS = ['\t', '\n', '\r', '\r\n', '\t\n\t']
const BROKEN = [
  'http://169.254.169.254/',
  'https://10.0.0.1/',
  'file:///home/me/.env',
  'ftp://10.0.0.1/',
  'javascript:alert(1)',
].flatMap((url) =>
  BREAKS.flatMap((gap) =>
    Array.from(
      { length: url.indexOf(':') + 1 },
      (_, at) => `${url.slice(0, at + 1)}${gap}${url.slice(at + 1)}`,
    ),
  ),
)

test.each(BROKEN)('tabs and line ends within a scheme hide no URL: %j', (text) => {
  expect(truth(text)).toBe('error')
  expect(truth(`\ufeff ${text}`)).toBe('error')
})

test.each([
  'php:8.2-fpm',
  'zip:12',
  'about:config',
  'file:README.md language:go',
  'feed:daily',
  'redis:7-alpine',
  'expect:100-continue',
  'nginx:1.27@sha256',
  'git:main',
  'ws:8080',
  'ftp:21',
  'data:\n  key: value',
  'HTTP:\nthe protocol',
  'data\n: none',
  'see\nhttps://docs.example/',
  'Title\nredis://cache',
  'C:\\\\Users\\me',
  'C://Users/me',
  'memo://insights',
  'repo://acme/shop/contents/README.md',
  'ui://chart/bar',
  '(localhost)',
  'a://b',
])('is no URL: %j', (text) => {
  expect(truth(text)).toBeUndefined()
})

/** What may stand around a URL. */
const DRESSES: readonly ((url: string) => string)[] = [
  (url) => url,
  (url) => `<${url}>`,
  (url) => `"${url}"`,
  (url) => `'${url}'`,
  (url) => `\`${url}\``,
  (url) => `"<${url}>"`,
  (url) => `(${url})`,
  (url) => `[${url}]`,
  (url) => `\u201c${url}\u201d`,
  (url) => `\u00ab${url}\u00bb`,
  (url) => `"${url}`,
  (url) => `<${url}`,
  (url) => `url:${url}`,
  (url) => `URL: ${url}`,
  (url) => `<url:${url}>`,
  (url) => `git+${url}`,
  (url) => `\u200b${url}`,
  (url) => `\ufeff${url}`,
  (url) => `\u2060\u00a0${url} `,
  (url) => url.replace(/^https?:/, ''),
  (url) => url.replace(/^http/, 'HTTP'),
  (url) => `${url},${url}`,
  (url) => `memo://x,${url}`,
]

const PUBLIC = [
  'https://evil.example/?d=1',
  'http://evil.example',
  'https://a.b.evil.example:8443/x',
  'https://8.8.8.8/',
  'https://xn--e1afmkfd.example/',
]
const DRESSED = PUBLIC.flatMap((url) => DRESSES.map((dress) => dress(url)))

test.each(DRESSED)('`*` is every host, and what stands around its URL hides none: %j', (text) => {
  expect(truth(text, ANY)).toBe('true')
  expect(truth(text)).toBe('false')
})

test('`*` is any host in a field too, and nothing that is no host', () => {
  expect(hostPatternProblem('*')).toBeUndefined()
  expect(hostPatternProblem('**')).toBeDefined()
  expect(judgeUrl('https://a.example/', ANY, parseUrl)).toEqual({
    truth: 'true',
    part: 'a.example',
    pattern: '*',
  })
  expect(judgeUrl('https://a@b.example/', ANY, parseUrl).truth).toBe('error')
  expect(truth('plain words', ANY)).toBeUndefined()
  expect(truth('https://a@b.example/', ANY)).toBe('error')
})
