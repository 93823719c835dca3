import { expect, test } from 'vitest'
import { judgeSql, readSql, type SqlGrant } from '@kvlar/core/readings'
import { MYSQL_READS } from './mysql-reads.ts'
import { POSTGRES_CATALOG_READS, POSTGRES_READS } from './postgres-reads.ts'
import { SQLITE_CATALOG_READS, SQLITE_READS } from './sqlite-reads.ts'

const grant = { statements: ['select'], tables: ['*', '*.*'], permit: [] } satisfies Partial<SqlGrant>
const catalog = {
  statements: ['select', 'pragma', 'explain'],
  functions: ['$safe_functions', '$catalog_functions'],
  tables: ['*', '*.*', 'information_schema.*', 'pg_catalog.*', 'pg_*', 'sqlite_*'],
  permit: [],
} satisfies Partial<SqlGrant>

test.each(POSTGRES_READS)('an ordinary read of PostgreSQL is inside: %s', (text) => {
  expect(judgeSql(text, { ...grant, dialect: 'postgres' })).toMatchObject({ truth: 'true' })
})

test.each(MYSQL_READS)('an ordinary read of MySQL is inside: %s', (text) => {
  expect(judgeSql(text, { ...grant, dialect: 'mysql' })).toMatchObject({ truth: 'true' })
})

test.each(SQLITE_READS)('an ordinary read of SQLite is inside: %s', (text) => {
  expect(judgeSql(text, { ...grant, dialect: 'sqlite' })).toMatchObject({ truth: 'true' })
})

test.each(POSTGRES_CATALOG_READS)(
  'a look at the catalogue of PostgreSQL is inside where granted: %s',
  (text) => {
    expect(judgeSql(text, { ...catalog, dialect: 'postgres' })).toMatchObject({ truth: 'true' })
    expect(judgeSql(text, { ...grant, dialect: 'postgres' })).toMatchObject({ truth: 'error' })
  },
)

test.each(SQLITE_CATALOG_READS)('a look at the catalogue of SQLite is inside where granted: %s', (text) => {
  expect(judgeSql(text, { ...catalog, dialect: 'sqlite' })).toMatchObject({ truth: 'true' })
})

test('each dialect has more than a hundred of them', () => {
  for (const reads of [POSTGRES_READS, MYSQL_READS, SQLITE_READS]) expect(reads.length).toBeGreaterThan(100)
})

test('most of them are read without doubt when the dialect is not known', () => {
  for (const reads of [POSTGRES_READS, MYSQL_READS, SQLITE_READS]) {
    const doubtful = reads.filter((text) => {
      const { doubts, statements } = readSql(text, 'any')
      return doubts.length > 0 || statements.some((one) => one.doubts.length > 0)
    })
    expect(doubtful.length / reads.length).toBeLessThan(0.2)
  }
})
