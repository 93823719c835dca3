import { describe, expect, test } from 'vitest'
import { LIMITS } from '@kvlar/core'
import { judgeSql, type SqlDialect } from '@kvlar/core/readings'

const judged = (text: string, dialect: SqlDialect, permit: readonly string[] = []) =>
  judgeSql(text, { dialect, statements: ['select'], tables: ['*'], permit })

/** Calls whose value is as long as `{}` says, by the dialects that have them on their list of safe functions. */
const CALLS: readonly (readonly [string, readonly SqlDialect[], number])[] = [
  ["lpad('x', {})", ['postgres', 'mysql', 'any'], LIMITS.sqlValueCharsMax],
  ["rpad(name, {}, '-')", ['postgres', 'mysql', 'any'], LIMITS.sqlValueCharsMax],
  ["pg_catalog.lpad('x', {})", ['postgres', 'any'], LIMITS.sqlValueCharsMax],
  ["format('%{}s', name)", ['postgres', 'sqlite', 'any'], LIMITS.sqlValueCharsMax],
  ["format('a%% %-{}s %s', 'x', 'y')", ['postgres', 'sqlite', 'any'], LIMITS.sqlValueCharsMax],
  ["printf('%.{}d', id)", ['sqlite'], LIMITS.sqlValueCharsMax],
  ["printf('%0{}d', id)", ['sqlite'], LIMITS.sqlValueCharsMax],
  ['power(10::numeric, {})', ['postgres'], LIMITS.sqlExponentMax],
  ['pow(price, {})', ['postgres', 'any'], LIMITS.sqlExponentMax],
  ['10.5 ^ {}', ['postgres', 'any'], LIMITS.sqlExponentMax],
]

/** Where a value can stand in a read. */
const PLACES: readonly ((value: string) => string)[] = [
  (value) => `SELECT ${value}`,
  (value) => `SELECT length(${value}) FROM users`,
  (value) => `SELECT id FROM users WHERE name = ${value}`,
  (value) => `SELECT * FROM (SELECT ${value} AS v FROM users) q ORDER BY 1`,
  (value) => `WITH q AS (SELECT ${value} AS v) SELECT * FROM q`,
  (value) => `SELECT CASE WHEN id > 1 THEN ${value} ELSE NULL END FROM users`,
  (value) => `SELECT ${value.replace(/^[a-z]+\(/, (name) => name.toUpperCase())} FROM users`,
]

describe('a value whose length one number sets', () => {
  for (const [call, dialects, max] of CALLS)
    test.each(dialects)(`is read up to a bound in %s: ${call}`, (dialect) => {
      for (const place of PLACES) {
        const of = (size: string | number): string => place(call.replace('{}', String(size)))
        for (const small of [1, 5, max]) expect(judged(of(small), dialect).truth, of(small)).toBe('true')
        for (const large of [max + 1, 100_000, 1_000_000_000]) {
          const text = of(large)
          expect(judged(text, dialect), text).toMatchObject({ truth: 'error', part: 'large_value' })
          expect(judged(text, dialect, ['large_value']).truth, text).toBe('true')
        }
      }
    })

  test.each<[SqlDialect, readonly string[]]>([
    [
      'postgres',
      [
        "lpad('x', id)",
        "lpad('x', 5 + 99999999)",
        "rpad('x', (9))",
        "lpad('x', length(name))",
        'power(2, id)',
        "format('%*s', id, 'x')",
        "format('%1$*2$s', 'x', 99999)",
        'format(name, 1)',
        "format('%' || name, 'x')",
        "string_agg(lpad('x', 100000000), '')",
        '10.0 ^ id',
        '2 ^ (9)',
        "lpad('x', 1e8)",
        "lpad('x', 0x7fffffff)",
        "lpad('x', 1_000_000_000)",
        '"lpad"(\'x\', 100000)',
        "format(VARIADIC ARRAY['%99999s', 'x'])",
      ],
    ],
    ['mysql', ["lpad('x', id)", "rpad('x', 1e9, 'y')", "LPAD('x', 99999, 'y')"]],
    [
      'sqlite',
      ["printf('%*d', 99999, 1)", 'format(name, 1)', "printf('%!.99999f', 1)", "printf('%,99999d', 1)"],
    ],
  ])('is in doubt where it is no small number of the statement: %s', (dialect, values) => {
    for (const value of values)
      expect(judged(`SELECT ${value} FROM users`, dialect).truth, value).toBe('error')
  })

  test.each<[SqlDialect, readonly string[]]>([
    ['postgres', ["repeat('x', 3)", 'array_fill(0, ARRAY[9])', 'factorial(9)']],
    ['mysql', ["repeat('x', 3)", 'space(3)', 'benchmark(1, 1)']],
    ['sqlite', ['zeroblob(9)', 'randomblob(9)', 'hex(zeroblob(9))', "replace(hex(zeroblob(9)), '0', 'x')"]],
  ])('is none of the safe ones where it is made many times: %s', (dialect, values) => {
    for (const value of values) expect(judged(`SELECT ${value}`, dialect).truth, value).toBe('error')
  })

  test.each<[SqlDialect, readonly string[]]>([
    [
      'postgres',
      ["lpad(id::text, 6, '0')", "format('%s: %I, %1$s 100%%', name, id)", 'power(1.05, 30)', '2 ^ 3'],
    ],
    ['mysql', ["LPAD(id, 8, '0')", 'format(price, 2)', 'format(price, id)', 'pow(2, id)', '5 ^ id']],
    ['sqlite', ["printf('%08.2f', price)", "format('%s-%05d', name, id)", 'pow(2, id)']],
  ])('raises no doubt where people use it: %s', (dialect, values) => {
    for (const value of values)
      expect(judged(`SELECT ${value} FROM users`, dialect).truth, value).toBe('true')
  })
})
