import { expect, test } from 'vitest'
import { judgeSql, readSql } from '@kvlar/core/readings'

const LENGTH = 128 * 1024
const grow = (head: string, part: string, tail = ''): string =>
  head + part.repeat(Math.floor((LENGTH - head.length - tail.length) / part.length)) + tail

/** As long as is read; a reader that goes back over its text would take hours. */
const HOSTILE: Readonly<Record<string, string>> = {
  parentheses: grow('select ', '('),
  'open comments': grow('', '/*'),
  comments: grow('select 1', ' /**/'),
  'lines of comments': grow('select 1', ' -- x\n'),
  quotes: grow('', "'"),
  names: grow('select ', '"a".', '"a"'),
  'signs of operators': grow('select 1 ', '+'),
  'an operator and its sign': grow('select 1 ', '=+'),
  'signs before a value': grow('select ', '- ', '1'),
  negations: grow('select ', 'not ', 'a'),
  statements: grow('', 'select 1;'),
  columns: grow('select ', 'a,', 'a'),
  tables: grow('select * from ', 'a,', 'a'),
  joins: grow('select * from a', ' join b on c = d'),
  conditions: grow('select * from a where b', ' and c = d'),
  CTEs: grow('with ', 'a as (select 1),', 'b as (select 1) select * from b'),
  calls: grow('select ', 'f(1),', '1'),
  intervals: grow('select ', 'interval '),
  casts: grow('select 1', '::int'),
  explanations: grow('', 'explain '),
  cases: grow('select ', 'case when '),
  attributes: grow('select ', 'q.x,', '1 from unnest(a) q'),
  'foreign letters': grow('', 'é'),
  dollars: grow('', '$'),
  unions: grow('select 1', ' union select 1'),
  brackets: grow('select a', '['),
  'arrays in arrays': grow('select array', '['),
  digits: grow('select ', '1'),
  'one word': grow('', 'a'),
  'tables of a statement that is not read': grow('create ', 'table a '),
}

test.each(Object.entries(HOSTILE))('a long text of %s is read in time in proportion to it', (_, text) => {
  for (const dialect of ['postgres', 'sqlite'] as const) {
    const reading = readSql(text, dialect)
    expect(reading.doubts.length).toBeLessThanOrEqual(16)
  }
})

test('a longer text is not read', () => {
  const { doubts, statements } = readSql('a'.repeat(128 * 1024 + 1), 'any')
  expect(statements).toEqual([])
  expect(doubts).toHaveLength(1)
})

test('nesting that no person writes is doubt, and nesting that people write is not', () => {
  const nested = (depth: number) => `select ${'('.repeat(depth)}1${')'.repeat(depth)}`
  const grant = { dialect: 'postgres', statements: ['select'], permit: [] } as const
  expect(judgeSql(nested(40), grant).truth).toBe('true')
  expect(judgeSql(nested(400), grant).truth).toBe('error')
})

test('the same text is read once for several grants, and anew in another dialect', () => {
  const first = readSql('select "a" from b', 'postgres')
  expect(readSql('select "a" from b', 'postgres')).toBe(first)
  expect(readSql('select "a" from b', 'mysql')).not.toBe(first)
  expect(
    readSql('select "a" from b', 'mysql').doubts.concat(
      ...readSql('select "a" from b', 'mysql').statements.map(({ doubts }) => doubts),
    ),
  ).not.toEqual([])
  expect(readSql('select "a" from b', 'postgres')).toEqual(first)
})
