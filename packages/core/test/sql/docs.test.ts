import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { judgeSql, SQL_DIALECTS, SQL_PERMITS, SQL_STATEMENTS, sqlFunctions } from '@kvlar/core/readings'

const page = readFileSync(new URL('../../../../docs/readings/sql.md', import.meta.url), 'utf8')

/** The words of the block under a heading. */
function wordsUnder(heading: string): readonly string[] {
  const [, block = ''] = page.split(`### ${heading}\n\n\`\`\`text\n`)
  return (block.split('\n```')[0] ?? '').split(/\s+/)
}

describe('docs/readings/sql.md', () => {
  test.each([
    ['PostgreSQL', 'postgres'],
    ['MySQL', 'mysql'],
    ['SQLite', 'sqlite'],
  ] as const)('lists the safe functions of %s, and no other', (title, dialect) => {
    expect(wordsUnder(`${title}: \`$safe_functions\``)).toEqual(sqlFunctions(dialect))
  })

  test.each([
    ['PostgreSQL', 'postgres'],
    ['SQLite', 'sqlite'],
  ] as const)('lists the functions of %s that tell about the catalogue', (title, dialect) => {
    expect(wordsUnder(`${title}: \`$catalog_functions\``)).toEqual(
      sqlFunctions(dialect, ['$catalog_functions']),
    )
  })

  test('says what every permit is, and names every kind of statement and every dialect', () => {
    const rows = Object.fromEntries(
      [...page.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, name = '', what = '']) => [name, what]),
    )
    expect(rows).toMatchObject(SQL_PERMITS)
    for (const name of [...Object.keys(SQL_STATEMENTS), ...SQL_DIALECTS])
      expect(page).toContain(`\`${name}\``)
  })

  test('lists what SHOW is read for, and says what it is not', () => {
    const named = (dialect: 'MySQL' | 'PostgreSQL') => {
      const [, line = ''] = page.split(`\`SHOW\` of ${dialect} is read for `)
      const [read = '', other = ''] = (line.split('\n')[0] ?? '').split('. ')
      return [read, other].map((text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    }
    const truth = (dialect: 'mysql' | 'postgres', what: string) =>
      judgeSql(`SHOW ${what}`, { dialect, statements: ['show'], tables: ['t'], permit: [] }).truth
    const ofTable = /^(?:COLUMNS|FIELDS|FULL COLUMNS|INDEX|INDEXES|KEYS)$/
    for (const [title, dialect] of [
      ['PostgreSQL', 'postgres'],
      ['MySQL', 'mysql'],
    ] as const) {
      const [read = [], other = []] = named(title)
      expect(read.length).toBeGreaterThan(10)
      for (const what of read) {
        const end = ofTable.test(what) ? ' FROM t' : what.startsWith('CREATE') ? ' t' : ''
        expect(truth(dialect, `${what}${end}`), what).toBe('true')
      }
      for (const what of [...other.map((each) => each.replace('SHOW ', '')), 'krb_server_keyfile'])
        expect(truth(dialect, what), what).toBe('error')
    }
  })
})
