import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { field, origin, truthOf } from '../rule-builders.ts'
import { filled, MAKERS, pick, type Random, randomFrom } from '../secret-shapes.ts'

const ROUNDS = 60

/** Arguments in which a secret is one only by what stands beside it. */
const PASSWORD_IN: Readonly<Record<string, (secret: string) => JsonObject>> = {
  'behind its key': (secret) => ({ password: secret }),
  'behind its key, deeper': (secret) => ({ a: [{ user: 'ana', db_password: secret }] }),
  'behind its key in another language': (secret) => ({ login: { contraseña: secret } }),
  'in an entry of key and value': (secret) => ({ filter: { key: 'DB_PASSWORD', value: secret } }),
  'in an entry whose value comes first': (secret) => ({ env: [{ value: secret, name: 'DB_PASSWORD' }] }),
  'in an entry with more in it': (secret) => ({
    field: 'password',
    type: 'text',
    note: 'a '.repeat(99),
    Value: secret,
  }),
  'in a list behind its key': (secret) => ({ filter: { password: [secret] } }),
  'in a longer list behind its key': (secret) => ({
    password: ['none', secret],
  }),
  'in an object behind its key': (secret) => ({ filter: { password: { value: secret } } }),
  'in a comparison behind its key': (secret) => ({ password: { op: 'eq', $eq: secret } }),
  'in a list in an object behind its key': (secret) => ({ password: { $in: [secret] } }),
  'in a list of an entry': (secret) => ({ name: 'password', values: [secret] }),
  'in an entry of short keys': (secret) => ({ filter: { name: 'DB_PASSWORD', v: secret } }),
  'in a comparison of a field': (secret) => ({ where: { field: 'password', equals: secret } }),
  'in an entry of property and data': (secret) => ({ data: secret, property: 'password' }),
  'in a column of a table': (secret) => ({
    q: [
      ['user', 'password', 'age'],
      ['ben', 'none', 7],
      ['ana', secret, 8],
    ],
  }),
  'behind an arrow': (secret) => ({ query: `password -> ${secret}` }),
  'behind an arrow of one sign': (secret) => ({ query: `password → ${secret}` }),
}

const STRONG_IN: Readonly<Record<string, (secret: string) => JsonObject>> = {
  'in a list of two': (secret) => ({ q: ['DB_PASSWORD', secret] }),
  'in a list of lists': (secret) => ({
    q: [
      ['user', 'ana'],
      ['password', secret],
    ],
  }),
}

const KEY_IN: Readonly<Record<string, (secret: string) => JsonObject>> = {
  'behind its key': (secret) => ({ filter: { api_key: secret } }),
  'in an entry': (secret) => ({ key: 'AWS_SECRET_ACCESS_KEY', value: secret }),
  'in a list of two': (secret) => ({ q: ['API_TOKEN', secret] }),
  'in a cookie': (secret) => ({ headers: { Cookie: `session=${secret}` } }),
}

const holdsSecret = { kind: 'anywhere', operator: 'contains_secret', value: null, origin } as const

describe('a secret by what stands beside it', () => {
  const cases: readonly (readonly [string, readonly string[], (secret: string) => JsonObject])[] = [
    ...Object.entries(PASSWORD_IN).map(([name, put]) => [name, ['{L7}{d2}', '{A6}!{A4}{d1}'], put] as const),
    ...Object.entries(STRONG_IN).map(([name, put]) => [name, ['{A6}{d2}!{V3}', '{A32}'], put] as const),
    ...Object.entries(KEY_IN).map(([name, put]) => [`a key ${name}`, ['{h32}', '{A40}'], put] as const),
  ]
  test.each(cases)('%s', (_, patterns, put) => {
    const random = randomFrom(401)
    for (let round = 0; round < ROUNDS; round++) {
      const secret = filled(pick(patterns, random), random)
      expectFound(put(secret), secret)
    }
  })

  test('a private key as a list of lines and as a JSON Web Key', () => {
    const random = randomFrom(409)
    for (let round = 0; round < ROUNDS; round++) {
      const lines = MAKERS.private_key(random).split('\n')
      if (lines.length > 1) expectFound({ lines }, lines[2] ?? '')
    }
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
    expectFound({ jwk: { ...jwk } as JsonObject }, String(jwk.d))
  })
})

const QUIET: readonly ((random: Random) => JsonObject)[] = [
  () => ({ password: 'string', token: '', secret: null, api_key: '${API_KEY}' }),
  () => ({ query: 'how to reset a password', key: 'password', value: 'at least 8 characters' }),
  () => ({ fields: ['user', 'password', 'token2', 'api_key'] }),
  (random) => ({ page_token: filled('{A40}', random), nextToken: filled('{A40}', random) }),
  (random) => ({ clientRequestToken: filled('{h8}-{h4}-4{h3}-8{h3}-{h12}', random) }),
  (random) => ({
    commit: filled('{h40}', random),
    key: filled('PROJ-{d4}', random),
    value: filled('{h32}', random),
  }),
  (random) => ({
    ids: [filled('{h32}', random), filled('{h32}', random)],
    numbers: [4111, 1111, 1111, 1111],
  }),
  () => ({
    password: { type: 'string', minLength: 12, data: 'min 12' },
    table: [
      ['user', 'password'],
      ['ana', 'required'],
    ],
    code: 'password -> encoder2.encode(password)',
    note: 'user->password1->hash2',
  }),
  (random) => ({ token: { id: filled('{h32}', random) }, tokens: { $count: 'all' } }),
  () => ({ secret_name: 'app-db-2026', password_policy: 'min12', token_count: 12_345_678 }),
]

test('ordinary arguments hold none, and are shown as they are', () => {
  const random = randomFrom(419)
  const redactor = createRedactor([])
  for (let round = 0; round < ROUNDS; round++)
    for (const make of QUIET) {
      const parameters = make(random)
      expect(truthOf(holdsSecret, parameters), JSON.stringify(parameters)).toBe('false')
    }
  const plain = { fields: ['user', 'password', 'token2'], key: 'password', value: 'at least 8 characters' }
  expect(redactor.redact(plain)).toEqual(plain)
})

test('what is hidden is told by its place', () => {
  const { shown, hidden } = createRedactor([]).hide({
    q: ['DB_PASSWORD', 'Tr0ub4dor&3'],
    key: 'password',
    value: 'x9!kLm2',
  })
  expect(shown).toEqual({ q: ['DB_PASSWORD', '[REDACTED]'], key: 'password', value: '[REDACTED]' })
  expect(hidden).toEqual([
    { path: ['q', 1], value: 'Tr0ub4dor&3' },
    { path: ['value'], value: 'x9!kLm2' },
  ])
})

function expectFound(parameters: JsonObject, secret: string): void {
  const text = JSON.stringify(parameters)
  expect(truthOf(holdsSecret, parameters), text).toBe('true')
  expect(truthOf(field('arguments', 'contains_secret'), { arguments: parameters }), text).toBe('true')
  expect(JSON.stringify(createRedactor([]).redact(parameters)), text).not.toContain(secret)
}
