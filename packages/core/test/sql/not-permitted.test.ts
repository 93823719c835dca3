import { describe, expect, test } from 'vitest'
import { allowed, isReadAtAll, SPELLINGS_MIN } from './allowed-spellings.ts'
import { written } from './spellings.ts'

const CONSTRUCTS: Readonly<Record<string, readonly string[]>> = {
  'a table that is made': [
    'select * into x from app.users',
    'select 1 into temp x',
    'select 1into x',
    'select 1.into x',
    "select 'a'into x",
    'select * from app.users into x',
    "select * from app.users into outfile '/tmp/x'",
    'select * into @x from app.users',
    'select $1into x',
    'select 0x1into x',
    'select 1e1into x',
  ],
  'a lock': [
    'select * from app.users for update',
    'select * from app.users for no key update',
    'select * from app.users for share',
    'select * from app.users for key share nowait',
    'select * from app.users where id = 1for update',
    'select * from app.users lock in share mode',
    'select * from ( select * from app.users for update ) q',
    'select * from app.users limit 1 for update of users skip locked',
  ],
  'a CTE that writes': [
    'with q as ( delete from app.users returning * ) select * from q',
    'with q as ( insert into app.users values ( 1 ) returning * ) select 1',
    'with q as ( update app.users set id = 1 returning * ) select 1',
    'with q as ( select 1 ) , r as materialized ( delete from app.users returning 1 ) select 1',
    'with q as ( merge into app.users using users on true when matched then delete ) select 1',
  ],
  recursion: [
    'with recursive q as ( select 1 union all select 1 from q ) select * from q',
    'with recursive q ( n ) as ( select 1 ) select * from q',
    'with q as ( select 1 union all select 1 from q ) select * from q',
    'select * from ( with recursive q as ( select 1 ) select * from q ) z',
  ],
  'another kind of statement': [
    'table app.users',
    'values ( 1 )',
    'select * from ( values ( 1 ) ) v',
    'select * from ( table app.users ) v',
    'select 1 union table app.users',
    'explain select 1',
    'explain analyze select 1',
    "copy app.users to '/tmp/x'",
    "copy ( select 1 ) to program 'id'",
    "do 'x'",
    'call f ( )',
    'execute x',
    'prepare x as select 1',
    "load 'x'",
    'set role x',
    'show all',
    'pragma writable_schema = 1',
    "attach 'x' as y",
    'vacuum into x',
    'delete from app.users',
    'update app.users set id = 1',
    'insert into app.users select * from app.users',
    'drop table app.users',
    'begin',
    'handler app.users open',
    "load data infile 'x' into table app.users",
  ],
  'a second statement': [
    'select 1 ; drop table app.users',
    'select 1 ; select 2',
    '; select 1 ; delete from app.users',
    "select ' ; ' ; select 1",
    'select 1 ; ; select 2 ;',
    'begin ; delete from app.users ; commit',
  ],
}

describe('what a grant does not permit is found', () => {
  test.each(Object.entries(CONSTRUCTS))('%s, however it is spelled', (_, templates) => {
    for (const template of templates) {
      const texts = written(template, ['app.users'], SPELLINGS_MIN / 2)
      expect(allowed(texts)).toEqual([])
    }
  })
})

test('a name that is table and CTE is never taken for the CTE alone', () => {
  const templates = [
    'select * from ( with keys as ( select 1 ) select 1 ) q , keys',
    'with q as ( with keys as ( select 1 ) select * from keys ) select * from keys',
    'with q as ( select * from keys ) , keys as ( select 1 ) select * from q',
    'with keys as ( select * from keys ) select * from keys',
    'with "Keys" as ( select 1 ) select * from keys',
    'with keys as ( select 1 ) select * from "KEYS"',
    'with keys as ( select 1 ) select * from secret.keys',
    'select * from keys where id in ( with keys as ( select 1 ) select * from keys )',
    '( with keys as ( select 1 ) select * from keys ) union select * from keys',
    'with keys as ( select 1 ) select * into keys from keys',
  ]
  for (const template of templates) expect(allowed(written(template, ['x'], SPELLINGS_MIN))).toEqual([])
  expect(isReadAtAll('with keys as ( select * from app.users ) select * from keys')).toBe(true)
})
