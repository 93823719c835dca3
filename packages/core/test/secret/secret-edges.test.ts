import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { findSecrets, redactSecrets, type SecretKind } from '@kvlar/core/readings'
import { filled, MAKERS, pick, type Random, randomFrom, TOKEN_KINDS } from '../secret-shapes.ts'

const ROUNDS = 100

/** Words of scripts that put no blank between a word and a number. */
const SCRIPTS = [
  '卡号',
  'カード番号は',
  '카드번호',
  'номер',
  'κάρτα',
  'بطاقة',
  'कार्ड',
  'หมายเลข',
  'כרטיס',
  'è',
  '「',
  '№',
]

const GLUED: Readonly<Record<string, (secret: string, random: Random) => string>> = {
  'a word of another script before': (secret, random) => pick(SCRIPTS, random) + secret,
  'words of other scripts on both sides': (secret, random) =>
    pick(SCRIPTS, random) + secret + pick(SCRIPTS, random),
  'one sign of italics': (secret) => `_${secret}_`,
  'two signs of bold type': (secret) => `see __${secret}__ there`,
  'a name and an underscore': (secret) => `TOKEN_${secret}`,
  'signs of other markup': (secret, random) => {
    const sign = pick(['*', '**', '~', '`', '|', '"', '«', '‹', '“'], random)
    return `${sign}${secret}${sign}`
  },
}

/** Those with signs of their own in them as well. */
const TOKENS: readonly SecretKind[] = [...TOKEN_KINDS, 'card_number', 'discord', 'jwt', 'telegram']

describe('a secret ends where its own alphabet does', () => {
  test.each(Object.entries(GLUED))('%s', (_, glue) => {
    const random = randomFrom(211)
    for (const kind of TOKENS)
      for (let round = 0; round < ROUNDS; round++) {
        const secret = MAKERS[kind](random)
        const text = glue(secret, random)
        expect(kindsIn(text), `${kind}: ${text}`).toContain(kind)
        expect(redactSecrets(text)).not.toContain(secret)
      }
  })

  test('a token that nothing else begins like is found behind a letter and before one', () => {
    const random = randomFrom(223)
    for (let round = 0; round < ROUNDS; round++)
      for (const token of ['AIza{A35}', 'hf_{V34}', 'dapi{h32}', 'secret_{A43}'].map((p) =>
        filled(p, random),
      )) {
        expect(kindsIn(`x${token}`), token).not.toEqual([])
        expect(kindsIn(`${token}x`), token).not.toEqual([])
        expect(kindsIn(Buffer.from(`ab${token}`).toString('base64')), token).not.toEqual([])
      }
    for (const kind of ['jwt', 'twilio', 'openai'] as const)
      for (let round = 0; round < ROUNDS; round++) {
        const token = MAKERS[kind](random)
        for (const text of [
          `ab${token}`,
          `filename-${token}.txt`,
          Buffer.from(`ab${token}`).toString('base64'),
        ])
          expect(kindsIn(text), text).toContain(kind)
      }
  })

  test('a card number in the digits of any script, in a sheet and in a row of cells', () => {
    const random = randomFrom(227)
    for (let round = 0; round < ROUNDS; round++) {
      const card = MAKERS.card_number(random)
      for (const zero of [
        0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x17e0, 0x1a90, 0xff10, 0x104a0, 0x1d7ce, 0x1e950,
      ]) {
        const spelled = card.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)))
        for (const text of [spelled, `номер${spelled}`, `卡号${spelled}です`])
          expect(kindsIn(text), text).toContain('card_number')
      }
      const plain = card.replace(/[ -]/g, '')
      for (const text of [`${plain}.00`, `${plain}.0`, `1,${plain},12/29`, `data:text/plain;base64,${plain}`])
        expect(kindsIn(text), text).toContain('card_number')
    }
  })
})

const tags = (text: string): string =>
  Array.from(text, (char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('')

/** Each byte as one of the 256 variation selectors. */
const selectors = (text: string): string =>
  Array.from(Buffer.from(text), (byte) =>
    String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16),
  ).join('')

/** Characters that show as nothing: one from each range of Unicode's list of ignorable ones. */
const INVISIBLE = [
  0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x180f, 0x200b, 0x200d, 0x202e, 0x2060, 0x2065,
  0x206f, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0x1bca0, 0x1d173, 0xe0001, 0xe0041, 0xe007f, 0xe0080,
  0xe01ef, 0xe0fff,
].map((point) => String.fromCodePoint(point))

describe('what shows as nothing', () => {
  test('a secret in tags is read as what it says, by itself, behind a word and between letters', () => {
    const random = randomFrom(229)
    for (const kind of TOKENS)
      for (let round = 0; round < 10; round++) {
        const secret = MAKERS[kind](random)
        const hidden = Array.from(tags(secret))
        const half = secret.length >> 1
        for (const text of [
          `hi${hidden.join('')}`,
          `hi${tags(`the key is ${secret} ok`)} there`,
          hidden.map((tag) => `${pick(['a', 'b ', '好'], random)}${tag}`).join(''),
          `say ${secret.slice(0, half)}${tags(secret.slice(half))}`,
          `\u{1f600}${selectors(secret)} hello`,
        ]) {
          expect(kindsIn(text), kind).toContain(kind)
          expect(kindsIn(redactSecrets(text)), kind).not.toContain(kind)
        }
      }
  })

  test('invisible characters in the middle of a secret are skipped', () => {
    const random = randomFrom(233)
    for (const char of INVISIBLE)
      for (const kind of TOKENS) {
        const secret = MAKERS[kind](random)
        const at = 1 + Math.floor(random() * (secret.length - 1))
        for (const text of [
          secret.slice(0, at) + char + secret.slice(at),
          Array.from(secret).join(char),
          `номер ${secret.slice(0, at)}${char.repeat(5)}${secret.slice(at)}`,
        ])
          expect(kindsIn(text), `${kind} with ${char.codePointAt(0)?.toString(16)}`).toContain(kind)
      }
  })
})

/** Random texts that are no secrets, with other scripts and signs beside them. */
const QUIET: Readonly<Record<string, (random: Random) => string>> = {
  'digests glued to other scripts': (random) =>
    `哈希${filled('{h40}', random)}和${filled('{h64}', random)}です`,
  'names of files with digests': (random) => filled('app_{h32}_min.js chunk-{h20}.css img_{h40}.png', random),
  // One in some ten thousand holds four groups that are the number of a card.
  UUIDs: (random) => filled('id_{h8}-{h4}-4{h3}-9{h3}-{h12}_ 编号{h8}-{h4}-4{h3}-a{h3}-{h12}', random),
  'numbers in other digits': (random) =>
    filled('{d4} {d7} {d12}', random).replace(/[0-9]/g, (digit) =>
      String.fromCodePoint(0x660 + Number(digit)),
    ),
  'pictures in base64': (random) =>
    `data:image/png;base64,iVBORw0KGgo${noise(600, random).toString('base64')}`,
  'base64 of the web in lines': (random) =>
    noise(900, random).toString('base64url').replace(/.{64}/g, '$&\n'),
  'minified code': (random) =>
    filled('var _{A3}=function(_{A2},__{A2}){return _{A3}[{d4}]^0x{h8}&_0x{h6}};{A2}._{A2}={d5};', random),
  'flags of countries and families': () =>
    `\u{1f3f4}${tags('gbeng')}\u{e007f} \u{1f468}\u200d\u{1f469}\u200d\u{1f467}\ufe0f`,
  'decimal numbers': (random) => filled('{d3}.{d16} {d1},{d15} 9{d15}.{d2} {d16}.5', random),
  'prose of another script': (random) =>
    Array.from({ length: 60 }, () => pick([...SCRIPTS, 'и', 'по', 'the', '2026', '12.5', 'в'], random)).join(
      ' ',
    ),
  'text with letters of several alphabets': (random) =>
    filled('Größe α{d1} β-{d2} μ{d3} x{d2} Δt={d4}мс, стр.{d3}', random),
}

describe('ordinary text stays ordinary', () => {
  test.each(Object.entries(QUIET))('%s', (_, make) => {
    const random = randomFrom(239)
    for (let round = 0; round < 300; round++) {
      const text = make(random)
      expect(kindsIn(text), text).toEqual([])
    }
  })

  test('digests of every sort, over many of them', () => {
    for (let round = 0; round < 3000; round++) {
      const digest = createHash('sha512').update(`edge ${round}`).digest()
      const text = `_${digest.toString('base64url')}_ 值${digest.toString('hex')}号`
      expect(kindsIn(text), text).toEqual([])
    }
  })
})

function noise(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
}

function kindsIn(text: string): readonly SecretKind[] {
  return findSecrets(text).map(({ kind }) => kind)
}
