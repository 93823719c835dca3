import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCards, type Cards } from '../support/cards.ts'

let cards: Cards
const facts: Cards['facts'] = async (args, tool) => cards.facts(args, tool)

beforeAll(async () => {
  cards = await openCards()
})
afterAll(async () => cards.close())

describe('SQL', () => {
  const sql = async (text: string) => facts({ sql: text })

  test('its class, its tables, and a missing or empty WHERE', async () => {
    expect(await sql('DELETE FROM users')).toEqual([
      '!statement: DELETE',
      '!where: none: every row',
      'tables: users',
    ])
    expect(await sql('update "Users" u set a = 1 where id = 3')).toEqual([
      '?statement: UPDATE',
      'where: present',
      'tables: Users',
    ])
    expect(await sql('DELETE FROM a WHERE 1=1')).toContain('!where: always true: every row')
    expect(await sql('SELECT * FROM a JOIN b.c ON true')).toEqual(['statement: SELECT', 'tables: a, b.c'])
  })

  test('several statements, and what hides behind WITH and EXPLAIN ANALYZE', async () => {
    expect(await sql('SELECT 1; DROP TABLE IF EXISTS users')).toEqual([
      'statement: SELECT',
      '!statement: DROP',
      '!statements: 2',
      'tables: users',
    ])
    expect(await sql('WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone')).toEqual(
      expect.arrayContaining(['!statement: DELETE', '!where: none: every row']) as unknown,
    )
    expect(await sql('EXPLAIN DELETE FROM a')).toContain('statement: DELETE')
    expect(await sql('EXPLAIN ANALYZE DELETE FROM a')).toContain('!statement: DELETE')
  })

  test('a WHERE inside a text, a comment or a subquery is none', async () => {
    for (const text of [
      'DELETE FROM a -- WHERE id = 1',
      "UPDATE a SET b = ' WHERE '",
      'DELETE FROM a /* WHERE id = 1 */',
      'UPDATE a SET b = (SELECT c FROM d WHERE e)',
      'DELETE FROM a USING "where"',
    ])
      expect(await sql(text)).toContain('!where: none: every row')
  })

  test('what cannot be read for certain says so', async () => {
    expect((await sql("SELECT 'a")).join()).toContain('!uninspectable')
    expect((await sql("DELETE FROM a WHERE b = 'x\\' OR 1=1 --'")).join()).toContain('!uninspectable')
    expect(await sql('SELECT 1 /*!50000 UNION SELECT 2 */')).toContain(
      '!comments: some databases run what stands in them',
    )
    expect(await sql('FLUSH EVERYTHING')).toEqual(['!statement: not recognised'])
    expect(await facts({ query: 'weather in Vilnius' })).toEqual([])
  })
})

describe('SQL that is not plainly harmless', () => {
  const warnings = async (text: string) =>
    (await facts({ sql: text })).filter((told) => told.startsWith('!') || told.startsWith('?'))

  test('says so of every function that is not known as harmless', async () => {
    for (const [text, name] of [
      ["SELECT dblink_exec('host=x', 'drop table a')", 'dblink_exec'],
      ["SELECT pg_read_file('/etc/passwd')", 'pg_read_file'],
      ["SELECT * FROM pg_ls_dir('/') AS f", 'pg_ls_dir'],
      ['SELECT CASE WHEN true THEN pg_sleep(10) END', 'pg_sleep'],
      ['SELECT evil.count(1)', 'evil.count'],
      ["SELECT q.pg_read_file FROM unnest(string_to_array('/etc/passwd', ',')) q", 'pg_read_file'],
      ["SELECT load_extension('x')", 'load_extension'],
      ["SELECT LOAD_FILE('/etc/passwd')", 'LOAD_FILE'],
    ] as const)
      expect(await warnings(text)).toContain(`!calls: ${name}: not known as harmless`)
  })

  test('says so of what a reading can do beside reading', async () => {
    expect(await warnings('SELECT * INTO x FROM a')).toEqual(['!holds: SELECT … INTO, which makes a table'])
    for (const text of [
      'SELECT * FROM a FOR UPDATE',
      'WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT * FROM r',
      'WITH x AS (INSERT INTO a VALUES (1) RETURNING id) SELECT * FROM x',
    ])
      expect((await warnings(text)).join()).toContain('!holds: ')
  })

  test('says so of everything that is read in more than one way, or not read at all', async () => {
    for (const text of [
      'SELECT 1into x',
      'SELECT 1 # comment',
      'SELECT $$a$$',
      "SELECT 'x'::regclass",
      'SELECT 1 @#@ 2',
      'SELECT * FROM a TABLESAMPLE evil(1)',
      "COPY a TO PROGRAM 'id'",
      "DO 'begin end'",
      'EXECUTE x',
      'SELECT (a).purge FROM a',
      'SELECT a\u00a0FROM b',
    ])
      expect((await warnings(text)).join()).toContain('!uninspectable')
  })

  test('is silent of ordinary reads, whatever the database', async () => {
    for (const text of [
      "SELECT date_trunc('month', at) AS m, sum(n)::int FROM app.sales WHERE at > now() - interval '7 days' GROUP BY 1",
      "SELECT data->>'a', lower(name) FROM users u LEFT JOIN LATERAL (SELECT 1 AS b) x ON true ORDER BY 1 LIMIT 5",
      'SELECT `id` FROM `shop`.`users` WHERE `shop`.`users`.`at` > DATE_SUB(NOW(), INTERVAL 1 DAY)',
      "SELECT strftime('%Y', at), group_concat(name, ', ') FROM users GROUP BY 1",
      'WITH a AS (SELECT 1 AS x) SELECT x, row_number() OVER (ORDER BY x) FROM a UNION ALL SELECT 2, 3',
    ])
      expect(await warnings(text)).toEqual([])
  })

  test('says at the end that there is more than is shown', async () => {
    const told = await facts({ sql: 'DELETE FROM a;'.repeat(100) })
    expect(told.at(-1)).toMatch(/^!uninspectable: there is more to say than is shown/)
  })
})
