import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findSecrets } from '@kvlar/core/readings'
import { filled, randomFrom } from '../secret-shapes.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const ROUNDS = 200

/** Lines of code, settings and pages that name a secret and hold none. */
const NAMED: readonly string[] = [
  'password = getpass()',
  'password = getpass.getpass("Password: ")',
  'set API_KEY=your-key',
  'API_KEY=changeme',
  'DB_PASSWORD=${DB_PASSWORD}',
  'DB_PASSWORD=$(pass show db)',
  'DB_PASSWORD=<password>',
  'DB_PASSWORD=***',
  'DB_PASSWORD=',
  'DB_PASSWORD=password123',
  'POSTGRES_PASSWORD=postgres',
  'password: example',
  'password: string',
  'password: str = Field(min_length=12)',
  'password: !vault |',
  'password: "{{ vault_db_password }}"',
  '"password": "Password"',
  '"password": "Enter your password"',
  '"newPassword": "newPassword1"',
  '"password": "string"',
  'const password = process.env.DB_PASSWORD',
  'login({ user, password: config.password1, token: options.token })',
  'connect(user=user, password=pw1)',
  'password = hashlib.sha256',
  'secret = sha256',
  'token = jwt.sign(payload, key2)',
  'const token = await getAccessToken2(user)',
  'if (token === null) return token2',
  '"nextPageToken": "CAUQAA1234567890abcdefXYZ"',
  'page_token=CAUQAA1234567890abcdefXYZ&limit=5',
  '"max_tokens": 4096, "token_count": 1234567890',
  'X-CSRF-Token: a8f5f167f44f4964e6c998dee827110c',
  'password_hash = hash_password(password)',
  'type="password" name="password1" autocomplete="current-password"',
  'apiKey: "X-API-Key"',
  "apiKeyHeader: 'x-api-key-2'",
  'secretName: my-app-tls-2026',
  'secretKeyRef: {name: x, key: password}',
  'token: "button-primary-500"',
  'key: "a8f5f167f44f4964e6c998dee827110c"',
  'cache_key=a8f5f167f44f4964e6c998dee827110c',
  'publicKey: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="',
  'passwordless login for user2 with passkeys in 2026',
  'daemon:*:18375:0:99999:7:::',
  'root:x:0:0:root:/root:/bin/bash',
  'src/a.ts:5432:5:error:message2 of the compiler',
  'the password is required',
  'the token is refreshed2 every hour',
  'Password: [REDACTED]',
  '--password <password>',
  '--token $TOKEN',
  'docker login --password-stdin < token.txt',
  'token_type=bearer',
  'Secret: projects/1234567/secrets/foo/versions/3',
  'curl -u $USER:$PASS https://api.corp.example',
  'curl -u user:password https://api.corp.example',
  'kind: ConfigMap\ndata:\n  a: aGVsbG8gd29ybGQ=',
  'kind: Secret\nmetadata:\n  name: appsecrets\n',
  'author: "a8f5f167f44f4964e6c998dee827110c"',
  'monkey: us-1234567890123456abc, keyboard: qwertz2',
  'ENCRYPTION_KEY=$(openssl rand -hex 32)',
  'api_key: ENV["API_KEY_2026"]',
  'GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN_2026 }}',
  'the bypass = on1ce compass=n0rth',
  'prices: $1$ and $2a$ are no hashes; echo $6$',
]

const MADE: readonly string[] = [
  'order {d3}-{d7}-{d7}',
  'commit {h40} by ana',
  'request {h8}-{h4}-4{h3}-8{h3}-{h12}, trace {h32}, span {h16}',
  'key: {h64}',
  'etag "{h32}", cache_key={h40}',
  'task-{h32} risk-{h32} disk-{h32}',
  'spec-{h32} rfc-{h32}',
  'are_{A8}_{A24}',
  'https://cdn.example.com/a/{h2}/{h2}/{h40}.png?v={d10}',
  'MAC {h2}:{h2}:{h2}:{h2}:{h2}:{h2}, fingerprint {h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}:{h2}',
  'rgb({d2}, {d2}, {d2}) {d2} {d2} {d2} {d2} {d2} {d2} {d2} {d2} {d2} {d2} {d2} {d2}',
  'version {d2}.{d2}.{d2}, {d2}.{d2}.{d2}, lot {U4}-{U4}-{U4}-{U4}',
  'card 9{d3} {d4} {d4} {d4} of a shop',
  'columns {L6} {L6} {L6} {L6} {L6} {L6}',
  '{A12}\n{A12}\n{A12}\n{A12}\n',
  'sha512-{B86}== sha384-{B64}',
  'sk-button-primary sk-{L6}-{L6} pa-{L5} fc-{L6} re_{L7} phx_{L5} api-{L8}-v2',
  'pat-na1-office rnd_float fo1_bar napi_module vck_x',
]

describe('what only looks like a secret is none', () => {
  test.each(NAMED)('%s', (text) => {
    expect(foundIn(text)).toEqual([])
  })

  test.each(MADE)('%s', (pattern) => {
    const random = randomFrom(131)
    for (let round = 0; round < ROUNDS; round++) {
      const text = filled(pattern, random)
      expect(foundIn(text), text).toEqual([])
    }
  })

  test('the sources and pages of this project hold none but the examples that they speak of', () => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
      .split('\0')
      .filter((name) => /\.(?:[cm]?[jt]s|md|ya?ml|json|css|html|svg|py|lua|sql|toml|sh|txt)$/.test(name))
      .filter((name) => !/(?:^|\/)tests?\/|\.test\.|^bench\//.test(name))
    expect(files.length).toBeGreaterThan(800)
    const alarms = files.flatMap((name) =>
      foundIn(readFileSync(ROOT + name, 'utf8'))
        .filter((part) => !EXAMPLES.has(part))
        .map((part) => `${name}: ${part}`),
    )
    expect(alarms).toEqual([])
  })
})

/** Secrets that a page or a comment shows on purpose. */
const EXAMPLES: ReadonlySet<string> = new Set([
  'AKIAIOSFODNN7EXAMPLE',
  '4242 4242 4242 4242',
  's3cr3t-Pa55',
  'tr0ub4dor-and-3',
  'pw',
  'x7Gh2kLq',
  'c',
  'password',
])

test('any text is read to its end, and what is found lies inside of it', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(...Array.from('\\%=&#;x067u{}"\'+ \n\r-_./ａ\u0440\u0301\u200b\ud835\udc00')),
    }),
    fc.constantFrom(
      'password=',
      'Bearer ',
      '-----BEGIN PRIVATE KEY-----',
      'kind: Secret\ndata:',
      '://',
      '$6$',
      ':5432:',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      for (const { start, end } of findSecrets(text)) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 3000, seed: 137 },
  )
})

function foundIn(text: string): readonly string[] {
  return findSecrets(text).map(({ start, end }) => text.slice(start, end))
}
