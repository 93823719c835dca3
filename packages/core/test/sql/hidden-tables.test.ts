import { describe, expect, test } from 'vitest'
import { allowed, isReadAtAll, SPELLINGS_MIN } from './allowed-spellings.ts'
import { spellings, written } from './spellings.ts'

const TABLES = [
  ...spellings('keys'),
  ...spellings('secret').flatMap((schema) => [
    `${schema}.keys`,
    `${schema} . "keys"`,
    `${schema}/**/./**/keys`,
  ]),
  'pg_catalog.pg_authid',
  'app.users.keys',
  'secret.app.users',
]

const PLACES = [
  'select * from {}',
  'select * from {} where id = 1',
  'select * from app.users , {}',
  'select * from {} , app.users',
  'select * from app.users u , {} k',
  'select * from app.users join {} on true',
  'select * from app.users left join {} using ( id )',
  'select * from app.users natural join {}',
  'select * from app.users cross join {}',
  'select * from ( app.users u cross join {} k )',
  'select * from ( {} )',
  'select * from ( ( app.users u join {} k on true ) join app.users v on true )',
  'select * from app.users u join app.users v join {} k on true on true',
  'select * from ( select * from {} ) q',
  'select * from ( ( select * from app.users ) union ( select * from {} ) ) q',
  'select * from app.users u left join lateral ( select * from {} k where k.id = u.id ) q on true',
  'select id from app.users union select id from {}',
  'select id from app.users union all ( select id from app.users except select id from {} )',
  'select id from app.users where id in ( select id from {} )',
  'select id from app.users where id = any ( select id from {} )',
  'select id from app.users where exists ( select 1 from {} )',
  'select id from app.users where id = ( select max(id) from {} )',
  'select id from app.users where ( id , 1 ) in ( select id , 1 from {} )',
  'select ( select max(val) from {} ) from app.users',
  'select case when true then ( select val from {} ) else 1 end from app.users',
  'select case ( select 1 from {} ) when 1 then 2 end from app.users',
  'select coalesce( ( select val from {} ) , 1 ) from app.users',
  'select count(*) filter ( where id in ( select id from {} ) ) from app.users',
  'select sum(id) over ( partition by ( select val from {} ) ) from app.users',
  'select sum(id) over w from app.users window w as ( order by ( select val from {} ) )',
  'select id from app.users order by ( select val from {} )',
  'select id from app.users group by id having max(id) > ( select 1 from {} )',
  'select id from app.users limit ( select count(*) from {} )',
  'select id from app.users limit 1 offset ( select count(*) from {} )',
  'with q as ( select * from {} ) select * from q',
  'with q as ( select 1 as id ) , r as ( select * from {} ) select * from q , r',
  'with q as ( with r as ( select * from {} ) select * from r ) select * from q',
  'select * from ( with q as ( select * from {} ) select * from q ) z',
  'select array ( select val from {} )',
  'select array [ ( select val from {} ) ] from app.users',
  'select ( ( ( select val from {} ) ) ) from app.users',
  'select cast( ( select val from {} ) as text ) from app.users',
  'select id from app.users where id between 1 and ( select max(id) from {} )',
  "select id from app.users where name like ( select val from {} ) escape '!'",
  'select distinct on ( ( select 1 from {} ) ) id from app.users',
]

describe('a table that is not granted is found', () => {
  test.each(PLACES)('in every spelling of %s', (place) => {
    const texts = written(place, TABLES, SPELLINGS_MIN)
    expect(texts.length).toBeGreaterThanOrEqual(SPELLINGS_MIN)
    expect(isReadAtAll(place.replaceAll('{}', 'app.users'))).toBe(true)
    expect(allowed(texts)).toEqual([])
  })
})

test('a table under a name that is a word of the language elsewhere is found', () => {
  const places = [
    'select * from {} users',
    'select * from app.users , {} users',
    'select * from app.users join {} users on true',
  ]
  for (const word of ['lateral', 'only', 'ignore', 'low_priority', 'high_priority'])
    for (const place of places)
      expect(allowed(written(place, [word], SPELLINGS_MIN / 10), ['mysql', 'sqlite', 'any'])).toEqual([])
  expect(isReadAtAll('select * from app.users , lateral ( select 1 ) q')).toBe(true)
})
