import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadPolicy } from '@kvlar/core'
import { call, engineOf, NOW } from '../rule-builders.ts'

const page = readFileSync(new URL('../../../../docs/lists.md', import.meta.url), 'utf8')

/** The items of the block under the name of a list. */
function itemsOf(name: string): readonly string[] {
  const [, block = ''] = page.split(`### \`${name}\`\n`)
  return (block.split('```text\n')[1]?.split('\n```')[0] ?? '').split(/\s+/)
}

const policy = (match: string, type = 'deny') =>
  loadPolicy({
    file: 'p.yaml',
    text: `name: p\nrules:\n  - id: a\n    match_on: { ${match} }\n    effect: { type: ${type}${type === 'allow' ? '' : ', reason: r'} }\n`,
  })

describe('a list that comes with Kvlar', () => {
  test.each(['$deleting_words', '$changing_words', '$doing_words', '$secret_words'])(
    '%s is the words that docs/lists.md says, in a policy as if they were written out',
    (name) => {
      const items = itemsOf(name)
      expect(items.length).toBeGreaterThan(15)
      const named = policy(`words: [${name}]`)
      expect(named.rules[0]?.match.words).toEqual(items)
      expect(named.digest).toBe(policy(`words: [${items.map((item) => `"${item}"`).join(', ')}]`).digest)
    },
  )

  test('$reading_arguments is the arguments that docs/lists.md says, beside others', () => {
    const items = itemsOf('$reading_arguments')
    expect(items.length).toBeGreaterThan(90)
    const written = items.map((item) => `"${item}"`).join(', ')
    const named = policy(`resources: [get], arguments: { only: [$reading_arguments, x] }`, 'allow')
    expect(named.digest).toBe(
      policy(`resources: [get], arguments: { only: [${written}, x] }`, 'allow').digest,
    )
    const engine = engineOf(...named.rules)
    for (const name of [...items.filter((item) => !item.includes('*')), 'page_id', 'driveId', 'x'])
      expect(engine.decide(call('get', { [name]: 'a' }), NOW).outcome, name).toBe('allow')
    for (const name of ['output', '$reading_arguments', 'reading_arguments', 'source'])
      expect(engine.decide(call('get', { [name]: 'a' }), NOW).outcome, name).toBe('deny')
  })

  test.each([
    '$getting_tools',
    '$listing_tools',
    '$service_reading_tools',
    '$searching_tools',
    '$record_tools',
    '$secret_stores',
  ])('%s is the patterns that docs/lists.md says, beside others and once', (name) => {
    const items = itemsOf(name)
    expect(items.length).toBeGreaterThan(3)
    const written = ['x', ...items].map((item) => `"${item}"`).join(', ')
    const named = policy(`resources: [x, ${name}, x, "${items[0]}"]`)
    expect(named.rules[0]?.match.resources?.map(({ text }) => text)).toEqual(['x', ...items])
    expect(named.digest).toBe(policy(`resources: [${written}]`).digest)
  })

  test('$changing_statements is the kinds that docs/lists.md says', () => {
    const sql = (statements: string) =>
      policy(
        `conditions: [{ anywhere: { operator: sql, value: { dialect: any, statements: [${statements}] } } }]`,
      )
    const items = itemsOf('$changing_statements')
    expect(items.length).toBeGreaterThan(30)
    expect(sql('select, $changing_statements').digest).toBe(sql(['select', ...items].join(', ')).digest)
    expect(() => sql('$changing_statement')).toThrow(/is not a kind of SQL statement/)
  })

  test('a name of no list is an error, and written otherwise a name', () => {
    expect(() => policy('resources: [$getting_tool]')).toThrow(/no built-in list; there is `\$getting_tools`/)
    const engine = engineOf(...policy('resources: ["[$]get"]', 'allow').rules)
    expect(engine.decide(call('$get', {}), NOW).outcome).toBe('deny')
    expect(engine.decide({ ...call('$get', {}), type: 'resource_read' }, NOW).outcome).toBe('allow')
  })

  test('words of a list beside others are taken once', () => {
    const words = policy('words: [delete, $deleting_words, x]').rules[0]?.match.words
    expect(words).toEqual(['delete', ...itemsOf('$deleting_words').filter((word) => word !== 'delete'), 'x'])
  })

  test('a name with `$` that is no list is an argument that some servers have', () => {
    const engine = engineOf(...policy('resources: [get], arguments: { only: [$filter] }', 'allow').rules)
    expect(engine.decide(call('get', { $filter: 'a' }), NOW).outcome).toBe('allow')
  })
})
