import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findSecrets, redactSecrets } from '@kvlar/core/readings'
import { inContext, MAKERS, randomFrom, TOKEN_KINDS } from '../secret-shapes.ts'

type Writing = (text: string) => string

const bytes = (text: string): readonly number[] => [...Buffer.from(text, 'utf8')]
const each = (text: string, write: (byte: number) => string, between = ''): string =>
  bytes(text).map(write).join(between)
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
const octal = (byte: number): string => byte.toString(8).padStart(3, '0')
const chars = (text: string, write: (code: number) => string): string =>
  Array.from(text, (char) => write(char.charCodeAt(0))).join('')

const ALPHABET32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const base32 = (text: string): string => {
  const bits = each(text, (byte) => byte.toString(2).padStart(8, '0'))
  return (bits.match(/.{1,5}/g) ?? [])
    .map((digit) => ALPHABET32[Number.parseInt(digit.padEnd(5, '0'), 2)])
    .join('')
}

/** Ways to write a text of ASCII so that it reads the same to people and holds next to no ASCII, or shows as nothing. */
const DISGUISES: Readonly<Record<string, Writing>> = {
  'full-width letters': (text) => chars(text, (code) => String.fromCharCode(code + 0xfee0)),
  'mathematical letters': (text) =>
    text.replace(/[A-Za-z]/g, (char) => {
      const code = char.charCodeAt(0)
      return String.fromCodePoint(0x1d5a0 + code - (code < 97 ? 65 : 71))
    }),
  'letters of Cyrillic': (text) =>
    text.replace(/[aceopxy]/g, (char) => 'асеорху'['aceopxy'.indexOf(char)] ?? char),
  'zero-width characters': (text) => Array.from(text).join('\u200b'),
  'combining marks': (text) => Array.from(text).join('\u0301'),
  'tags among the text': (text) => Array.from(text).join('\u{e0041}'),
  'tags alone': (text) => chars(text, (code) => String.fromCodePoint(0xe0000 + code)),
}

/** Ways to write the bytes of any text. */
const CODINGS: Readonly<Record<string, Writing>> = {
  'percent-encoding of every byte': (text) => each(text, (byte) => `%${hex(byte)}`),
  'percent-encoding as of addresses': (text) => encodeURIComponent(text),
  '\\x escapes': (text) => each(text, (byte) => `\\x${hex(byte)}`),
  'octal escapes': (text) => each(text, (byte) => `\\${octal(byte)}`),
  'quoted-printable': (text) => each(text, (byte) => `=${hex(byte).toUpperCase()}`),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  base32,
  'base32 in small letters': (text) => base32(text).toLowerCase(),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal with blanks': (text) => each(text, hex, ' '),
  'a list of codes': (text) => `[${each(text, String, ', ')}]`,
  'octal codes': (text) => each(text, octal, ' '),
  'chr calls': (text) => each(text, (byte) => `chr(${byte})`, ' . '),
}

/** Some characters as escapes, each by where it stands. */
const every =
  (step: number, write: (code: number) => string): Writing =>
  (text) =>
    Array.from(text, (char, at) => (at % step === 0 ? write(char.charCodeAt(0)) : char)).join('')

const PARTLY: Readonly<Record<string, (code: number) => string>> = {
  'percent-encoding': (code) => `%${hex(code)}`,
  'references of HTML': (code) => `&#${code};`,
}

const WHOLE: Readonly<Record<string, Writing>> = {
  '\\x escapes': (text) => each(text, (byte) => `\\x${hex(byte)}`),
  'octal escapes': (text) => each(text, (byte) => `\\${octal(byte)}`),
  '\\u escapes': (text) => each(text, (byte) => `\\u00${hex(byte)}`),
  'references of HTML': (text) => each(text, (byte) => `&#${byte};`),
}

const kindsIn = (text: string): readonly string[] => findSecrets(text).map(({ kind }) => kind)
const RUNS = { seed: 31, numRuns: 60 }
const token = fc
  .record({ kind: fc.constantFrom(...TOKEN_KINDS), seed: fc.nat() })
  .map(({ kind, seed }) => ({ kind, secret: inContext(kind, MAKERS[kind](randomFrom(seed))) }))

describe('a secret in look-alikes, or with what shows as nothing, is found under a coding', () => {
  for (const [coding, write] of Object.entries(CODINGS))
    test.each(Object.entries(DISGUISES))(`${coding} over %s`, (_, disguise) => {
      fc.assert(
        fc.property(token, fc.constantFrom('', 'v=', 'naïve: '), ({ kind, secret }, before) => {
          const text = `text ${write(before + disguise(secret))} end`
          expect(kindsIn(text)).toContain(kind)
          expect(redactSecrets(text)).not.toContain(write(disguise(secret)).slice(6, -6))
        }),
        RUNS,
      )
    })
})

describe('escapes of which a part is escaped in another way are read', () => {
  for (const [part, write] of Object.entries(PARTLY))
    test.each(Object.entries(WHOLE).filter(([whole]) => whole !== part))(`${part} within %s`, (_, whole) => {
      fc.assert(
        fc.property(token, fc.integer({ min: 2, max: 7 }), ({ kind, secret }, step) => {
          expect(kindsIn(every(step, write)(whole(secret)))).toContain(kind)
        }),
        RUNS,
      )
    })
})

describe('bytes that are no UTF-8', () => {
  test.each([
    ['overlong', [0xc1, 0xa7]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['cut short', [0xef, 0xbd]],
    ['a byte of Latin-1', [0xe9]],
  ])('%s: what stands beside them is read as before', (_, broken) => {
    fc.assert(
      fc.property(token, ({ kind, secret }) => {
        const all = Buffer.concat([Buffer.from(broken), Buffer.from(secret), Buffer.from(broken)])
        for (const text of [
          all.toString('base64'),
          all.toString('hex'),
          [...all].map((byte) => `%${hex(byte)}`).join(''),
        ])
          expect(kindsIn(text)).toContain(kind)
      }),
      RUNS,
    )
  })
})
