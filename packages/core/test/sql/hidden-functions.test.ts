import { describe, expect, test } from 'vitest'
import { allowed, isReadAtAll, SPELLINGS_MIN } from './allowed-spellings.ts'
import { spellings, written } from './spellings.ts'

const CALLS = [
  ...spellings('pg_sleep').map((name) => `${name}(1)`),
  ...[
    'pg_read_file',
    'lo_import',
    'dblink',
    'query_to_xml',
    'set_config',
    'nextval',
    'load_extension',
    'sleep',
    'benchmark',
  ].flatMap((name) => [
    `${name}('x')`,
    `pg_catalog.${name}('x')`,
    `evil.${name} ('x')`,
    `"${name}"/**/('x')`,
  ]),
  'evil.count(1)',
  'app.users(1)',
  'purge(u)',
  'u.purge(1)',
  'count(1).purge',
  '(u).purge',
  'purge(distinct u)',
  "load_file('/etc/passwd')",
  'randomblob(1000000000)',
  'operator(pg_catalog.+)',
  '1 operator(evil.+) 2',
  '1 @#@ 2',
  "'x'::regclass",
  "'x'::evil",
  "cast('x' as evil.t)",
  "regclass 'x'",
  "evil.t 'x'",
  'count(variadic a)',
]

const VALUES = [
  'select {} from app.users u',
  'select 1 , {} from app.users u',
  'select * from app.users u where {} is null',
  'select * from app.users u where id = 1 or {} = 2',
  'select * from app.users u join app.users v on {} = 1',
  'select case when {} is null then 1 else 2 end from app.users u',
  'select case 1 when 1 then {} end from app.users u',
  'select lower( {} ) from app.users u',
  'select coalesce( 1 , {} ) from app.users u',
  'select count(*) filter ( where {} is null ) from app.users u',
  'select sum(id) over ( partition by {} ) from app.users u',
  'select sum(id) over ( order by {} ) from app.users u',
  'select * from app.users u order by {}',
  'select * from app.users u group by {}',
  'select id from app.users u group by id having {} = 1',
  'select * from app.users u limit {}',
  'select * from app.users u where id in ( 1 , {} )',
  'select * from app.users u where id between 1 and {}',
  'select ( select {} ) from app.users u',
  'with q as ( select {} as x from app.users u ) select * from q',
  'select ( 1 , {} ) from app.users u',
  'select * from ( select {} as x from app.users u ) q',
  'select - {} from app.users u',
  'select not {} from app.users u',
  'select 1 + {} from app.users u',
  "select 'a' || {} from app.users u",
  'select cast( {} as text ) from app.users u',
  'select array [ 1 , {} ] from app.users u',
]

describe('a function that is not known as harmless is found', () => {
  test.each(VALUES)('in every spelling of %s', (place) => {
    const texts = written(place, CALLS, SPELLINGS_MIN)
    expect(texts.length).toBeGreaterThanOrEqual(SPELLINGS_MIN)
    expect(isReadAtAll(place.replaceAll('{}', '1'))).toBe(true)
    expect(allowed(texts)).toEqual([])
  })

  test('behind a text that a type of a user takes in', () => {
    const frames = [
      "range unbounded 'x' preceding",
      "rows current 'x'",
      "range interval '1 day' 'x' preceding",
    ]
    for (const frame of frames)
      expect(
        allowed(written(`select sum(id) over ( order by id ${frame} ) from users`, ['x'], SPELLINGS_MIN)),
      ).toEqual([])
    expect(
      isReadAtAll("select sum(id) over ( order by at range interval '1 day' preceding ) from users"),
    ).toBe(true)
  })

  test('under a name that is a word of the language elsewhere', () => {
    const calls = [
      'any(1)',
      'some((select 1))',
      'array((select 1))',
      'row(1)',
      'interval(1)',
      'trim(both(1))',
      'trim(leading (1))',
    ]
    const hidden = calls.flatMap((one) =>
      written(`select ${one} day from app.users`, ['x'], SPELLINGS_MIN / 10),
    )
    expect(allowed(hidden, ['sqlite', 'any'])).toEqual([])
    expect(
      allowed(
        calls.map((one) => `select 1 = ${one}`),
        ['sqlite', 'any'],
      ),
    ).toEqual([])
    expect(allowed(['select position(1 in keys)'], ['sqlite', 'any'])).toEqual([])
  })

  test.each(['pg_read_file', 'purge', 'pg_sleep', '"upper(x)"'])(
    'behind an attribute of a function in FROM: %s',
    (attribute) => {
      const sources = [
        "unnest( array ['x'] ) q",
        'generate_series( 1 , 2 ) as q',
        "concat( 'x' ) q ( y )",
        'current_user q',
        'cast( 1 as text ) q',
        'lateral unnest( array [1] ) q',
      ]
      for (const source of sources)
        expect(
          allowed(written(`select q . ${attribute} from ${source}`, ['q'], SPELLINGS_MIN), [
            'postgres',
            'any',
          ]),
        ).toEqual([])
    },
  )

  test.each(['pg_read_file', 'nextval', 'purge'])(
    'behind a source that bears its name, or whose columns another source seems to have: %s',
    (attribute) => {
      const rows = [
        "unnest( array ['x'] )",
        "json_array_elements_text( '[1]' )",
        "regexp_split_to_table( 'a' , 'b' )",
      ]
      const sources = rows.flatMap((row) => [
        `select ${attribute} . ${attribute} from ${row} as ${attribute} ( x )`,
        `select 1 from ${row} ${attribute} ( x ) order by ${attribute} . ${attribute}`,
        `select q . ${attribute} from ${row} q where exists ( select 1 from ${row} as q ( ${attribute} ) )`,
        `select 1 from ${row} as q ( ${attribute} ) where exists ( select q . ${attribute} from ${row} q )`,
        `with c as ( select * from ${row} q ( ${attribute} ) ) select q . ${attribute} from ${row} q`,
      ])
      const ownColumns = `select ${attribute} . ${attribute} from json_array_elements_text( '[1]' ) as ${attribute}`
      const otherNames = [
        `select btrim . ${attribute} from trim( 'x' )`,
        `select ltrim . ${attribute} from trim( leading from 'x' )`,
        `select rtrim . ${attribute} from trim( trailing 'y' from 'x' )`,
        `select date_part . ${attribute} from extract( epoch from now() )`,
      ]
      for (const source of [...sources, ownColumns, ...otherNames])
        expect(allowed(written(source, ['x'], SPELLINGS_MIN), ['postgres', 'any'])).toEqual([])
    },
  )

  test.each([
    'select q.q, r.x from unnest( array [1] ) q , unnest( array [2] ) as r ( x ) , users',
    'select value.value from json_array_elements_text( \'["a"]\' )',
    "select e.key, e.value from jsonb_each( '{}' ) e",
    "select part.part from regexp_split_to_table( 'a,b' , ',' ) as part ( part )",
    'select g.g from unnest( array [1] ) as g',
  ])('and a column that the source has is none: %s', (text) => {
    expect(allowed([text], ['postgres'])).toHaveLength(1)
  })
})
