import { describe, expect, test } from 'vitest'
import { findSecrets, redactSecrets, SECRET_KINDS } from '@kvlar/core/readings'
import { inContext, MAKERS, pick, randomFrom } from '../secret-shapes.ts'

type Coding = (text: string) => string

const bytes = (text: string): readonly number[] => [...Buffer.from(text, 'utf8')]
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Codings that leave nothing of the text as it was. */
const CODINGS: Readonly<Record<string, Coding>> = {
  'percent-encoding of every character': (text) =>
    bytes(text)
      .map((byte) => `%${hex(byte)}`)
      .join(''),
  'percent-encoding in capitals': (text) =>
    bytes(text)
      .map((byte) => `%${hex(byte).toUpperCase()}`)
      .join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64url without padding': (text) => Buffer.from(text).toString('base64url'),
  'base64 without padding': (text) => Buffer.from(text).toString('base64').replaceAll('=', ''),
  'base64 in lines': (text) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n'),
  'base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  '\\x escapes': (text) =>
    bytes(text)
      .map((byte) => `\\x${hex(byte)}`)
      .join(''),
  '\\u escapes': (text) =>
    bytes(text)
      .map((byte) => `\\u00${hex(byte)}`)
      .join(''),
}

const KINDS = SECRET_KINDS.map(({ kind }) => kind)
const PER_KIND = 20

describe('findSecrets looks through codings', () => {
  test.each(Object.entries(CODINGS))('%s', (_, code) => {
    const random = randomFrom(7)
    for (const kind of KINDS)
      for (let round = 0; round < PER_KIND; round++) {
        const text = `v: ${code(inContext(kind, MAKERS[kind](random)))} end`
        expect(kindsIn(text), `${kind}: ${text}`).toContain(kind)
      }
  })

  test('two codings over one another', () => {
    const random = randomFrom(11)
    const codings = Object.values(CODINGS)
    for (const outer of codings)
      for (const inner of codings)
        for (const kind of KINDS) {
          const text = outer(inner(inContext(kind, MAKERS[kind](random))))
          expect(kindsIn(text), `${kind}: ${text}`).toContain(kind)
        }
  })

  test('base64 of a document that holds a secret somewhere, glued to anything before it', () => {
    const random = randomFrom(13)
    for (const kind of KINDS)
      for (let round = 0; round < PER_KIND; round++) {
        const document = JSON.stringify({
          a: 'x'.repeat(Math.floor(random() * 9)),
          b: inContext(kind, MAKERS[kind](random)),
        })
        const glue = pick(['', 'a', 'ab', 'abc', 'data/', 'https://example.com/p/'], random)
        const text = `${glue}${Buffer.from(document).toString(pick(['base64', 'base64url'] as const, random))}`
        expect(kindsIn(text), `${kind}: ${text}`).toContain(kind)
      }
  })

  test('invisible characters and look-alikes of ASCII inside a token hide nothing', () => {
    const random = randomFrom(17)
    const token = MAKERS.github(random)
    for (const char of ['\u200b', '\u00ad', '\u2060', '\ufeff', '\u{e0041}', '\u202e'])
      expect(kindsIn(`t ${Array.from(token).join(char)}`)).toEqual(['github'])
    const wide = Array.from(token)
      .map((char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
      .join('')
    expect(kindsIn(wide)).toEqual(['github'])
    expect(kindsIn('4111\u00a01111\u00a01111\u00a01111')).toEqual(['card_number'])
  })
})

describe('redactSecrets', () => {
  test('leaves nothing that reads as the secret, in whatever coding it stood', () => {
    const random = randomFrom(19)
    for (const code of [...Object.values(CODINGS), (text: string) => text])
      for (const kind of KINDS) {
        const secret = MAKERS[kind](random)
        const shown = redactSecrets(`before ${code(inContext(kind, secret))} after`)
        expect(shown).toMatch(/^before .*\[REDACTED\].* after$/s)
        expect(shown).not.toContain(secret)
        expect(shown).not.toContain(code(secret))
      }
  })

  test('done twice changes nothing, and a text without a secret stays as it is', () => {
    const random = randomFrom(23)
    for (const kind of KINDS) {
      const once = redactSecrets(`x ${inContext(kind, MAKERS[kind](random))} y`)
      expect(redactSecrets(once)).toBe(once)
    }
    expect(redactSecrets('nothing here')).toBe('nothing here')
  })

  test('keeps what stands around a secret for people to read', () => {
    expect(redactSecrets('psql postgres://app:hunter2@db.corp.example/main -c "select 1"')).toBe(
      'psql postgres://app:[REDACTED]@db.corp.example/main -c "select 1"',
    )
  })
})

function kindsIn(text: string): readonly string[] {
  return findSecrets(text).map(({ kind }) => kind)
}
