import { describe, expect, test } from 'vitest'
import { findSecrets, judgeSecrets, SECRET_KINDS, type SecretKind } from '@kvlar/core/readings'
import { inContext, MAKERS, randomFrom } from '../secret-shapes.ts'

const PER_KIND = 200

const AROUND: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `please look up ${secret} for me`,
  (secret) => JSON.stringify({ config: { value: secret, next: 'x' } }),
  (secret) => `https://example.com/search?q=${encodeURIComponent(secret)}&page=2`,
  (secret) => `export KEY="${secret}"\ncurl -sS https://example.com`,
]

describe('findSecrets', () => {
  test.each(SECRET_KINDS.map(({ kind }) => kind))('finds %s wherever it stands in a text', (kind) => {
    const random = randomFrom(41)
    for (let round = 0; round < PER_KIND; round++) {
      const whole = inContext(kind, MAKERS[kind](random))
      for (const around of AROUND) {
        const text = around(whole)
        expect(kindsIn(text), text).toContain(kind)
      }
    }
  })

  test('says where each secret begins and ends', () => {
    const random = randomFrom(43)
    for (const { kind } of SECRET_KINDS) {
      const secret = MAKERS[kind](random)
      const text = `see ${inContext(kind, secret)} there`
      const places = findSecrets(text).filter((found) => found.kind === kind)
      expect(places.map(({ start, end }) => text.slice(start, end))).toContain(secret)
    }
  })

  test('an AWS secret key is found beside its access key id, and by its name', () => {
    const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
    for (const text of [
      `AKIAIOSFODNN7EXAMPLE\n${key}`,
      `id,secret\nAKIAIOSFODNN7EXAMPLE,${key}`,
      `aws_secret_access_key = ${key}`,
      `{"SecretAccessKey":"${key}"}`,
      `AWS_SECRET_ACCESS_KEY=${key}`,
    ])
      expect(findSecrets(text).map(({ start, end }) => text.slice(start, end))).toContain(key)
    expect(findSecrets(`object ${key}`)).toEqual([])
  })

  test.each([
    ['postgres://u:p@h/db', 'p'],
    ['mysql://root:hunter2@127.0.0.1:3306/x', 'hunter2'],
    ['mongodb+srv://app:s3cr%40t@cluster0.example.net/?retryWrites=true', 's3cr%40t'],
    ['redis://:hunter2@cache:6379/0', 'hunter2'],
    ['amqps://u:p:q@mq.example', 'p:q'],
    ['https://user:pa@ss@example.com/', 'pa@ss'],
    ['Server=db;Database=x;User Id=sa;Password=Str0ng!;', 'Str0ng!'],
    ['jdbc:postgresql://db/x?user=app&password=hunter2', 'hunter2'],
    ['host=db user=app password=hunter2 dbname=x', 'hunter2'],
  ])('the password in `%s` is the secret', (text, password) => {
    expect(findSecrets(text).map(({ start, end }) => text.slice(start, end))).toEqual([password])
  })

  test('a documented example key counts: it cannot be told from one in use', () => {
    expect(kindsIn('AKIAIOSFODNN7EXAMPLE')).toEqual(['aws'])
    expect(kindsIn('sk_test_4eC39HqLyjWDarjtT1zdp7dc')).toEqual(['stripe'])
    expect(kindsIn('4242 4242 4242 4242')).toEqual(['card_number'])
  })

  test('a token with a right checksum is told from what it is glued to', () => {
    const token = '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'
    const text = `xx${token}yy`
    expect(findSecrets(text).map(({ start, end }) => text.slice(start, end))).toEqual([token])
  })

  test('a service-account file is a private key of Google', () => {
    const pem = MAKERS.private_key(randomFrom(2))
    expect(kindsIn(JSON.stringify({ type: 'service_account', private_key: pem }))).toEqual([
      'private_key',
      'google',
    ])
  })
})

describe('judgeSecrets', () => {
  test('is true with the kind and the part that was found, and false for a text without a secret', () => {
    expect(judgeSecrets('key AKIAIOSFODNN7EXAMPLE')).toEqual({
      truth: 'true',
      part: 'AKIAIOSFODNN7EXAMPLE',
      pattern: 'aws',
    })
    expect(judgeSecrets('an ordinary text')).toEqual({ truth: 'false' })
    expect(judgeSecrets('')).toEqual({ truth: 'false' })
  })

  test('looks only for the kinds that are asked for', () => {
    expect(judgeSecrets('AKIAIOSFODNN7EXAMPLE', ['github', 'card_number']).truth).toBe('false')
    expect(judgeSecrets('AKIAIOSFODNN7EXAMPLE', ['github', 'aws']).truth).toBe('true')
  })

  test('no two kinds of secret share a name', () => {
    const names = SECRET_KINDS.flatMap((row) => row.names)
    expect(new Set(names).size).toBe(names.length)
    for (const { kind, names: own } of SECRET_KINDS) expect(own[0]).toBe(kind)
  })
})

function kindsIn(text: string): readonly SecretKind[] {
  return findSecrets(text).map(({ kind }) => kind)
}
