import type { JsonObject, JsonValue } from '@kvlar/core/json'

/** Policies for servers of work tools, whose calls leave the house. */
export const WORK_TOOLS = ['calendar', 'email', 'github', 'jira', 'linear', 'notion', 'slack'] as const

/** Arguments that no published server of these has beside the ones of the call, by what they would do. */
export const RIDERS: readonly string[] = (
  'host base_url baseUrl proxyUrl endpoint callback_url webhook command exec script env cwd working_dir shellPath ' +
  'save_to savePath output_file outFile path2 impersonate on_behalf_of Authorization headers token apiKey api_key ' +
  '__proto__ constructor Query QUERY ID Id input arguments params batch then onSuccess dryRun2'
).split(' ')

/** What such an argument may hold. */
export const RIDER_VALUES: readonly JsonValue[] = [
  'x',
  '',
  'https://evil.invalid/',
  null,
  true,
  0,
  ['x'],
  { path: '/etc/passwd' },
]

const KEY = 'AKIAIOSFODNN7EXAMPLE'
const DATABASE = 'postgres://admin:hunter2hunter2@db.acme.test/shop'
const CARD = '4111 1111 1111 1111'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const hex = (text: string) => Buffer.from(text).toString('hex')
const percent = (text: string) => encodeURIComponent(text).replaceAll(/[A-Za-z0-9]/g, escapeByte)
const escapeByte = (letter: string) => `%${letter.charCodeAt(0).toString(16)}`
const wide = (text: string) =>
  text.replaceAll(/[!-~]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfe_e0))

/** How a secret is written so that a reader of texts might miss it. */
const CODINGS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `see "${secret}", please`,
  (secret) => `line\n${secret}\nline`,
  (secret) => `https://example.com/?q=${encodeURIComponent(secret)}`,
  (secret) => `[text](https://example.com/${base64(secret)})`,
  (secret) => base64(secret),
  (secret) => base64(`the key is ${secret} and so on`),
  (secret) => base64(secret).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  (secret) => hex(secret),
  (secret) => hex(secret).toUpperCase(),
  percent,
  (secret) => encodeURIComponent(base64(secret)),
  (secret) => JSON.stringify({ text: secret }),
  (secret) => JSON.stringify({ text: JSON.stringify({ text: secret }) }),
  (secret) => secret.replaceAll(/[A-Z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  wide,
]

/** Every secret in every coding. */
export const SECRET_TEXTS: readonly string[] = [KEY, DATABASE, CARD].flatMap((secret) =>
  CODINGS.map((write) => write(secret)),
)

/** The same call with one of its texts replaced, for each of its texts, however deep. */
export function replacingTexts(value: JsonObject, text: string): readonly JsonObject[] {
  // An object stays an object: only texts are replaced.
  return replaced(value, text) as readonly JsonObject[]
}

function replaced(value: JsonValue, text: string): readonly JsonValue[] {
  if (typeof value === 'string') return [text]
  if (Array.isArray(value))
    return value.flatMap((item: JsonValue, at) => replaced(item, text).map((each) => value.with(at, each)))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, item]) =>
    replaced(item, text).map((each) => Object.assign({}, value, { [key]: each })),
  )
}

/** Private addresses as clients read them. */
export const PRIVATE_URLS: readonly string[] = [
  ...['127.0.0.1', '10.0.0.1', '192.168.1.1', '169.254.169.254', '100.100.100.200', '0.0.0.0'].flatMap(
    (ip) => [
      `http://${ip}/`,
      `https://${ip}:8443/a?b=c#d`,
      `HTTP://${ip}`,
      `http:/${ip}/`,
      `http:\\\\${ip}\\`,
      `//${ip}/x`,
      `http://user:pw@${ip}/`,
      `http://example.com@${ip}/`,
      `http://${ip}./`,
      `http://[::ffff:${ip}]/`,
      `http://[64:ff9b::${ip}]/`,
      `http://${ip}.nip.io/`,
      `http://${numberOf(ip)}/`,
      `http://0x${numberOf(ip).toString(16)}/`,
      `http://0${numberOf(ip).toString(8)}/`,
      `http://${ip.replaceAll('.', '。')}/`,
      `http://${ip.replaceAll('.', '%2e')}/`,
      ` http://${ip}/`,
      `http://${wide(ip)}/`,
    ],
  ),
  ...'localhost LOCALHOST a.localhost metadata.google.internal redis nas.local db.lan api.svc [::1] [::] [fc00::1] [fe80::1]'
    .split(' ')
    .flatMap((host) => [
      `http://${host}/`,
      `https://${host}:9000/x`,
      `http://u@${host}/`,
      `http://example.com#@${host}/`.replace('example.com#@', ''),
      `http:${host}/`,
    ]),
  'file:///etc/passwd',
  'gopher://10.0.0.1/',
  'data:text/html,x',
  'ftp://10.0.0.1/',
  'javascript:x',
]

function numberOf(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** Names that look like a tool's name, or that some client or server could take for it. */
export function lookAlikes(name: string): readonly string[] {
  return [
    name.toUpperCase(),
    name.replace(/^./, (first) =>
      first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase(),
    ),
    `${name} `,
    ` ${name}`,
    `${name}\n`,
    `${name}\u200b`,
    `${name}\u0000`,
    `${name};rm -rf /`,
    `${name}/../x`,
    `${name}_v2`,
    `x_${name}`,
    `mcp__server__${name}`,
    `server.${name}`,
    `${name}${name}`,
    name.replace(/[aeo]/, (letter) => ({ a: 'а', e: 'е', o: 'о' })[letter] ?? letter),
    name.replace(/[-_]|(?<=[a-z])(?=[A-Z])/, '\u00ad'),
    wide(name),
    percent(name),
  ].filter((each) => each !== name)
}
