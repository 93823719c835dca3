import { crc32 } from 'node:zlib'
import type { SecretKind } from '@kvlar/core/readings'

/** A source of numbers from 0 to 1 that gives the same ones in every run. */
export type Random = () => number

export function randomFrom(seed: number): Random {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296
}

const DIGITS = '0123456789'
const SMALL = 'abcdefghijklmnopqrstuvwxyz'
const LARGE = SMALL.toUpperCase()

/** What a letter of a pattern stands for. */
const CLASSES: Readonly<Record<string, string>> = {
  A: DIGITS + LARGE + SMALL,
  B: `${DIGITS}${LARGE}${SMALL}+/`,
  L: SMALL + DIGITS,
  U: LARGE + DIGITS,
  V: LARGE + SMALL,
  W: `${DIGITS}${LARGE}${SMALL}_-`,
  d: DIGITS,
  h: `${DIGITS}abcdef`,
  s: `${LARGE}234567`,
}

/** `{A36}` in a pattern is 36 random characters of that class; `{A20-40}` as many as chance says. */
export function filled(pattern: string, random: Random): string {
  return pattern.replace(
    /\{([A-Za-z])(\d+)(?:-(\d+))?\}/g,
    (_, letter: string, least: string, most?: string) => {
      const length = Number(least) + Math.floor(random() * (Number(most ?? least) - Number(least) + 1))
      return mixed(CLASSES[letter] ?? '', length, random)
    },
  )
}

/** Random characters with a digit, a capital and a small letter where the class has them. */
function mixed(chars: string, length: number, random: Random): string {
  for (;;) {
    const text = Array.from({ length }, () => chars[Math.floor(random() * chars.length)]).join('')
    const isMixed = [DIGITS, LARGE, SMALL].every(
      (part) =>
        !Array.from(part).some((char) => chars.includes(char)) ||
        Array.from(part).some((char) => text.includes(char)),
    )
    const isPlain = !/(.)\1\1/.test(text) && !/^[-_]|[-_]$|[-_](?:your|my|some|fake|here)/i.test(text)
    if (length < 12 || (isMixed && isPlain)) return text
  }
}

/** Six characters that prove the others: CRC-32 in base 62, by the arithmetic of the platform. */
function checked(prefix: string, random: Random): string {
  const body = filled('{A30}', random)
  let rest = BigInt(crc32(body))
  let sum = ''
  for (let at = 0; at < 6; at++) {
    sum = `${(DIGITS + LARGE + SMALL)[Number(rest % 62n)]}${sum}`
    rest /= 62n
  }
  return prefix + body + sum
}

function card(random: Random): string {
  const issuers: readonly (readonly [string, number])[] = [
    ['4', 16],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['2720', 16],
    ['34', 15],
    ['37', 15],
    ['6011', 16],
    ['65', 16],
    ['3528', 16],
    ['3589', 16],
    ['300', 14],
    ['36', 14],
    ['62', 16],
  ]
  const [prefix, length] = pick(issuers, random)
  const head = prefix + filled(`{d${length - 1 - prefix.length}}`, random)
  // The digit that makes the sum of digits, every second one doubled, a multiple of ten.
  const sum = Array.from(head)
    .toReversed()
    .reduce((total, digit, at) => {
      const value = at % 2 === 0 ? Number(digit) * 2 : Number(digit)
      return total + Math.floor(value / 10) + (value % 10)
    }, 0)
  const digits = `${head}${(10 - (sum % 10)) % 10}`
  const separator = pick(['', ' ', '-'], random)
  const groups = { 16: /(....)(....)(....)(....)/, 15: /(....)(......)(.....)/, 14: /(....)(......)(....)/ }[
    length
  ]
  return groups === undefined || separator === ''
    ? digits
    : (groups.exec(digits)?.slice(1) ?? []).join(separator)
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

function jsonWebToken(random: Random): string {
  const header = JSON.stringify({
    alg: pick(['HS256', 'RS256', 'ES256', 'EdDSA', 'none'], random),
    typ: 'JWT',
  })
  const payload = JSON.stringify({ sub: filled('{d10}', random), iat: 1_700_000_000 })
  return `${base64url(header)}.${base64url(payload)}.${filled('{W43}', random)}`
}

function pem(random: Random): string {
  const sort = pick(['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ', 'DSA '], random)
  const lines = Array.from({ length: 4 }, () => filled('{B64}', random)).join('\n')
  return `-----BEGIN ${sort}PRIVATE KEY-----\n${lines}\n-----END ${sort}PRIVATE KEY-----`
}

export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

type Maker = (random: Random) => string

const of =
  (...patterns: readonly string[]): Maker =>
  (random) =>
    filled(pick(patterns, random), random)

/** Secrets of each kind, as their issuers describe them. */
export const MAKERS: Readonly<Record<SecretKind, Maker>> = {
  ai_service: of('gsk_{A52}', 'xai-{A80}', 'pplx-{A48}', 'sk-or-v1-{h64}', 'r8_{A37}', 'lsv2_pt_{h32}_{h10}'),
  anthropic: of('sk-ant-api03-{W93}AA', 'sk-ant-admin01-{W93}AA', 'sk-ant-oat01-{W93}AA'),
  atlassian: of('ATATT3xFfGF0{W170}={U8}', 'ATCTT3xFfG{W170}={U8}', 'ATBB{A32}', 'BBDC-{A44}'),
  authorization_header: (random) =>
    random() < 0.5
      ? filled('{A32-60}', random)
      : Buffer.from(filled('{L6}:{A12}', random)).toString('base64').replaceAll('=', ''),
  aws: of('AKIA{s16}', 'ASIA{s16}', 'ABIA{s16}', 'IQoJb3JpZ2lu{B200}', 'ABSKQmVkcm9ja0FQSUtleS{A110}'),
  azure: of('{A3}8Q~{A34}', '{A76}AZDO{A4}', '{A52}JQQJ99{A20}', '{B76}+ASt{B6}==', '{B44}AzFu{B6}=='),
  card_number: card,
  chat_webhook: of(
    'hooks.slack.com/services/T{U9}/B{U10}/{A24}',
    'discord.com/api/webhooks/1{d17}/{A68}',
    'discordapp.com/api/v10/webhooks/1{d17}/{A68}',
  ),
  cloud_service: of(
    'LTAI{A20}',
    'sbp_{h40}',
    'pul-{h40}',
    'sb_secret_{A32}',
    '{A14}.atlasv1.{A67}',
    'tskey-auth-{A32}',
  ),
  cloudflare: of('cfk_{A48}', 'cfut_{A48}', 'cfat_{A48}', 'v1.0-{h24}-{h146}'),
  connection_string: of('{L8}', '{A16}', '{A4}!{A4}', '{A6}%40{A4}'),
  databricks: of('dapi{h32}'),
  developer_service: of('PMAK-{h24}-{h34}', 'NRAK-{U27}', 'figd_{A40}', 'glsa_{A32}_{h8}', 'pat{A14}.{h64}'),
  digitalocean: of('dop_v1_{h64}', 'doo_v1_{h64}', 'dor_v1_{h64}'),
  discord: (random) =>
    `${Buffer.from(filled('1{d17}', random)).toString('base64url')}.${filled('{A6}.{A38}', random)}`,
  docker_hub: of('dckr_pat_{A27}', 'dckr_oat_{A27}'),
  doppler: of('dp.pt.{A43}', 'dp.st.dev.{A43}', 'dp.ct.{A43}', 'dp.sa.{A43}'),
  github: (random) =>
    random() < 0.7
      ? checked(pick(['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], random), random)
      : filled(pick(['github_pat_11{U20}_{A59}', 'ghp_{A36}'], random), random),
  gitlab: of(
    'glpat-{A20}',
    'glpat-{A27}.01.{L9}',
    'gldt-{A20}',
    'glrt-{A20}',
    'glptt-{h40}',
    'GR1348941{A20}',
  ),
  google: of('AIza{A35}', 'GOCSPX-{A28}', 'ya29.{A120}', '1//0{A60}'),
  heroku: of('HRKU-AA{A58}', 'HRKU-{h8}-{h4}-{h4}-{h4}-{h12}'),
  hugging_face: of('hf_{V34}', 'api_org_{V34}'),
  jwt: jsonWebToken,
  kvlar: of('kvlar_{A43}', 'kvp1.{A400}'),
  linear: of('lin_api_{A40}', 'lin_oauth_{h64}'),
  mail_service: of('SG.{A22}.{A43}', 'key-{h32}', '{h32}-us12', 'xkeysib-{h64}-{A16}'),
  named_secret: of('{A12}', '{L4}!{A4}', '{h32}', '{A6}$%{d2}'),
  notion: of('ntn_{A46}', 'secret_{A43}'),
  openai: of('sk-proj-{A74}T3BlbkFJ{A74}', 'sk-{A20}T3BlbkFJ{A20}', 'sk-svcacct-{A58}', 'sk-admin-{A58}'),
  package_registry: (random) =>
    random() < 0.4
      ? checked('npm_', random)
      : filled(pick(['pypi-AgEIcHlwaS5vcmc{A150}', 'rubygems_{h48}', 'oy2{L43}'], random), random),
  password_hash: of('$6${A16}${A86}', '$2y$10${A53}', '$apr1${A8}${A22}', '$5${A8}${A43}', '{SSHA}{A38}=='),
  payment_service: of('access_token$production${L16}${h32}'),
  private_key: (random) => (random() < 0.8 ? pem(random) : filled('AGE-SECRET-KEY-1{U58}', random)),
  sentry: of('sntryu_{h64}', 'sntrys_eyJpYXQi{A120}_{A43}'),
  shopify: of('shpat_{h32}', 'shpca_{h32}', 'shppa_{h32}', 'shpss_{h32}'),
  slack: of(
    'xoxb-{d12}-{d12}-{A24}',
    'xoxp-{d12}-{d12}-{d12}-{h32}',
    'xapp-1-A{U10}-{d13}-{h64}',
    'xoxe.xoxp-1-{A160}',
  ),
  square: of('sq0atp-{A22}', 'sq0csp-{A43}', 'EAAA{A60}'),
  stripe: of('sk_live_{A24}', 'rk_live_{A99}', 'sk_test_{A24}', 'whsec_{A32}'),
  telegram: of('1{d8}:AA{A33}', '7{d9}:AA{A33}'),
  twilio: of('SK{h32}'),
  vault: of('hvs.{A24}', 'hvb.{A140}', 'hvs.CAES{A90}'),
}

/** What the secrets of some kinds are known by stands around them. */
export function inContext(kind: SecretKind, secret: string): string {
  if (kind === 'connection_string') return `postgres://app:${secret}@db.corp.example:5432/main`
  if (kind === 'named_secret') return `DB_PASSWORD=${secret}`
  if (kind !== 'authorization_header') return secret
  const isBasic = /^[a-z0-9]+:[A-Za-z0-9]+$/.test(Buffer.from(secret, 'base64').toString('latin1'))
  return `Authorization: ${isBasic ? 'Basic' : 'Bearer'} ${secret}`
}

/** Kinds that are one token; others have a context around them. */
export const TOKEN_KINDS: readonly SecretKind[] = [
  'anthropic',
  'databricks',
  'digitalocean',
  'docker_hub',
  'github',
  'gitlab',
  'google',
  'hugging_face',
  'linear',
  'notion',
  'openai',
  'shopify',
  'slack',
  'stripe',
  'twilio',
  'vault',
]
