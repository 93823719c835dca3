import { describe, expect, test } from 'vitest'
import { readSql, sqlNameText, type SqlDialect, type SqlStatement } from '@kvlar/core/readings'

function one(text: string, dialect: SqlDialect = 'postgres'): SqlStatement {
  const { statements } = readSql(text, dialect)
  expect(statements).toHaveLength(1)
  return statements[0]!
}
const tables = (text: string, dialect?: SqlDialect) => one(text, dialect).tables.map(sqlNameText)
const functions = (text: string) => one(text).functions.map(sqlNameText)
const permits = (text: string) => one(text).constructs.map(({ permit }) => permit)
const doubts = (text: string, dialect: SqlDialect = 'postgres') => {
  const reading = readSql(text, dialect)
  return [...reading.doubts, ...reading.statements.flatMap((statement) => statement.doubts)]
}

describe('a statement', () => {
  test('has a kind, and those of the statements inside it', () => {
    expect(one('select 1')).toMatchObject({ kind: 'select', kinds: ['select'] })
    expect(one('explain delete from a')).toMatchObject({ kind: 'explain', kinds: ['explain', 'delete'] })
    expect(one('insert into a select * from b').kinds).toEqual(['insert', 'select'])
    expect(one('insert into a values (1) on conflict do nothing').kinds).toEqual(['insert'])
    expect(one('insert into a values (1) on conflict (id) do update set n = 2').kinds).toEqual([
      'insert',
      'update',
    ])
    expect(one('insert or replace into a values (1)', 'sqlite').kinds).toEqual(['replace'])
    expect(one('with x as (delete from a) select 1')).toMatchObject({
      kind: 'select',
      kinds: ['delete', 'select'],
    })
    expect(one('select * from (values (1)) v').kinds).toEqual(['select', 'values'])
  })

  test('names every table as it is written, and no CTE', () => {
    expect(tables('select * from app.users u, "Orders" join "a.b"."C" on true')).toEqual([
      'app.users',
      'Orders',
      'a.b.C',
    ])
    expect(tables('with q as (select * from a) select * from q join b on true')).toEqual(['a', 'b'])
    expect(tables('delete from a using b where a.id = b.id')).toEqual(['a', 'b'])
    expect(tables('update a set n = c.n from c where true')).toEqual(['a', 'c'])
    expect(
      tables(
        'merge into a using b on a.id = b.id when matched then update set n = 1 when not matched then insert (id) values (2)',
      ),
    ).toEqual(['a', 'b'])
    expect(tables('update a join b on a.id = b.id set a.n = 1 where b.n = 2', 'mysql')).toEqual(['a', 'b'])
    expect(tables('drop table if exists a, b.c cascade')).toEqual(['a', 'b.c'])
    expect(tables('alter table a add column n int')).toEqual(['a'])
    expect(tables('pragma table_info(users)', 'sqlite')).toEqual(['users'])
    expect(tables('describe shop.users', 'mysql')).toEqual(['shop.users'])
  })

  test('names every function, also behind an attribute of a value in FROM', () => {
    expect(functions('select count(*), pg_catalog.lower(a), "F"(1) from g(2) x')).toEqual([
      'count',
      'pg_catalog.lower',
      'F',
      'g',
    ])
    expect(functions("select q.pg_read_file from unnest(array['/etc/passwd']) q")).toEqual([
      'unnest',
      'pg_read_file',
    ])
    expect(functions('select e.key, e.value from jsonb_each(a) e')).toEqual(['jsonb_each'])
    expect(functions('select q.n from unnest(a) q (n)')).toEqual(['unnest'])
    expect(functions('select unnest.evil from unnest(a)')).toEqual(['unnest', 'evil'])
  })

  test('holds what must be permitted', () => {
    expect(permits('with recursive q as (select 1) select * from q for update')).toEqual([
      'recursive',
      'locking',
    ])
    expect(permits('select * into temp x from a')).toEqual(['into'])
    expect(permits('with x as (delete from a where true returning id) select 1')).toEqual([
      'writing_cte',
      'every_row',
      'returning',
    ])
    expect(permits('explain (analyze, format json) select 1')).toEqual(['explain_analyze'])
    expect(permits('explain verbose select 1')).toEqual([])
    expect(permits('truncate a cascade')).toEqual(['cascade'])
  })

  test('says whether a change leaves out any row', () => {
    const where = (text: string) => one(text, 'any').changes.map((change) => change.where)
    expect(where('delete from a')).toEqual(['none'])
    expect(where('delete from a where id = 1')).toEqual(['present'])
    for (const always of ['true', '1', '1 = 1', 'id = id', "'a' = 'a'", '(1 = 1)', 'true order by id'])
      expect(where(`update a set n = 1 where ${always}`)).toEqual(['always true'])
    expect(where('update a set n = (select 1 from b where c = 2)')).toEqual(['none'])
  })
})

describe('a doubt', () => {
  test('says where it is, and nothing of the text', () => {
    const [doubt] = doubts("select * from a where b = 'secret\\'")
    expect(doubt).toMatchObject({ start: 26, end: 35 })
    expect(doubt?.problem).not.toContain('secret')
  })

  test.each([
    ["select 'a\\'", 'postgres'],
    ['select "a" from b', 'mysql'],
    ['select `a` from b', 'postgres'],
    ['select `a; drop table b` from c', 'any'],
    ['select 1 # x', 'mysql'],
    ['select 1 # x', 'postgres'],
    ['select 1 /*! x */', 'mysql'],
    ['select 1 /*+ x */', 'postgres'],
    ['select 1 /* /* */ */', 'postgres'],
    ['select 1 --x', 'mysql'],
    ['select $$a$$', 'postgres'],
    ['select $a$a$a$', 'postgres'],
    ["select e'a'", 'postgres'],
    ["select u&'a'", 'postgres'],
    ["select n'a'", 'mysql'],
    ["select x'61'", 'sqlite'],
    ["select q'[a]'", 'any'],
    ["select _utf8'a'", 'mysql'],
    ["select _utf8 'a'", 'mysql'],
    ["select 'a' 'b'", 'mysql'],
    ["select 'a'\n'b'", 'postgres'],
    ['select 1into x', 'postgres'],
    ['select 1.', 'postgres'],
    ['select 0x10', 'mysql'],
    ['select a.1', 'mysql'],
    ['select 1\u00a0', 'postgres'],
    ['select größe from a', 'postgres'],
    ["select 'a\0'", 'sqlite'],
    ["select 'a\r'", 'sqlite'],
    ["select '\ud800'", 'sqlite'],
    ['select @a', 'mysql'],
    ['select @@version', 'any'],
    ['select :a', 'postgres'],
    ['select ?', 'any'],
    ['select 1 \\g', 'postgres'],
    ['select {fn now()}', 'any'],
    ['select a[1] from b', 'any'],
    ['select 1 @#@ 2', 'postgres'],
    ['select 1 operator(pg_catalog.+) 2', 'postgres'],
    ["select 'x'::regclass", 'postgres'],
    ["select regclass 'x'", 'postgres'],
    ['select (a).b from a', 'postgres'],
    ['select f(variadic a)', 'postgres'],
    ['select * from rows from (f())', 'postgres'],
    ['select * from a tablesample system (1)', 'postgres'],
    ["select * from xmltable('x' passing a columns b int)", 'postgres'],
    ["select * from json_table(a, '$' columns(b int path '$'))", 'mysql'],
    ['select * from current_user', 'postgres'],
    ['select * from a.b.c', 'postgres'],
    ['select 1 in a', 'sqlite'],
    ['select a order by a using <', 'postgres'],
    ['select count (*) from a', 'mysql'],
    ['select `count`(*) from a', 'mysql'],
    ["select 'a", 'postgres'],
    ['select 1 /* a', 'sqlite'],
    ['select (1', 'postgres'],
    [`select ${'('.repeat(200)}1${')'.repeat(200)}`, 'postgres'],
    [`select * from ${'a'.repeat(64)}`, 'postgres'],
    [`select * from "${'é'.repeat(32)}"`, 'postgres'],
    ['frobnicate a', 'postgres'],
    ['pragma writable_schema', 'sqlite'],
    ['with x as (select 1) search depth first by a set b select 1', 'postgres'],
  ] as const)('stands at %j in %s', (text, dialect) => {
    expect(doubts(text, dialect)).not.toEqual([])
  })

  test('is none where every reader agrees', () => {
    expect(doubts('select "a" from "b"')).toEqual([])
    expect(doubts('update "Users" set n = 1 where id = 2', 'any')).toEqual([])
    expect(doubts("select 'a\\' from b", 'sqlite')).toEqual([])
    expect(doubts('select \'größe\', "größe" from a')).toEqual([])
    expect(doubts('select a[1], a[1:2], a[b] from c')).toEqual([])
    expect(doubts('select 1--x', 'sqlite')).toEqual([])
    expect(doubts('select 1+/* x */2, a=-- x\n-1 from b')).toEqual([])
    expect(doubts('select `a` from `b`', 'any')).toEqual([])
  })
})

test('statements are cut at semicolons outside of quotes, comments and nothing else', () => {
  const kinds = (text: string) => readSql(text, 'any').statements.map(({ kind }) => kind)
  expect(kinds("select ';' /* ; */ -- ;\n; drop table a;;")).toEqual(['select', 'drop'])
  expect(kinds(' ; ')).toEqual([])
})

test('comments are told apart from comments that some databases obey', () => {
  expect(readSql('select 1', 'any').comments).toBe('none')
  expect(readSql('select 1 -- a', 'any').comments).toBe('plain')
  expect(readSql('select 1 /*!50000 , 2 */', 'any').comments).toBe('live')
})
