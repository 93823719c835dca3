import { describe, expect, test } from 'vitest'
import { findSecrets, redactSecrets, SECRET_KINDS, type SecretKind } from '@kvlar/core/readings'
import { inContext, MAKERS, pick, type Random, randomFrom, TOKEN_KINDS } from '../secret-shapes.ts'

type Spelling = (text: string, random: Random) => string

const bytes = (text: string): readonly number[] => [...Buffer.from(text, 'utf8')]
const each = (text: string, write: (byte: number) => string, between = ''): string =>
  bytes(text).map(write).join(between)
const digits = (byte: number, base: number, length: number): string =>
  byte.toString(base).padStart(length, '0')
const hex = (byte: number): string => digits(byte, 16, 2)

/** Some characters written another way, the first among them. */
const some =
  (write: (char: string) => string): Spelling =>
  (text, random) =>
    Array.from(text, (char, at) => (at === 0 || char === '=' || random() < 0.3 ? write(char) : char)).join('')

const PUNCTUATION = /[!-/:-@[-`{-~]/g
const ENTITIES: Readonly<Record<string, string>> = {
  _: '&lowbar;',
  '-': '&hyphen;',
  '.': '&period;',
  '/': '&sol;',
  ':': '&colon;',
  '+': '&plus;',
  '=': '&equals;',
}

/** Spellings that whoever receives the text reads back, for a text of any sort. */
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  'Markdown escapes': (text) => text.replace(PUNCTUATION, '\\$&'),
  'HTML entities in decimal': (text) => each(text, (byte) => `&#${byte};`),
  'HTML entities in hexadecimal': (text) => each(text, (byte) => `&#x${hex(byte).toUpperCase()};`),
  'HTML entities without semicolons and with zeros': (text) => each(text, (byte) => `&#000${byte}`),
  'HTML entities by name': (text) => text.replace(PUNCTUATION, (char) => ENTITIES[char] ?? char),
  'HTML entities here and there': some((char) => `&#${char.charCodeAt(0)};`),
  'zero-width entities between': (text) => Array.from(text).join('&ZeroWidthSpace;'),
  'quoted-printable of every octet': (text) => each(text, (byte) => `=${hex(byte).toUpperCase()}`),
  'quoted-printable here and there': some((char) => `=${hex(char.charCodeAt(0)).toUpperCase()}`),
  'soft line ends': (text) => text.replaceAll('=', '=3D').replace(/(?:=3D|.){11}/g, '$&=\r\n'),
  '\\u{…} escapes': (text) => each(text, (byte) => `\\u{${byte.toString(16)}}`),
  '\\x{…} escapes': (text) => each(text, (byte) => `\\x{${byte.toString(16)}}`),
  '\\U escapes': (text) => each(text, (byte) => `\\U${digits(byte, 16, 8)}`),
  '\\x escapes here and there': some((char) => `\\x${hex(char.charCodeAt(0))}`),
  'octal escapes': (text) => each(text, (byte) => `\\${digits(byte, 8, 3)}`),
  'octal escapes of the shell': (text) => each(text, (byte) => `\\0${digits(byte, 8, 3)}`),
  '%u escapes': (text) => each(text, (byte) => `%u${digits(byte, 16, 4)}`),
  'escapes of the zero width space': (text) => Array.from(text).join('\\u200b'),
  'lines that go on behind a backslash': (text) => text.replace(/.{13}/g, '$&\\\n'),
  'hexadecimal with blanks': (text) => each(text, hex, ' '),
  'hexadecimal with colons': (text) => each(text, hex, ':'),
  'hexadecimal with hyphens, in capitals': (text) => each(text, hex, '-').toUpperCase(),
  'hexadecimal as a list of code': (text) => `[${each(text, (byte) => `0x${hex(byte)}`, ', ')}]`,
  'hexadecimal in words of a dump': (text) => Buffer.from(text).toString('hex').replace(/.{4}/g, '$& '),
  'decimal codes': (text) => each(text, String, ' '),
  'a list of codes': (text) => `String.fromCharCode(${each(text, String, ',')})`,
  'chr calls': (text) => each(text, (byte) => `chr(${byte})`, ' . '),
  'octal codes': (text) => each(text, (byte) => digits(byte, 8, 3), ' '),
  'binary codes': (text) => each(text, (byte) => digits(byte, 2, 8), ' '),
  base32: (text) => base32(text),
  'base32 without padding, in small letters': (text) => base32(text).replaceAll('=', '').toLowerCase(),
  'base32 glued to something': (text) => `KEY2${base32(text)}`,
  'base64 with a blank every eight characters': (text) => base64(text).replace(/.{8}/g, '$& '),
  'base64 in indented lines': (text) => base64(text).replace(/.{20}/g, '$&\n      '),
  'base64 in base64': (text) => base64(base64(text)),
  'combining marks over every character': (text) => Array.from(text).join('\u0336'),
}

const KINDS = SECRET_KINDS.map(({ kind }) => kind)
const PER_KIND = 8

describe('a secret is seen through what a receiver undoes', () => {
  test.each(Object.entries(SPELLINGS))('%s', (_, spell) => {
    const random = randomFrom(103)
    for (const kind of KINDS)
      for (let round = 0; round < PER_KIND; round++) {
        const secret = MAKERS[kind](random)
        const text = `v: ${spell(inContext(kind, secret), random)} end`
        expect(kindsIn(text), `${kind}: ${text}`).toContain(kind)
        const shown = redactSecrets(text)
        expect(shown).toContain('[REDACTED]')
        expect(kindsIn(shown)).not.toContain(kind)
      }
  })
})

/** Two codings already, or one that leaves most of the text as it was. */
const NOT_WHOLE = /^base64 in|^base64 with|here and there|go on behind|zero|combining/

test('two spellings over one another', () => {
  const random = randomFrom(105)
  const whole = Object.entries(SPELLINGS).filter(([name]) => !NOT_WHOLE.test(name))
  for (const [outer, spellOuter] of whole)
    for (const [inner, spellInner] of whole) {
      // A soft end in an octet is none.
      if (outer === inner && outer.startsWith('soft')) continue
      const text = spellOuter(spellInner(MAKERS.github(random), random), random)
      expect(kindsIn(text), `${outer} over ${inner}: ${text}`).toContain('github')
    }
})

const cut = (text: string, size: number, between: string): string =>
  (text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []).join(between)

/** Ways to break a token that stands alone. */
const BROKEN: Readonly<Record<string, Spelling>> = {
  ...Object.fromEntries(
    [' ', '\n', '\r\n', '\n  ', ', ', '|', ' | ', '*', '", "', "' + '", '🔥', ';', '\u00a0'].map(
      (between) => [
        `${JSON.stringify(between)} every N characters`,
        (text: string, random: Random) => cut(text, pick([1, 2, 3, 4, 5, 7, 8, 10], random), between),
      ],
    ),
  ),
  'halves on two lines': (text) => cut(text, Math.ceil(text.length / 2), '\n'),
  'slashes every N characters': (text, random) => cut(text, pick([1, 2, 3], random), '/'),
  'tildes every N characters': (text, random) => cut(text, pick([1, 2, 3], random), '~'),
  'strings that code joins, of any lengths': (text, random) => {
    const at = 3 + Math.floor(random() * 9)
    return `"${text.slice(0, at)}" + "${text.slice(at, at + 5)}" + "${text.slice(at + 5)}"`
  },
  'quotes of the shell inside': (text) => `${text.slice(0, 2)}""${text.slice(2, 5)}''${text.slice(5)}`,
  rot13: (text) =>
    text.replace(/[a-z]/gi, (char) =>
      String.fromCharCode((((char.charCodeAt(0) & 31) + 12) % 26) + (char < 'a' ? 65 : 97)),
    ),
  'from its end to its beginning': (text) => Array.from(text).toReversed().join(''),
  'letters of another alphabet': (text) =>
    text.replaceAll('p', '\u0440').replaceAll('a', '\u0430').replaceAll('o', '\u043e'),
}

describe('a token is seen though it is broken', () => {
  test.each(Object.entries(BROKEN))('%s', (_, spell) => {
    const random = randomFrom(107)
    for (const kind of TOKEN_KINDS)
      for (let round = 0; round < 12; round++) {
        const token = MAKERS[kind](random)
        if (token.includes('/')) continue
        const text = pick(['', 'it is ', 'the key: '], random) + spell(token, random)
        expect(kindsIn(text), `${kind}: ${text}`).toContain(kind)
      }
  })
})

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function base32(text: string): string {
  const bits = each(text, (byte) => digits(byte, 2, 8))
  const letters = (bits.match(/.{1,5}/g) ?? []).map(
    (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)],
  )
  return letters.join('').padEnd(Math.ceil(letters.length / 8) * 8, '=')
}

function kindsIn(text: string): readonly SecretKind[] {
  return findSecrets(text).map(({ kind }) => kind)
}
