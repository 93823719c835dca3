import { expect, test } from 'vitest'
import type { JsonValue } from '@kvlar/core/json'
import { fields, truthOf } from '../rule-builders.ts'

const AROUND = [
  ' ',
  '	',
  '\n',
  '\r\n',
  '\0',
  '\xA0',
  ' ',
  '​',
  ' ',
  '　',
  '﻿',
  '+',
  '-',
  '−',
  '~',
  '=',
  '$',
  '€',
  '£',
  '%',
  'EUR',
  'EUR ',
  ' EUR',
  'k',
  'K',
  'm',
  'M',
  'n',
  'L',
  'f',
  'd',
  'e',
  'E',
  '.',
  ',',
  '_',
  "'",
  '"',
  '0x',
  '0b',
  '0o',
  '0',
  '00',
  '#',
  '*',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '/',
  '\\',
  ';',
  '|',
  ':',
  'NaN',
  'Infinity',
  '<!---->',
  '--',
]
const ENDINGS = [
  'e0',
  'e1',
  'E2',
  'e+2',
  'e-2',
  'e99',
  '.0.0',
  '.001',
  ',00',
  ',000',
  '.000,00',
  ' 000',
  '_000',
  "'000",
  '.',
  '..5',
  '-500',
  '/2',
  '，000',
  '．5',
  '٫5',
  '٬000',
  '.5.',
  '*100',
  '+100',
  '**2',
  '%',
  ';500',
  ' or 500',
  '.00000000000000000000001',
]
const DIGITS = [
  '\uff15',
  '\u0665',
  '\u06f5',
  '\u096b',
  '\u2464',
  '\u2075',
  '\u2085',
  '\u00bd',
  '\u2164',
  '\u4e94',
  '\ud835\udfd3',
  '\u3284',
  'V',
  'five',
]

const spelled: readonly JsonValue[] = [5, 99, 101, 1000].flatMap((number) =>
  AROUND.flatMap((mark) => [`${mark}${number}`, `${number}${mark}`]).concat(
    ENDINGS.map((end) => `${number}${end}`),
  ),
)
const others: readonly JsonValue[] = [
  ...DIGITS.flatMap((digit) => [digit, `1${digit}`, `${digit}.0`, `${digit}${digit}${digit}${digit}`]),
  100.01,
  101,
  1e3,
  1e20,
  1e21,
  1e308,
  -1,
  -0.01,
  0.001,
  100.001,
  5e-7,
  0.1 + 0.2,

  '',
  ' ',
  '.',
  '-',
  'null',
  'true',
  '[5]',
  '{"amount":5}',
  '1e3',
  '0x65',
  '9'.repeat(64),
  '9'.repeat(65),
  `1${'0'.repeat(1000)}`,
  true,
  false,
  null,
  [],
  [5],
  ['5'],
  {},
  { amount: 5 },
  { value: 5, currency: 'EUR' },
  [[5]],
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
]
const AMOUNTS = [...spelled, ...others]

/** Written as every reader reads it, and not above the bound. */
function isPlainlyWithin(amount: JsonValue, most: number, places: number): boolean {
  if (typeof amount !== 'number' && typeof amount !== 'string') return false
  const plain = new RegExp(`^(0|[1-9][0-9]*)(\\.[0-9]{1,${places}}0*|\\.0+)?$`)
  return plain.test(String(amount)) && Number(amount) <= most
}

test.each([
  ['major', 100, 2],
  ['minor', 10_000, 0],
] as const)(
  'an amount in %s units passes only in plain digits and within the bound',
  (unit, most, places) => {
    const refund = fields(['amount'], 'money', { at_most: 100, currency: 'EUR', unit })
    const wide = places === 0 ? 1 : places
    for (const amount of AMOUNTS) {
      const isWithin = isPlainlyWithin(amount, most, wide) && (places > 0 || Number.isInteger(Number(amount)))
      expect([amount, truthOf(refund, { amount }) === 'true']).toEqual([amount, isWithin])
    }
    expect(new Set(AMOUNTS.map((amount) => JSON.stringify(amount))).size).toBeGreaterThanOrEqual(400)
  },
)

test('no spelling lets a large amount slip past a rule that denies it', () => {
  const large = fields(['amount'], 'money', { more_than: 100, currency: 'EUR', unit: 'major' })
  for (const amount of AMOUNTS)
    expect([amount, truthOf(large, { amount }) === 'false']).toEqual([
      amount,
      isPlainlyWithin(amount, 100, 2),
    ])
})

test('a currency is one of those that are meant, in three letters of ASCII, or an error', () => {
  const refund = fields(['amount', 'currency'], 'money', {
    at_most: 100,
    currency: ['EUR', 'JPY', 'CHF', 'SEK'],
    currency_field: 'currency',
    unit: 'minor',
  })
  const codes: readonly JsonValue[] = [
    ...AROUND.flatMap((mark) => [`EUR${mark}`, `${mark}EUR`]),

    '',
    'EU',
    'EURO',
    'USD',
    'usd',
    'XXX',
    '\u20ac',
    '978',
    '\uff25\uff35\uff32',
    '\u0415UR',
    'EU\u211c',
    'E\u0308UR',
    'EUR,JPY',

    '\u0131sk',
    'e\u00dfr',
    '\u017fek',
    978,
    0,
    null,
    true,
    [],
    ['EUR'],
    { code: 'EUR' },
    'EUR EUR',
    'JPYEUR',
  ]
  for (const currency of codes)
    expect([currency, truthOf(refund, { amount: 5, currency })]).toEqual([currency, 'error'])
  for (const currency of ['EUR', 'eur', 'Eur', 'jpy'])
    expect(truthOf(refund, { amount: 5, currency })).toBe('true')
})
