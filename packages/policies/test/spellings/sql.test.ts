import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { SQL_FAMILIES } from './families/sql.ts'

/** Every place of a statement in the tools of one policy. */
const PLACES = {
  postgres: [
    ['query', 'sql'],
    ['execute_sql', 'sql'],
    ['explain_query', 'sql'],
    ['run_query', 'sql'],
  ],
  mysql: [
    ['mysql_query', 'sql'],
    ['execute_sql', 'sql'],
    ['execute_sql', 'query'],
    ['run_query', 'sql'],
  ],
  sqlite: [
    ['read_query', 'query'],
    ['write_query', 'query'],
    ['create_table', 'query'],
    ['query', 'sql'],
    ['execute_sql', 'sql'],
  ],
} as const

const NAMES = ['postgres', 'mysql', 'sqlite'] as const

describe.each(NAMES)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')
  const outcome = ([tool, field]: readonly [string, string], sql: string) =>
    decide(tool, { [field]: sql }).outcome

  it.each(Object.entries(SQL_FAMILIES).filter(([, { dialect }]) => dialect === name || dialect === 'any'))(
    'allows nothing of the family: %s',
    (_family, { statements }) => {
      const slipped = PLACES[name].flatMap((place) =>
        statements
          .map((statement) => statement.replaceAll(/\bT\b/g, 'items'))
          .filter((sql) => outcome(place, sql) === 'allow')
          .map((sql) => `${place.join('.')}: ${sql}`),
      )
      expect(slipped).toEqual([])
    },
  )

  it('judges a statement the same in every place for one', () => {
    const statements = Object.values(SQL_FAMILIES).flatMap((family) => family.statements.slice(0, 20))
    for (const sql of [...statements, 'SELECT 1', 'SELECT a FROM items', 'DELETE FROM items WHERE id = 1']) {
      const [first, ...others] = PLACES[name]
      // The tool for creating tables is asked about whatever it is given.
      const reads = others.filter(([tool]) => tool !== 'create_table')
      for (const place of reads)
        expect([place, sql, outcome(place, sql)]).toEqual([place, sql, outcome(first, sql)])
    }
  })

  it('allows no argument that the server does not publish beside a plain read', () => {
    const names =
      'dsn uri url role user password host port commands search_path then Sql SQL statement statements queries params ' +
      'statement_timeout timeout db_path file path connection connectionString read_only multi options env cwd'
    for (const place of PLACES[name])
      for (const extra of names.split(' '))
        for (const value of [
          'x',
          'DROP TABLE items',
          ['DROP TABLE items'],
          { sql: 'DROP TABLE items' },
          0,
          true,
        ])
          expect([extra, decide(place[0], { [place[1]]: 'SELECT 1', [extra]: value }).outcome]).not.toEqual([
            extra,
            'allow',
          ])
  })

  it('allows no statement that is not text, and no text in a place that is none', () => {
    for (const [tool, field] of PLACES[name])
      for (const parameters of [
        {},
        { [field]: ['SELECT 1'] },
        { [field]: { text: 'SELECT 1' } },
        { [field]: null },
        { [field]: 1 },
        { [field.toUpperCase()]: 'SELECT 1' },
        { arguments: { [field]: 'SELECT 1' } },
        { statement: 'SELECT 1' },
      ])
        expect([tool, parameters, decide(tool, parameters).outcome]).not.toEqual([tool, parameters, 'allow'])
  })
})

it('No plain name frees another name of the same argument for SQLite', () => {
  const decide = judge(builtinPolicy('sqlite') ?? '')
  const names = ['table_name', 'tableName']
  const tails =
    '); DROP TABLE y; --|; DELETE FROM y| UNION SELECT 1|"|\'|`|]|(1)|--|/*|.y|\n|\0|\u00e9| '.split('|')
  const calls = names.flatMap((bad) =>
    ['x', '', '1', 'users'].flatMap((head) =>
      tails.map((tail) => ({ table_name: 'users', tableName: 'users', [bad]: head + tail })),
    ),
  )
  const odd = [1, null, ['users'], { a: 1 }, true].flatMap((value) =>
    names.map((bad) => ({ table_name: 'users', tableName: 'users', [bad]: value })),
  )
  expect(calls.length * 2).toBeGreaterThanOrEqual(200)
  for (const tool of ['describe_table', 'get_table_schema'])
    expect([...calls, ...odd].filter((call) => decide(tool, call).outcome === 'allow')).toEqual([])
})

it('Each family has 200 different statements or more', () => {
  const counts = Object.entries(SQL_FAMILIES).map(([name, { statements }]) => [
    name,
    new Set(statements).size,
  ])
  expect(counts.filter(([, count]) => Number(count) < 200)).toEqual([])
})
