import { loadPolicy } from '@kvlar/core'
import { CURATED, fillTemplate, readSettings, type FilledTemplate, type Setting } from '@kvlar/policies'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseUrl } from './judge.ts'

const fill = (
  policy: string,
  given: Readonly<Record<string, string>>,
  test = 'tests: []\n',
): FilledTemplate => fillTemplate({ policy, test }, new Map(Object.entries(given)), { parseUrl })

function filled(policy: string, given: Readonly<Record<string, string>>, test?: string) {
  const result = fill(policy, given, test)
  if (!result.ok) throw new Error(result.problem.message)
  return result
}

function problemOf(policy: string, given: Readonly<Record<string, string>>): string {
  const result = fill(policy, given)
  return result.ok ? 'no problem' : `${result.problem.message} | ${result.problem.help ?? ''}`
}

/** A policy whose one rule names what is set. */
const policyWith = (setting: string): string =>
  `# Top.\nx-settings:\n${setting}\nname: fixture # here\nrules:\n  # Why.\n  - { id: r, match_on: { resources: *it }, effect: { type: deny, reason: because } }\n`

const TOOLS = policyWith(`  # About the tools.
  tools:
    type: texts
    help: the tools # yes
    value: &it
      - a # the first
      # between
      - b # the last
  # After.`)

const resourcesOf = (policy: string) =>
  loadPolicy({ file: 'p.yaml', text: policy }).rules[0]?.match.resources?.map(({ text }) => text)

describe('A setting', () => {
  it('is one value of the policy; everything else stays as it is, comments included', () => {
    const { policy } = filled(TOOLS, { tools: 'v, w' })
    expect(policy).toBe(TOOLS.replace(/- a # the first[\s\S]*# the last/, '- v\n      - w'))
  })

  it('may stand in a flow list, quoted, or alone', () => {
    const flow = policyWith('  tools: { type: names, help: h, value: &it [a, b] } # tail')
    expect(filled(flow, { tools: 'x,y.z' }).policy).toBe(flow.replace('[a, b]', '[x, y.z]'))
    const one = policyWith("  tool: { type: name, help: h, value: &it 'a' } # tail").replace('*it', '[*it]')
    expect(filled(one, { tool: 'x:y' }).policy).toBe(one.replace("'a'", "'x:y'"))
  })

  it('is written in the form that the policy needs', () => {
    const text = policyWith(
      "  schemas: { type: names, help: h, pattern: '[a-z]+', form: '{}.*', value: &it ['public.*'] }",
    )
    expect(readSettings(text)[0]?.default).toEqual(['public'])
    expect(resourcesOf(filled(text, { schemas: 'app,reports' }).policy)).toEqual(['app.*', 'reports.*'])
  })

  it('may be a schema, or names without one', () => {
    const text = policyWith('  schemas: { type: schemas, help: h, value: &it [public.*, "*"] }')
    expect(readSettings(text)[0]?.default).toEqual(['public', '*'])
    expect(resourcesOf(filled(text, { schemas: '*,app' }).policy)).toEqual(['*', 'app.*'])
  })

  it('keeps the type of a number', () => {
    const text = `x-settings: { most: { type: number, help: h, value: &most 500 } }
name: fixture
rules:
  - id: r
    match_on: { conditions: [{ field: amount, operator: at_most, value: *most }] }
    effect: { type: allow }
`
    expect(filled(text, { most: '0.5' }).policy).toBe(text.replace('500', '0.5'))
  })

  it('is taken exactly or refused, whatever it holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({
        unit: fc.constantFrom(...Array.from(`'"\\#:&*!|>%@\`,[]{}-?~ \tnulltrue0.\n\r\u2028\u0085`)),
        maxLength: 12,
      }),
    )
    let taken = 0
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 4 }), (items) => {
        const result = fill(TOOLS, { tools: JSON.stringify(items) })
        if (!result.ok) return
        taken += 1
        expect(resourcesOf(result.policy)).toEqual(items)
        expect(result.policy.split('\n').length).toBe(TOOLS.split('\n').length - 3 + items.length)
      }),
      { numRuns: 1500 },
    )
    expect(taken).toBeGreaterThan(100)
  })
})

describe('What is set', () => {
  it('is refused with the name that was meant, or with all of them', () => {
    expect(problemOf(TOOLS, { tolls: 'x' })).toContain('did you mean `tools`')
    expect(problemOf(TOOLS, { other: 'x' })).toContain('the settings are tools')
    expect(problemOf('name: none\nrules: []\n', { other: 'x' })).toContain('this policy has no settings')
  })

  it.each([
    ['paths', 'srv/app', 'absolute path'],
    ['paths', '~/app', 'absolute path'],
    ['paths', '/srv/../etc', 'without `.` and `..`'],
    ['paths', '/srv/%2e%2e', 'cannot be a root'],
    ['paths', '/srv/\u202egpj', 'absolute path'],
    ['hosts', 'https://example.com', 'a host such as'],
    ['hosts', 'Example.com', 'capital letters'],
    ['hosts', 'example.com:8080', 'a host such as'],
    ['hosts', 'exämple.com', 'xn--'],
    ['hosts', '*', 'a host such as'],
    ['domains', '[::1]', 'a mail domain such as'],
    ['domains', '@corp.example', 'a mail domain such as'],
    ['names', 'read file', 'letters, digits'],
    ['names', '*', 'letters, digits'],
    ['names', '', 'has an empty item'],
    ['names', 'a,,b', 'has an empty item'],
    ['names', 'a,a', 'twice'],
    ['names', '["a"', 'JSON list'],
    ['names', '[]', 'JSON list'],
    ['names', '[["a"]]', 'JSON list'],
    ['names', 'a'.repeat(30_000), 'characters long'],
    ['schemas', 'App', 'a schema in lower case'],
    ['schemas', 'app.*', 'a schema in lower case'],
    ['schemas', 'a"b', 'a schema in lower case'],
    ['tables', 'a.b.c', 'a pattern of tables'],
    ['tables', 'a b', 'a pattern of tables'],
    ['texts', 'a\u200bb', 'without invisible characters'],
    ['texts', 'a\nb', 'without invisible characters'],
    ['texts', 'a'.repeat(5000), 'characters long'],
    ['texts', Array.from({ length: 300 }, (_, at) => at).join(','), 'over 200 items'],
  ])('%s cannot be `%s`', (type, value, rule) => {
    const declared = policyWith(`  it: { type: ${type}, help: h, value: &it [${examples[type]}] }`)
    expect(problemOf(declared, { it: value })).toContain(rule)
  })

  it.each(['1e9', '0x10', '01', '.5', 'NaN', '1_000', '', '9'.repeat(40)])(
    'a number cannot be `%s`',
    (value) => {
      const declared = policyWith('  it: { type: number, help: h, value: &n 5 }\nx-list: &it [a]')
      expect(problemOf(declared, { it: value })).toContain('a number such as 500')
    },
  )

  it('must match the pattern of the setting as a whole', () => {
    const declared = policyWith("  it: { type: names, help: h, pattern: 'a|b+', value: &it [a] }")
    expect(problemOf(declared, { it: 'ab' })).toContain('must match `a|b+`')
    expect(resourcesOf(filled(declared, { it: 'bb' }).policy)).toEqual(['bb'])
  })

  it('is refused where the policy does not load, or fails its tests, with it', () => {
    const search = policyWith("  it: { type: text, help: h, value: &it 'a' }").replace(
      'resources: *it',
      'parameters: { q: *it }',
    )
    expect(problemOf(search, { it: '(' })).toContain('does not load with these values')
    const test = 'tests:\n  - { id: b-is-denied, action: { resource: b }, expect: deny, rule: r }\n'
    const result = fill(TOOLS, { tools: 'a' }, test)
    expect(result.ok ? '' : result.problem.message).toContain(
      '1 of 1 tests of the policy fail, first `b-is-denied`',
    )
  })
})

const examples: Readonly<Record<string, string>> = {
  paths: '/',
  hosts: 'example.com',
  domains: 'example.com',
  names: 'a',
  schemas: 'a.*',
  tables: 'a.*',
  texts: 'a',
}

describe('Tests of a policy', () => {
  it('follow what is set by the value of the same name', () => {
    const test =
      "# Why.\nvalues: { tools: a } # how\ntests:\n  - { id: t, action: { resource: '{{tools}}' }, expect: deny, rule: r }\n"
    expect(filled(TOOLS, { tools: 'x,y' }, test).test).toBe(test.replace('tools: a', 'tools: x'))
  })

  it.each([
    ['paths', '/', '/work'],
    ['paths', '/srv/', '/srv'],
    ['paths', 'C:\\', "'C:\\work'"],
    ['hosts', '*.example.com', 'www.example.com'],
    ['schemas', 'app', 'app.items'],
    ['schemas', '*', 'items'],
    ['tables', 'app.*', 'app.items'],
  ])('use for %s `%s` the value %s inside of it', (type, value, inside) => {
    const declared = policyWith(
      `  it: { type: ${type}, help: h, value: &x [${examples[type]}] }\nx-list: &it [a]`,
    )
    const test =
      "values: { it: q }\ntests:\n  - { id: t, action: { resource: a, target: '{{it}}' }, expect: deny }\n"
    expect(filled(declared, { it: value }, test).test).toContain(`{ it: ${inside} }`)
  })
})

/** Values of each type that no curated policy has a reason to refuse. */
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
const posix = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => `/srv/${parts.join('/')}`)
const windows = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => `D:\\${parts.join('\\')}`)
const host = fc
  .tuple(fc.constantFrom('', '*.'), word, word)
  .map(([below, a, b]) => `${below}${a}.${b}.example`)
/** No word of SQL. */
const plainName = word.map((text) => `x_${text}`)
const VALUES = {
  text: word,
  name: word,
  path: fc.oneof(posix, windows),
  host,
  domain: host,
  schema: fc.oneof(plainName, fc.constant('*')),
  table: fc.oneof(plainName, fc.constantFrom('*', '*.*', 'shop.*', 'a_*')),
  number: fc.nat().map(String),
}

const fits = ({ pattern = '.*' }: Setting) => {
  const whole = new RegExp(`^(?:${pattern})$`)
  return (item: string): boolean => whole.test(item)
}

const SETTABLE = CURATED.filter(({ policy }) => readSettings(policy).length > 0)

it('Some curated policies have settings', () => {
  expect(SETTABLE.map(({ name }) => name)).toEqual(expect.arrayContaining(['fetch', 'filesystem']))
})

describe.each(SETTABLE)('The settings of the curated policy $name', ({ name, policy, test }) => {
  const settings = readSettings(policy)

  it('have a help of one line, and defaults that one could set', () => {
    for (const setting of settings) {
      expect(setting.help).toMatch(/^[^\n]{10,90}$/)
      const given = {
        [setting.name]: setting.isList ? JSON.stringify(setting.default) : String(setting.default[0]),
      }
      expect(readSettings(filled(policy, given, test).policy)).toEqual(settings)
    }
  })

  it('keep its tests passing, whatever is set', { timeout: 120_000 }, () => {
    const each = settings.map((setting) =>
      fc
        .uniqueArray(VALUES[setting.type].filter(fits(setting)), {
          minLength: 1,
          maxLength: setting.isList ? 3 : 1,
        })
        .map((items) => [setting.name, items.join(',')] as const),
    )
    fc.assert(
      fc.property(fc.tuple(...each), (given) => {
        const result = fill(policy, Object.fromEntries(given), test)
        expect(result.ok ? '' : `${name}: ${result.problem.message}`).toBe('')
      }),
      { numRuns: 12 },
    )
  })
})
