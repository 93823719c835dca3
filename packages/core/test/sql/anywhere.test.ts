import { describe, expect, test } from 'vitest'
import type { JsonValue } from '@kvlar/core/json'
import { sqlTextJudge } from '@kvlar/core/readings'
import { ORDINARY_TEXTS } from '../corpus/ordinary-texts.ts'
import { TITLES_OF_ISSUES, TITLES_THAT_RUN } from '../corpus/titles-of-issues.ts'
import { truthOf, origin } from '../rule-builders.ts'
import { MYSQL_CHANGES, OTHER_CHANGES, SQLITE_CHANGES } from './other-changes.ts'
import { POSTGRES_CHANGES } from './postgres-changes.ts'
import { POSTGRES_READS } from './postgres-reads.ts'
import { MYSQL_READS } from './mysql-reads.ts'
import { SQLITE_READS } from './sqlite-reads.ts'

// prettier-ignore
const CHANGING = ['insert', 'update', 'delete', 'replace', 'merge', 'truncate', 'drop', 'alter', 'create', 'grant',
  'revoke', 'call', 'execute', 'copy', 'do', 'load', 'set', 'vacuum', 'attach', 'pragma', 'rename', 'lock', 'kill',
  'handler', 'prepare', 'reassign', 'reindex', 'refresh', 'comment', 'import', 'reset', 'discard', 'detach', 'cluster',
  'notify', 'deallocate', 'optimize']

const changes = { dialect: 'any', statements: CHANGING, permit: [] } as const
const judge = sqlTextJudge(changes)
const truth = (text: string): string | undefined => judge(text)?.truth
const anywhere = (value: JsonValue) => ({ kind: 'anywhere', operator: 'sql', value, origin }) as const

/** Statements that change something, in several databases. */
const STATEMENTS = `
delete from users
delete from users where id = 1
DELETE FROM "Users" USING a WHERE a.id = id
delete t1 from t1 join t2 on t1.id = t2.id
delete users where id = 1
delete top (5) from users
insert into users values (1)
insert or replace into users (id) values (1)
insert ignore into users set id = 1
insert overwrite table logs select * from a
insert users values (1)
replace into users values (1)
update users set admin = 1
update only app.users as u set admin = true where id = 1
update users u, roles r set u.admin = 1
update users set (a, b) = (1, 2)
update users set n += 1
merge into users using u on true when matched then delete
truncate table users
truncate users
drop table users
drop table if exists users cascade
drop materialized view v
drop database production
alter table users add column x int
alter system set log_min_messages = 'x'
alter role admin with superuser
create table x (a int)
create or replace function f() returns int as 'select 1' language sql
create user evil superuser
create temp table x as select 1
create unique index concurrently i on users (id)
grant all on users to public
grant admin to bob
revoke select on users from bob
call purge()
exec xp_cmdshell 'dir'
execute immediate 'drop table users'
copy users to program 'id'
copy (select 1) to '/tmp/x'
do 'begin delete from users; end'
load data local infile '/etc/passwd' into table users
set global general_log_file = '/tmp/x'
set role postgres
vacuum into '/tmp/x.db'
attach database '/tmp/x' as y
pragma writable_schema = 1
rename table users to old
lock tables users write
kill 5
handler users open
reassign owned by a to b
refresh materialized view v
comment on table users is 'x'
import foreign schema public from server s into x
select * into copied from users
select 1 into outfile '/tmp/x'
`
  .trim()
  .split('\n')

/** What may stand around a statement, and it runs. */
const DRESSES: readonly ((statement: string) => string)[] = [
  (one) => one,
  (one) => `${one};`,
  (one) => `  \n${one}\n`,
  (one) => one.toUpperCase(),
  (one) => one.replaceAll(' ', '\n'),
  (one) => one.replaceAll(' ', ' /* x */ '),
  (one) => one.replace(' ', '/**/'),
  (one) => `-- harmless\n${one}`,
  (one) => `/* select 1 */ ${one}`,
  (one) => `;;${one}`,
  (one) => `select 1; ${one}`,
  (one) => `1=1; ${one}`,
  (one) => `x'; ${one} --`,
  (one) => `1) ; ${one}`,
  (one) => `begin; ${one}; commit`,
  (one) => `explain analyze ${one}`,
  (one) => `with q as (${one} returning *) select * from q`,
  (one) => `with q as (select 1) select * from q; ${one}`,
  (one) => `/*!50000 ${one} */`,
]

describe('a statement in any text of a call', () => {
  test.each(STATEMENTS)('is never taken for a sentence: %s', (statement) => {
    for (const dress of DRESSES) {
      const text = dress(statement)
      // Quoted up to its end, it is a text and no statement.
      if (text.startsWith("x'") && statement.includes("'")) continue
      if (text.startsWith('with q as (') && !/^(?:insert|update|delete|merge) /i.test(statement)) continue
      expect(truth(text), text).toBe('error')
    }
  })

  test('is held against the grant by its kind, its tables and its functions', () => {
    const grant = {
      dialect: 'postgres',
      statements: ['delete', 'update'],
      tables: ['users'],
      permit: [],
    } as const
    const own = sqlTextJudge(grant)
    expect(own('delete from users where id = 1')?.truth).toBe('true')
    expect(own('delete from keys where id = 1')?.truth).toBe('false')
    expect(own('delete from users where id in (select id from keys)')?.truth).toBe('error')
    expect(own('select * from users')?.truth).toBe('false')
    expect(own('insert into users values (1)')?.truth).toBe('false')
    expect(own('the users')).toBeUndefined()
  })

  test('is found by a rule at any depth, in JSON too', () => {
    const condition = anywhere({ ...changes, statements: [...CHANGING], permit: [] })
    for (const parameters of [
      { query: 'drop table users' },
      { filter: { a: ['x', 'delete from users'] } },
      { 'update users set a = 1': 1 },
      { json: '{"q":"delete from users"}' },
    ])
      expect(truthOf(condition, parameters)).toBe('error')
    expect(truthOf(condition, { query: 'select * from users', text: 'delete it' })).toBe('false')
  })

  test('longer than is read, it is in doubt all the same', () => {
    expect(truth(`delete from users where id in (${'1,'.repeat(100_000)}1)`)).toBe('error')
    expect(truth(`/*${' '.repeat(200_000)}*/ delete from users`)).toBe('error')
    expect(truth(`select '${' '.repeat(200_000)}'; delete from users`)).toBe('error')
  })

  test('takes time in proportion to the text', () => {
    for (const piece of [
      '(delete ',
      ';select x ',
      'update a ',
      '/*',
      "'",
      'create or replace ',
      'drop table a (',
      'grant all , ',
      'create operator a ',
      '(select a, ',
      '[',
      '$a$',
      '#',
    ])
      expect(['error', 'false', undefined]).toContain(truth(piece.repeat(20_000)))
  })
})

const SENTENCES = `
delete it
Delete the old branch and create a new one
delete from
update the docs
Update README
update: fix typo (set a default)
how to update a user and set the password
create a table of contents
create an index page
Create table of contents
drop me a line
drop shadow
select a plan
Select the best option from the list
select all
insert coin
insert a picture into the page
grant access to the team
grant report
call me
set the table
set up CI
copy to clipboard
copy the file to the server
do it
do not merge
load the data
load balancer
lock the door
kill the process
replace the battery
replace a with b
merge the branch
merge conflict
truncate long lines
alter ego
alter the plan
vacuum cleaner
attach the file
prepare the release
execute the plan
comment on the pull request
import the module
refresh the page
rename the file to x
pragma once
explain the update of the index
begin with the update
with the delete key (or drop it)
Please delete the row (update it first); create a ticket, then call Ann.
delete, drop, truncate
state:open delete in:title
TRUNCATE
updateUser(set)
const update = (set) => set.delete(x); create(y)
if (x) { delete y.z } else { update(z) }
`
  .trim()
  .split('\n')

test.each(SENTENCES)('a sentence is no statement: %s', (text) => {
  expect(truth(text) ?? 'false').toBe('false')
})

test('ordinary texts and reads change nothing', () => {
  for (const text of [...ORDINARY_TEXTS, ...POSTGRES_READS, ...MYSQL_READS, ...SQLITE_READS])
    if (!text.startsWith('UPDATE t SET')) expect(truth(text) ?? 'false', text).toBe('false')
})

const CHANGES = [...POSTGRES_CHANGES, ...SQLITE_CHANGES, ...MYSQL_CHANGES, ...OTHER_CHANGES]

/** What parts words for some database. */
const BLANKS = [
  '\t',
  '\n',
  '\r\n',
  '\f',
  '\v',
  '\u00a0',
  '\u3000',
  '\u200b',
  '/**/',
  '/*;*/',
  "/* ' */",
  '--x\n',
  "-- '\n",
]

/** What stands before a statement, and it runs. */
const LEADS = [
  ...BLANKS,
  '\ufeff',
  ' \ufeff',
  '(',
  ';',
  '; ;',
  '/*/**/*/',
  '/*"*/',
  '/*$$*/',
  'WITH x AS (SELECT 1) ',
  'WITH x(a) AS NOT MATERIALIZED (TABLE src) ',
  "WITH x AS (SELECT ')') ",
  'WITH x AS (SELECT 1), y AS (SELECT 2)',
  'EXPLAIN ANALYZE ',
  'EXPLAIN (ANALYZE) ',
  'EXPLAIN (BUFFERS, ANALYZE) ',
  'EXPLAIN (ANALYZE 1) WITH x AS (SELECT 1) ',
  'SELECT 1;',
  'SELECT 1;\ufeff',
  'SELECT 1 ',
  'SELECT 1\nGO\n',
  'VALUES(1);',
  'SELECT $q$/*$q$;',
  "SELECT $$';$$;",
  'SELECT 1#2;',
  "SELECT '\\';",
  "SELECT E'\\'';",
  "SELECT '/*';",
  'SELECT 1 -- /*\n;',
  "SELECT [a;'b];",
  'SELECT `a;b`;',
  "SELECT 1 # '\n;",
]

describe('a statement that changes something', () => {
  test.each(CHANGES)('is seen plain and dressed: %s', (statement) => {
    // Dollar quotes, square brackets and `#` are of different databases: nobody reads two of them.
    const leads = /[$[]/.test(statement) ? LEADS.filter((lead) => !/[$[#]/.test(lead)) : LEADS
    for (const lead of leads) expect(truth(lead + statement), JSON.stringify(lead)).toBe('error')
    for (const blank of BLANKS)
      if (!/'[^']* [^']*'|\$\$/.test(statement))
        expect(truth(statement.replaceAll(' ', blank)), JSON.stringify(blank)).toBe('error')
    for (const text of [statement, statement.toLowerCase(), `${statement};`, `${statement}; SELECT 1`])
      expect(truth(text), text).toBe('error')
  })

  test('is seen where databases end comments and texts at different places', () => {
    for (const text of [
      '/*/**/*/DROP TABLE src',
      '/*!50000 DROP TABLE src */',
      'SELECT 1 /*! INTO x */',
      "SELECT '\\'; DROP TABLE src; --'",
      "x' OR 1=1; DROP TABLE src --",
      "SELECT q'[']'; DROP TABLE src --'",
      'WITH q AS (DELETE FROM users RETURNING 1) SELECT 1',
      '1) DELETE FROM users --',
    ])
      expect(truth(text), text).toBe('error')
  })
})

test.each(TITLES_OF_ISSUES)('a title is no statement: %s', (text) => {
  expect(truth(text) ?? 'false').toBe('false')
})

test.each(TITLES_THAT_RUN)('what runs as it stands is a statement: %s', (text) => {
  expect(truth(text)).toBe('error')
})
