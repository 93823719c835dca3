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

describe('a statement is inside', () => {
  test('when its kind, its tables and its functions are', () => {
    expect(judgeSql('select lower(name) from app.users', grant)).toEqual({
      truth: 'true',
      part: 'app.users',
      pattern: 'app.*',
    })
    expect(truth('select 1')).toBe('true')
    expect(truth('select count(*) from users;')).toBe('true')
  })

  test('when all kinds inside it are named', () => {
    expect(truth('explain select 1')).toBe('error')
    expect(truth('explain select 1', { statements: ['select', 'explain'] })).toBe('true')
    expect(truth('insert into users select * from app.a', { statements: ['insert'] })).toBe('error')
    expect(truth('insert into users values (1)', { statements: ['insert'] })).toBe('true')
    expect(truth('delete from users where id in (select 1)', { statements: ['delete', 'select'] })).toBe(
      'true',
    )
    expect(truth('select * from (values (1)) v', { statements: ['select', 'values'] })).toBe('true')
  })

  test('when its constructs are permitted by name', () => {
    const cases = {
      recursive: 'with recursive q as (select 1 union all select * from q) select * from q',
      locking: 'select * from users for update',
      into: 'select 1 into app.x',
      returning: 'delete from users where id = 1 returning *',
      every_row: 'delete from users',
      cascade: 'truncate users cascade',
      explain_analyze: 'explain analyze select 1',
    }
    const statements = ['select', 'delete', 'truncate', 'explain']
    for (const [permit, text] of Object.entries(cases)) {
      expect(judgeSql(text, { ...grant, statements })).toMatchObject({ truth: 'error', part: permit })
      expect(truth(text, { statements, permit: [permit] })).toBe('true')
    }
    const writing = 'with q as (delete from users where id = 1) select 1'
    expect(truth(writing, { statements, permit: [] })).toBe('error')
    expect(truth(writing, { statements, permit: ['writing_cte'] })).toBe('true')
    expect(truth(writing, { statements: ['select'], permit: ['writing_cte'] })).toBe('error')
  })
})

describe('a statement is outside', () => {
  test('when it is certainly of another kind', () => {
    for (const text of [
      'drop table users',
      'delete from users',
      'set role x',
      'create table a (id int)',
      'begin',
    ])
      expect(truth(text)).toBe('false')
  })

  test('when none of its parts is inside, of lists that the grant states', () => {
    expect(truth('select * from secret.keys')).toBe('false')
    expect(truth('select * from secret.keys, hidden.keys')).toBe('false')
    expect(truth('select evil(1)', { functions: ['app.f'] })).toBe('false')
    expect(truth('select evil(1)')).toBe('error')
    expect(
      judgeSql('select * from users', { dialect: 'postgres', statements: ['select'], permit: [] }).truth,
    ).toBe('error')
  })

  test('but not when it may run what the text does not show', () => {
    for (const text of [
      'execute x',
      'prepare x as select 1',
      "do 'x'",
      'create view v as select 1',
      'create rule r as on insert to a do delete from b',
    ])
      expect(truth(text)).toBe('error')
  })
})

describe('an error', () => {
  test('is said of some parts inside and some not', () => {
    expect(judgeSql('select * from app.a, secret.keys', grant)).toEqual({
      truth: 'error',
      problem: 'a table is not granted',
      part: 'secret.keys',
    })
    expect(judgeSql('select pg_sleep(1) from users', grant)).toMatchObject({
      truth: 'error',
      part: 'pg_sleep',
    })
  })

  test('is said of doubt, of nothing and of several statements', () => {
    expect(truth("select 'a\\'")).toBe('error')
    expect(truth('')).toBe('error')
    expect(truth('-- nothing')).toBe('error')
    expect(truth('select 1; select 2')).toBe('error')
    expect(truth('drop table a; drop table b')).toBe('false')
    expect(truth('select 1; drop table b')).toBe('error')
    expect(truth('a'.repeat(2_000_000))).toBe('error')
  })

  test('never quotes the statement', () => {
    for (const text of [
      "select 'hunter2\\'",
      'select hunter2(1) from users',
      'hunter2',
      'select * from hunter2.a, users',
    ])
      expect(judgeSql(text, grant).problem).not.toContain('hunter2')
  })

  test('is said of a kind that is granted and not read to its last word', () => {
    expect(truth('vacuum users', { statements: ['vacuum'] })).toBe('error')
  })
})

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
  for (const name of ['count', 'app.total', '$safe_functions'])
    expect(sqlFunctionProblem(name)).toBeUndefined()
  for (const name of ['', 'count()', '$safe', 'a.b.c', '"f"', 'f g'])
    expect(sqlFunctionProblem(name)).toBeDefined()
})
