import { expect, test } from 'vitest'
import { chooseId, shortIds, wrapColumns } from '@kvlar/reviewer/terminal'

const ONE = `apr_12345678${'0'.repeat(24)}`
const TWO = `apr_12345678${'1'.repeat(24)}`
const THREE = `apr_9abcdef0${'2'.repeat(24)}`
const IDS = [ONE, TWO, THREE]

test('a whole id means itself, also when it is not among those that are listed', () => {
  expect(chooseId(ONE, 'apr', [])).toEqual({ kind: 'one', id: ONE })
  expect(chooseId(ONE.slice(4), 'apr', IDS)).toEqual({ kind: 'one', id: ONE })
})

test('eight digits or more mean the one id that begins with them', () => {
  expect(chooseId('apr_9abcdef0', 'apr', IDS)).toEqual({ kind: 'one', id: THREE })
  expect(chooseId('123456780', 'apr', IDS)).toEqual({ kind: 'one', id: ONE })
})

test('what could mean several is refused, and they are listed', () => {
  expect(chooseId('apr_12345678', 'apr', IDS)).toEqual({
    kind: 'none',
    message: '`apr_12345678` is the beginning of several; nothing was done',
    help: `it could be ${ONE}, ${TWO}`,
  })
})

test('fewer digits are refused although only one id begins with them', () => {
  expect(chooseId('apr_9abcdef', 'apr', IDS)).toMatchObject({
    kind: 'none',
    help: `it could be ${THREE}`,
  })
})

test.for(['', 'apr_', 'apr_12345678%', 'grt_12345678', `${ONE}0`, 'APR_12345678', "apr_12345678' OR 1"])(
  '`%s` is no id',
  (text) => {
    expect(chooseId(text, 'apr', IDS)).toMatchObject({
      kind: 'none',
      message: expect.stringContaining('is no id') as string,
    })
  },
)

test('a list shows ids as short as a command line may give them', () => {
  const idOf = shortIds(IDS)
  expect(idOf(THREE)).toBe('apr_9abcdef0')
  expect(chooseId(idOf(ONE), 'apr', IDS)).toEqual({ kind: 'one', id: ONE })
  expect(chooseId(idOf(TWO), 'apr', IDS)).toEqual({ kind: 'one', id: TWO })
})

test('a broken text loses nothing, and no line is wider than the terminal whatever its letters', () => {
  const text = `${' '.repeat(9)}a\u65e5\u672c\u{1f600}bcd  `
  const lines = wrapColumns(text, 5)
  expect(lines.join('')).toBe(text)
  const columns = (line: string): number =>
    Array.from(line, (one) => (one > '~' ? 2 : 1)).reduce<number>((sum, one) => sum + one, 0)
  expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(5)
  expect(wrapColumns('', 5)).toEqual([''])
})
