import fc from 'fast-check'

/** Keys that decoders confuse, next to ordinary ones. */
const KEY = fc.oneof(
  fc.constantFrom(
    'name',
    'Name',
    'NAME',
    'method',
    'metho\u0064',
    'arguments',
    'argument\u017f',
    '\u212aey',
    'key',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', '1', '01', '-1', ''),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

const NUMBER = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 0.1, 1e21, 1e-7, 5e-324, 1.7976931348623157e308),
)

const TEXT = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('a"b\\c/d\b\f\n\r\t', '\u2028\u2029\u0085\ufeff', '😀', '\u0000'),
)

/** Any JSON value with up to 5 levels. */
export const jsonValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(TEXT, NUMBER, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .array(fc.tuple(KEY, tie('value')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value

/** A JSON text of such a value, in one of the many ways of writing it: any blanks, any escapes, any number form. */
export const jsonText: fc.Arbitrary<{ readonly text: string; readonly value: unknown }> = fc
  .tuple(jsonValue, fc.infiniteStream(fc.nat({ max: 11 })))
  .map(([value, choices]) => ({ value, text: write(value, choices) }))

const BLANKS = ['', '', '', '', ' ', '\t', '  ', ' \t ']

function write(value: unknown, choices: Iterator<number>): string {
  const choose = (): number => Number(choices.next().value)
  const blank = (): string => BLANKS[choose() % BLANKS.length] ?? ''
  const around = (text: string): string => blank() + text + blank()
  const written = (item: unknown): string => {
    if (Array.isArray(item)) return `[${item.map((one) => around(written(one))).join(',') || blank()}]`
    if (typeof item === 'object' && item !== null) {
      const members = Object.entries(item).map(
        ([key, one]) => `${around(quoted(key))}:${around(written(one))}`,
      )
      return `{${members.join(',') || blank()}}`
    }
    if (typeof item === 'string') return quoted(item)
    if (typeof item === 'number') return numeral(item)
    return String(item)
  }
  const quoted = (text: string): string =>
    `"${Array.from({ length: text.length }, (_, at) => unit(text, at)).join('')}"`
  const unit = (text: string, at: number): string => {
    const character = text.charAt(at)
    const code = text.charCodeAt(at)
    const hex = `\\u${code.toString(16).padStart(4, '0')}`
    if (choose() === 0)
      return choose() % 2 === 0 ? hex : `\\u${code.toString(16).padStart(4, '0').toUpperCase()}`
    if (character === '/') return choose() % 2 === 0 ? '/' : '\\/'
    if (code >= 0xd800 && code <= 0xdfff) return character
    return JSON.stringify(character).slice(1, -1)
  }
  const numeral = (number: number): string => {
    if (Object.is(number, -0)) return '-0'
    switch (choose()) {
      case 0:
        return number.toExponential()
      case 1:
        return number.toExponential().replace('e', 'E')
      case 2:
        return Number.isInteger(number) && Math.abs(number) < 1e21 ? `${number}.0` : String(number)
      default:
        return String(number)
    }
  }
  return around(written(value))
}
