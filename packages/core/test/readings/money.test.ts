import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '@kvlar/core/json'
import {
  currencyPlaces,
  type GivenMoney,
  judgeMoney,
  minorUnitProblem,
  type MoneyOperand,
  moneyOperandProblem,
} from '@kvlar/core/readings'

const EUROS: MoneyOperand = { at_most: '100.00', currency: 'EUR', unit: 'major' }

function truth(given: GivenMoney, operand: MoneyOperand = EUROS): string {
  expect(moneyOperandProblem(operand as unknown as JsonValue)).toBeUndefined()
  return judgeMoney(given, operand).truth
}

describe('judgeMoney', () => {
  test.each<[JsonValue, string]>([
    [99.9, 'true'],
    ['99.90', 'true'],
    [100, 'true'],
    [100.01, 'false'],
    ['100.01', 'false'],
    [0, 'true'],
    ['0.00', 'true'],
    [0.1, 'true'],
    [1e20, 'false'],
  ])('%j euros at most 100.00 is %s', (amount, expected) => {
    expect(truth({ amount })).toBe(expected)
  })

  test.each<[JsonValue | undefined]>([
    [undefined],
    [null],
    [true],
    [[50]],
    [{ value: '50' }],
    [''],
    [' 50'],
    ['50 '],
    ['5 0'],
    ['1,000'],
    ['1,00'],
    ['1.000,00'],
    ["1'000"],
    ['1_000'],
    ['1.0.0'],
    ['1e1'],
    ['1E1'],
    ['0x10'],
    ['010'],
    ['00'],
    ['.5'],
    ['5.'],
    ['+5'],
    ['-5'],
    ['(5)'],
    ['\u22125'],
    ['\u20ac50'],
    ['50 EUR'],
    ['$5'],
    ['\u0665\u0660'],
    ['\uff15'],
    ['5\u200b'],
    ['5\n'],
    ['NaN'],
    ['Infinity'],
    ['1'.repeat(65)],
    [-1],
    [-0.01],
    [1e21],
    [1e-7],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['99.999'],
    [0.001],
  ])('the amount %j is an error', (amount) => {
    expect(truth({ amount })).toBe('error')
    expect(truth({ amount }, { ...EUROS, more_than: '0' })).toBe('error')
  })

  test('the currency must be there and one of those that are meant', () => {
    const operand: MoneyOperand = { ...EUROS, currency: ['EUR', 'USD'], currency_field: 'currency' }
    expect(truth({ amount: 50, currency: 'EUR' }, operand)).toBe('true')
    expect(truth({ amount: 50, currency: 'usd' }, operand)).toBe('true')
    for (const currency of [
      undefined,
      null,
      'GBP',
      'EURO',
      'EU',
      '',
      'E\u200bUR',
      '\u0415UR',
      978,
      ['EUR'],
      'EUR ',
    ])
      expect(truth({ amount: 50, currency }, operand)).toBe('error')
  })

  test('an amount in smallest units is held against bounds in whole units, by the places of its currency', () => {
    const minor = (currency: string): MoneyOperand => ({ at_most: '100', currency, unit: 'minor' })
    expect(truth({ amount: 10_000 }, minor('EUR'))).toBe('true')
    expect(truth({ amount: '10001' }, minor('EUR'))).toBe('false')
    expect(truth({ amount: 100 }, minor('JPY'))).toBe('true')
    expect(truth({ amount: 101 }, minor('JPY'))).toBe('false')
    expect(truth({ amount: 100_000 }, minor('KWD'))).toBe('true')
    expect(truth({ amount: 100_001 }, minor('KWD'))).toBe('false')
    expect(truth({ amount: 1_000_000 }, minor('CLF'))).toBe('true')
    expect(truth({ amount: 99.5 }, minor('EUR'))).toBe('error')
    expect(truth({ amount: '50.00' }, minor('EUR'))).toBe('error')
  })

  test('places that its unit has not are an error, whatever their digits', () => {
    const wholes = ['0', '1', '10', '100', '999', '1000', '12345']
    const tails = ['0', '00', '000', '0000', '000000', '5', '50', '500', '001', '999']
    const currencies = ['EUR', 'USD', 'JPY', 'KRW', 'KWD', 'CLF']
    const texts = currencies.flatMap((currency) =>
      wholes.flatMap((whole) => tails.map((tail) => ({ amount: `${whole}.${tail}`, tail, currency }))),
    )
    expect(texts.length).toBeGreaterThanOrEqual(200)
    for (const { amount, tail, currency } of texts) {
      const at = (unit: MoneyOperand['unit']) => truth({ amount }, { at_most: '1000000', currency, unit })
      const isWithin = tail.length <= (currencyPlaces(currency) ?? 0)
      expect([amount, currency, at('minor'), at('major')]).toEqual([
        amount,
        currency,
        'error',
        isWithin ? 'true' : 'error',
      ])
      expect([amount, truth({ amount }, { at_most: '1000000', unit: 'major' })]).toEqual([
        amount,
        tail.length === 3 ? 'error' : 'true',
      ])
    }
  })

  test('bounds are exact, at the bound itself too', () => {
    const at = (operand: Omit<MoneyOperand, 'unit'>) =>
      ['99.99', '100.00', '100.01'].map((amount) =>
        truth({ amount }, { currency: 'EUR', unit: 'major', ...operand }),
      )
    expect(at({ at_most: 100 })).toEqual(['true', 'true', 'false'])
    expect(at({ less_than: '100' })).toEqual(['true', 'false', 'false'])
    expect(at({ at_least: '100.0' })).toEqual(['false', 'true', 'true'])
    expect(at({ more_than: 100 })).toEqual(['false', 'false', 'true'])
    expect(at({ at_least: 100, at_most: 100 })).toEqual(['false', 'true', 'false'])
  })

  test('agrees with integers of smallest units, whatever the amount and the bound', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 30n })
    const text = (value: bigint): string => `${value / 100n}.${(value % 100n).toString().padStart(2, '0')}`
    fc.assert(
      fc.property(cents, cents, (amount, bound) => {
        const operand: MoneyOperand = { at_most: text(bound), currency: 'EUR', unit: 'major' }
        expect(truth({ amount: text(amount) }, operand)).toBe(String(amount <= bound))
        expect(truth({ amount: amount.toString() }, { ...operand, unit: 'minor' })).toBe(
          String(amount <= bound),
        )
      }),
    )
  })

  test('says the amount and the bound that it met or missed, and no amount in a problem', () => {
    expect(judgeMoney({ amount: 25_000 }, { at_most: '100', currency: 'EUR', unit: 'minor' })).toEqual({
      truth: 'false',
      part: '250.00 EUR',
      pattern: 'at_most 100',
    })
    expect(judgeMoney({ amount: '1,234' }, EUROS).problem).not.toContain('1')
  })
})

describe('the operand of money', () => {
  test.each<[JsonValue, string]>([
    [100, 'takes a map'],
    [[], 'takes a map'],
    [{ at_most: 1 }, '`unit` must be'],
    [{ at_most: 1, unit: 'cents' }, '`unit` must be'],
    [{ unit: 'major' }, 'needs a bound'],
    [{ at_most: '1,000', unit: 'major' }, 'plain digits'],
    [{ at_most: -1, unit: 'major' }, 'plain digits'],
    [{ at_most: true, unit: 'major' }, 'plain digits'],
    [{ at_most: 1, less_than: 2, unit: 'major' }, 'one bound from above'],
    [{ at_most: 1, at_least: 2, unit: 'major' }, 'no amount is within'],
    [{ less_than: 1, at_least: '1.0', unit: 'major' }, 'no amount is within'],
    [{ at_most: 1, unit: 'major', max: 2 }, '`max` is no part'],
    [{ at_most: 1, unit: 'major', currency: 'eur' }, 'code of ISO 4217'],
    [{ at_most: 1, unit: 'major', currency: [] }, 'code of ISO 4217'],
    [{ at_most: 1, unit: 'major', currency: ['EUR', 'USD'] }, 'several currencies need'],
    [{ at_most: 1, unit: 'major', currency_field: 'c' }, 'needs `currency`'],
    [{ at_most: 1, unit: 'major', currency: 'EUR', currency_field: '' }, 'must name an argument'],
    [{ at_most: 1, unit: 'minor' }, 'needs `currency`'],
    [{ at_most: 1, unit: 'minor', currency: 'XAU' }, 'is not known'],
    [{ at_most: 1, unit: 'minor', currency: ['EUR', 'MGA'], currency_field: 'c' }, 'disagree'],
  ])('%j is refused', (operand, problem) => {
    expect(moneyOperandProblem(operand)).toContain(problem)
  })

  test('currencies that ISO 4217 does not list are compared as they are, in whole units only', () => {
    const operand: MoneyOperand = { at_most: '0.5', currency: 'XBT', unit: 'major' }
    expect(truth({ amount: '0.12345678' }, operand)).toBe('true')
    expect(minorUnitProblem('XBT')).toBeDefined()
  })

  test('the places of a currency are those that the platform knows', () => {
    for (const code of Intl.supportedValuesOf('currency')) {
      const places = currencyPlaces(code)
      if (places === undefined) continue
      expect([0, 2, 3, 4]).toContain(places)
    }
    expect(['EUR', 'USD', 'JPY', 'KRW', 'BHD', 'TND', 'CLF'].map(currencyPlaces)).toEqual([
      2, 2, 0, 0, 3, 3, 4,
    ])
    expect(['XXX', 'XAU', 'XTS', 'ABC', 'eur', ''].map(currencyPlaces)).toEqual(Array.from({ length: 6 }))
  })
})
