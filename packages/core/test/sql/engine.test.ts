import fc from 'fast-check'
import { constants, DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { readSql, sqlJudge, sqlNameText } from '@kvlar/core/readings'
import { chance, GRANTED, RandomSql, SECRET, spelled } from '../random-sql.ts'

/** What SQLite asks its authorizer about while it prepares a statement. */
interface Asked {
  readonly action: number
  readonly table: string | null
  readonly called: string | null
  readonly schema: string | null
}

const database = new DatabaseSync(':memory:')
let asked: Asked[] = []
database.exec("attach ':memory:' as app; attach ':memory:' as secret")
for (const table of [...GRANTED, ...SECRET])
  database.exec(`create table ${table} (id integer, n integer, name text, at text, data text)`)
database.function('evil', () => 'evil')
database.setAuthorizer((action, table, called, schema) => {
  asked.push({ action, table, called, schema })
  return constants.SQLITE_OK
})
afterAll(() => database.close())

/** Everything that SQLite touches for a statement; undefined when it does not take it. */
function touched(text: string): readonly Asked[] | undefined {
  asked = []
  try {
    database.prepare(text)
  } catch {
    return undefined
  }
  return asked
}

const narrow = sqlJudge({
  dialect: 'sqlite',
  statements: ['select'],
  tables: ['app.*', 't1', 't2'],
  permit: [],
})
const wide = sqlJudge({
  dialect: 'sqlite',
  statements: ['select', 'values', 'table'],
  functions: ['$safe_functions', 'evil', 'randomblob'],
  tables: ['*', '*.*'],
  permit: ['recursive'],
})
/** Operators that SQLite runs as functions. */
const OPERATORS = new Set(['like', 'glob', 'match', 'regexp', '->', '->>'])

/** Statements from a grammar; most with words that are lost, doubled or strangers. */
function statements(seed: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const random = chance(seed + at)
    return spelled(new RandomSql(random, 'sqlite').statement(), random, [0, 0.005, 0.02, 0.06][at % 4]!)
  })
}

describe('what SQLite touches for a statement that is inside', () => {
  const COUNT = 6000
  const { seed = 0 } = fc.readConfigureGlobal()
  const texts = statements(seed, COUNT)

  test(`is granted, over ${COUNT} statements from seed ${seed}`, () => {
    let taken = 0
    for (const text of texts.filter((one) => narrow(one).truth === 'true')) {
      const seen = touched(text)
      if (seen === undefined) continue
      taken += 1
      for (const { action, table, schema } of seen) {
        expect([constants.SQLITE_READ, constants.SQLITE_SELECT, constants.SQLITE_FUNCTION], text).toContain(
          action,
        )
        if (action !== constants.SQLITE_READ || schema === null) continue
        expect(['app.users', 'app.orders', 'main.t1', 'main.t2', 'main.json_each'], text).toContain(
          `${schema}.${table}`.toLowerCase(),
        )
      }
    }
    expect(taken).toBeGreaterThan(COUNT / 50)
  })

  test('is all named by the reading', () => {
    let taken = 0
    for (const text of texts.filter((one) => wide(one).truth === 'true')) {
      const seen = touched(text)
      if (seen === undefined) continue
      taken += 1
      const [statement] = readSql(text, 'sqlite').statements
      const tables = new Set(statement?.tables.map((name) => sqlNameText(name).toLowerCase()))
      const functions = new Set(statement?.functions.map((name) => sqlNameText(name).toLowerCase()))
      for (const { action, table, called, schema } of seen) {
        if (action === constants.SQLITE_FUNCTION && !OPERATORS.has(called ?? ''))
          expect([...functions], text).toContain(called?.toLowerCase())
        // Without a schema, a name can be that of a CTE.
        if (action !== constants.SQLITE_READ || schema === null) continue
        const name = (table ?? '').toLowerCase()
        const isNamed =
          tables.has(`${schema}.${name}`.toLowerCase()) || tables.has(name) || functions.has(name)
        expect(isNamed, `${schema}.${name} in ${text}`).toBe(true)
      }
    }
    expect(taken).toBeGreaterThan(COUNT / 20)
  })
})
