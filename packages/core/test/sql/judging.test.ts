import { describe, expect, test } from 'vitest'
import { judgeSql, SQL_DIALECTS, type SqlGrant } from '@kvlar/core/readings'

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

test('a name that stands for a table and for a CTE is doubt, whatever is granted', () => {
  const granted = { tables: ['*'] }
  for (const text of [
    'with q as (select 1 union all select 1 from q) select * from q',
    'with q as (select * from r), r as (select 1) select * from q',
    'with "Q" as (select 1) select * from q',
    'select * from (with q as (select 1) select * from q) z, q',
  ])
    for (const dialect of SQL_DIALECTS) expect(truth(text, { ...granted, dialect })).toBe('error')
  expect(truth('with q as (select 1) select * from q', granted)).toBe('true')
})

test('what is written is a table, even under the name of a CTE', () => {
  const writes = { statements: ['select', 'insert', 'update', 'delete'], permit: ['every_row'] }
  for (const write of ['insert into keys select 1', 'update keys set a = 1', 'delete from keys'])
    expect(truth(`with keys as (select 1) ${write}`, writes)).toBe('error')
})
