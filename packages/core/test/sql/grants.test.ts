import { describe, expect, test } from 'vitest'
import {
  judgeSql,
  SQL_DIALECTS,
  SQL_PERMITS,
  SQL_STATEMENTS,
  sqlDialectProblem,
  sqlFunctionProblem,
  sqlFunctions,
  sqlPermitProblem,
  sqlStatementProblem,
  sqlTableProblem,
  type SqlGrant,
} from '@kvlar/core/readings'

const grant: SqlGrant = {
  dialect: 'postgres',
  statements: ['select'],
  tables: ['app.*', 'users'],
  permit: [],
}
const truth = (text: string, more: Partial<SqlGrant> = {}) => judgeSql(text, { ...grant, ...more }).truth

describe('a pattern of tables', () => {
  test('without a schema names tables without one, and the other way round', () => {
    expect(truth('select * from users')).toBe('true')
    expect(truth('select * from public.users')).toBe('error')
    expect(truth('select * from orders', { tables: ['app.*'] })).toBe('error')
    expect(truth('select * from orders', { tables: ['app.users'] })).toBe('false')
    expect(truth('select * from a.b', { tables: ['*'] })).toBe('error')
    expect(truth('select * from a.b', { tables: ['*.*'] })).toBe('true')
    expect(truth('select * from "app.users"', { tables: ['app.*'] })).toBe('error')
  })

  test('names what belongs to the database only when it begins with its letters', () => {
    const wide = { tables: ['*', '*.*'] }
    for (const table of [
      'pg_shadow',
      'pg_catalog.pg_authid',
      'information_schema.tables',
      'PG_CATALOG.pg_class',
    ])
      expect(truth(`select * from ${table}`, wide)).toBe('error')
    expect(truth('select * from pg_roles', { tables: ['pg_roles'] })).toBe('true')
    expect(truth('select * from pg_catalog.pg_roles', { tables: ['pg_catalog.*'] })).toBe('true')
    expect(truth('select * from mysql.user', { ...wide, dialect: 'mysql' })).toBe('error')
    expect(truth('select * from sqlite_master', { ...wide, dialect: 'sqlite' })).toBe('error')
    expect(truth('select * from main.sqlite_master', { tables: ['main.*'], dialect: 'sqlite' })).toBe('error')
    expect(
      truth('select * from main.sqlite_master', { tables: ['main.sqlite_master'], dialect: 'sqlite' }),
    ).toBe('true')
  })

  test('compares case as the dialect does, and is unsure where settings decide', () => {
    expect(truth('select * from USERS')).toBe('true')
    expect(truth('select * from "USERS"')).toBe('error')
    expect(truth('select * from Users', { dialect: 'mysql' })).toBe('error')
    expect(truth('select * from Users', { dialect: 'mysql', tables: ['Users'] })).toBe('true')
    expect(truth('select * from "USERS"', { dialect: 'sqlite' })).toBe('true')
    expect(truth('select * from Users', { dialect: 'any', tables: ['Users'] })).toBe('error')
    expect(truth('select * from Users', { dialect: 'any', tables: ['[Uu]sers'] })).toBe('true')
  })
})

describe('functions', () => {
  test('given take the place of the built-in list, unless they name it', () => {
    expect(truth('select count(*) from users', { functions: ['app.f'] })).toBe('error')
    expect(truth('select app.f(count(*)) from users', { functions: ['app.f', '$safe_functions'] })).toBe(
      'true',
    )
    expect(truth('select pg_relation_size(1)', { functions: ['$safe_functions'] })).toBe('false')
    expect(
      truth('select pg_relation_size(1)', { functions: ['$safe_functions', '$catalog_functions'] }),
    ).toBe('true')
  })

  test('of another schema are others', () => {
    expect(truth('select evil.count(*) from users')).toBe('error')
    expect(truth('select pg_catalog.count(*) from users')).toBe('true')
    expect(truth('select "count"(*) from users')).toBe('true')
    expect(truth('select "Count"(*) from users')).toBe('error')
    expect(truth('select "app.f"(1)', { functions: ['app.f'] })).toBe('error')
  })

  test('are written out, so that a policy can be held against a change of the lists', () => {
    for (const dialect of SQL_DIALECTS) expect(sqlFunctions(dialect)).toContain('count')
    expect(sqlFunctions('postgres', ['f'])).toEqual(['f'])
    for (const name of [
      'pg_sleep',
      'pg_read_file',
      'dblink',
      'lo_import',
      'set_config',
      'current_setting',
      'nextval',
      'query_to_xml',
      'load_extension',
      'readfile',
      'load_file',
      'sleep',
      'benchmark',
      'randomblob',
      'zeroblob',
      'repeat',
      'ts_stat',
      'ts_rewrite',
      'get_lock',
    ])
      for (const dialect of SQL_DIALECTS)
        expect(sqlFunctions(dialect, ['$safe_functions', '$catalog_functions'])).not.toContain(name)
  })
})

test('the names of a grant are checked', () => {
  for (const kind of Object.keys(SQL_STATEMENTS)) expect(sqlStatementProblem(kind)).toBeUndefined()
  for (const permit of Object.keys(SQL_PERMITS)) expect(sqlPermitProblem(permit)).toBeUndefined()
  for (const dialect of SQL_DIALECTS) expect(sqlDialectProblem(dialect)).toBeUndefined()
  expect(sqlStatementProblem('selekt')).toContain('`selekt`')
  expect(sqlStatementProblem('toString')).toContain('`toString`')
  expect(sqlPermitProblem('constructor')).toContain('`constructor`')
  expect(sqlDialectProblem('oracle')).toContain('`oracle`')
  for (const table of ['users', 'app.*', '*', '*.*', 'app_[0-9]*.x'])
    expect(sqlTableProblem(table)).toBeUndefined()
  for (const table of ['', '.a', 'a.', 'a.b.c', '"a"', 'a b', '[z-a]'])
    expect(sqlTableProblem(table)).toBeDefined()
  for (const name of ['count', 'app.total', '$safe_functions', '*'])
    expect(sqlFunctionProblem(name)).toBeUndefined()
  for (const name of ['', 'count()', '$safe', 'a.b.c', '"f"', 'f g', 'pg_*', 'app.*', '*.*'])
    expect(sqlFunctionProblem(name)).toBeDefined()
})
