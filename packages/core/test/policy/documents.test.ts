import { LIMITS, loadPolicy, readPolicy } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { placesOf, problemsOf } from '../policy-problems.ts'

const RULE = '{id: a, effect: {type: deny, reason: no}}'

describe('YAML', () => {
  test.each([
    ['a key that stands twice', `name: p\nname: q\nrules: []`, '2:1 POLICY_DUPLICATE_KEY'],
    [
      'a key that stands twice in a nested map',
      `name: p\nrules: [{id: a, id: b}]`,
      '2:17 POLICY_DUPLICATE_KEY',
    ],
    ['the same key in two spellings', `name: p\n"name": q\nrules: []`, '2:1 POLICY_DUPLICATE_KEY'],
    ['a second document', `name: p\nrules: []\n---\nname: q\n`, '3:1 POLICY_MULTIPLE_DOCUMENTS'],
    ['a tag', `name: !!str p\nrules: []`, '1:13 POLICY_TAG'],
    ['a local tag', `name: !x p\nrules: []`, '1:10 POLICY_TAG'],
    ['a directive', `%YAML 1.1\n---\nname: p\nrules: []`, '1:1 POLICY_TAG'],
    ['a tag directive', `%TAG ! tag:x,2000:\n---\nname: p\nrules: []`, '1:1 POLICY_TAG'],
    ['an unknown directive', `%FOO bar\n---\nname: p\nrules: []`, '1:1 POLICY_SYNTAX'],
    ['half a surrogate pair in a key', `name: p\nx-a: {"\\ud800": 1}\nrules: []`, '2:7 POLICY_BAD_KEY'],
    ['a number as a key', `name: p\n1: x\nrules: []`, '2:1 POLICY_BAD_KEY'],
    ['a list as a key', `name: p\n? [a]\n: x\nrules: []`, '2:3 POLICY_BAD_KEY'],
    ['an alias as a key', `name: &a p\n*a : x\nrules: []`, '2:1 POLICY_BAD_KEY'],
    ['an undefined alias', `name: *a\nrules: []`, '1:7 POLICY_ALIAS'],
    ['an alias that contains itself', `name: p\nrules: &a [*a]`, '2:12 POLICY_ALIAS'],
    ['a merge key', `name: p\nx-a: &a {name: q}\n<<: *a\nrules: []`, '3:1 POLICY_UNKNOWN_KEY'],
    [
      'not a number',
      `name: p\nrules: [{id: a, priority: .nan, effect: {type: deny, reason: no}}]`,
      '2:27 POLICY_BAD_VALUE',
    ],
    ['a number beyond a double', `name: p\nx-a: 9007199254740993\nrules: []`, '2:6 POLICY_BAD_VALUE'],
    ['half a surrogate pair', `name: "\\ud800"\nrules: []`, '1:7 POLICY_BAD_VALUE'],
    ['an unclosed quote', `name: "p\nrules: []`, 'POLICY_SYNTAX'],
    ['a tab as indentation', `name: p\nrules:\n\t- a\n`, 'POLICY_SYNTAX'],
    ['nothing', ``, '1:1 POLICY_EMPTY'],
  ])('%s is refused', (_title, text, place) => {
    expect(placesOf(text)).toContainEqual(expect.stringContaining(place))
  })

  test('yes, no and on are texts, as YAML 1.2 says', () => {
    const policy = loadPolicy({
      file: 'p.yaml',
      text: 'name: yes\nrules: [{id: no, match_on: {conditions: [{field: a, operator: equals, value: on}]}, effect: {type: deny, reason: off}}]',
    })
    expect(policy.name).toBe('yes')
    expect(policy.rules[0]).toMatchObject({ id: 'no', match: { condition: { value: 'on' } } })
  })

  test('anchors and aliases work, and an alias means the last anchor before it', () => {
    const policy = loadPolicy({
      file: 'p.yaml',
      text: `name: p
x-a: &names [a]
rules:
  - {id: r1, match_on: {resources: *names}, effect: &deny {type: deny, reason: no}}
  - {id: r2, match_on: {resources: &names [b]}, effect: *deny}
  - {id: r3, match_on: {resources: *names}, effect: *deny}
`,
    })
    expect(policy.rules.map(({ match }) => match.resources?.[0]?.text)).toEqual(['a', 'b', 'b'])
  })

  test('the anchors inside an alias do not come back with it', () => {
    const text = `name: p
x-a: &outer {inner: &name first}
x-b: &name second
x-c: *outer
rules: [{id: *name, effect: {type: deny, reason: no}}]
`
    expect(loadPolicy({ file: 'p.yaml', text }).rules[0]?.id).toBe('second')
  })

  test('aliases that expand to billions of values are refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `x-${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    )
    expect(placesOf(`name: p\nx-0: &l0 [a]\n${levels.join('\n')}\nrules: []`)).toEqual([
      expect.stringContaining('POLICY_ALIAS'),
    ])
  })

  test('nesting of any depth is an error and not a crash', () => {
    for (const depth of [200, 20_000]) {
      const found = placesOf(`name: p\nx-a: ${'['.repeat(depth)}${']'.repeat(depth)}\nrules: []`)
      expect(found).toEqual([expect.stringContaining('POLICY_TOO_LARGE')])
    }
    const block = Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')
    expect(placesOf(block)).toEqual([expect.stringContaining('POLICY_TOO_LARGE')])
  })

  test('a byte-order mark and CRLF change no place', () => {
    expect(placesOf('\uFEFFname: p\r\nruls: []\r\nrules: []\r\n')).toEqual(['2:1 POLICY_UNKNOWN_KEY'])
  })
})

describe('JSON', () => {
  const places = (text: string) => placesOf(text, 'p.json')

  test('problems have the places of the JSON text', () => {
    expect(
      places('{\n  "name": "p",\n  "rules": [\n    { "id": "a", "efect": 1, "priority": "1" }\n  ]\n}'),
    ).toEqual(['4:18 POLICY_UNKNOWN_KEY', '4:42 POLICY_WRONG_TYPE'])
  })

  test.each([
    ['a comment', '{"name": "p" /* no */, "rules": []}', '1:14 POLICY_SYNTAX'],
    ['a trailing comma', '{"name": "p", "rules": [],}', '1:27 POLICY_SYNTAX'],
    ['single quotes', `{'name': "p"}`, '1:2 POLICY_SYNTAX'],
    ['a bare key', '{name: "p"}', '1:2 POLICY_SYNTAX'],
    ['a key that stands twice', '{"name": "p", "name": "q", "rules": []}', '1:15 POLICY_DUPLICATE_KEY'],
    [
      'a key that stands twice through an escape',
      '{"name": "p", "n\\u0061me": "q", "rules": []}',
      '1:15 POLICY_DUPLICATE_KEY',
    ],
    [
      'half a surrogate pair in a key',
      '{"name": "p", "x-a": {"\\ud800": 1}, "rules": []}',
      '1:23 POLICY_BAD_KEY',
    ],
    ['something after the value', '{"name": "p", "rules": []} {}', '1:28 POLICY_SYNTAX'],
    ['a missing comma', '{"name": "p" "rules": []}', '1:14 POLICY_SYNTAX'],
    ['a missing colon', '{"name" "p"}', '1:9 POLICY_SYNTAX'],
    ['a leading zero', '{"name": "p", "x-a": 01, "rules": []}', '1:22 POLICY_SYNTAX'],
    ['an infinite number', '{"name": "p", "x-a": 1e400, "rules": []}', '1:22 POLICY_BAD_VALUE'],
    [
      'a whole number that changes',
      '{"name": "p", "x-a": 9007199254740993, "rules": []}',
      '1:22 POLICY_BAD_VALUE',
    ],
    ['a line feed in a text', '{"name": "p\n"}', '1:10 POLICY_SYNTAX'],
    ['an unfinished text', '{"name": "p', '1:10 POLICY_SYNTAX'],
    ['an unfinished map', '{"name": "p",', 'POLICY_SYNTAX'],
    ['nothing', ' ', '1:1 POLICY_EMPTY'],
    ['nesting of any depth', '['.repeat(100_000), 'POLICY_TOO_LARGE'],
  ])('%s is refused', (_title, text, place) => {
    expect(places(text)).toContainEqual(expect.stringContaining(place))
  })

  test.each(['1e21', '123456789012345680000', '-9007199254740992'])(
    '%s does not change and is read',
    (written) => {
      const text = `{"name": "p", "x-a": ${written}, "rules": []}`
      expect(loadPolicy({ file: 'p.json', text }).name).toBe('p')
    },
  )

  test('$schema is free, for the editors that look for it', () => {
    expect(
      loadPolicy({ file: 'p.json', text: '{"$schema": "./policy.schema.json", "name": "p", "rules": []}' })
        .name,
    ).toBe('p')
  })

  test('__proto__ is an unknown key like any other', () => {
    expect(places('{"name": "p", "rules": [], "__proto__": {"rules": []}}')).toEqual([
      '1:28 POLICY_UNKNOWN_KEY',
    ])
  })
})

describe('TOML', () => {
  const places = (text: string) => placesOf(text, 'p.toml')

  test.each([
    ['a key that stands twice', '[[policy]]\nname = "a"\nname = "b"\n', '3:'],
    ['an unclosed text', '[[policy]]\nname = "a\n', '2:'],
    ['a number beyond a double', 'x-a = 9007199254740993\n', '1:'],
  ])('%s is refused with its line', (_title, text, line) => {
    expect(places(text)).toEqual([expect.stringMatching(new RegExp(`^${line}\\d+ POLICY_SYNTAX$`))])
  })

  test('a date is refused where text is due', () => {
    expect(places('[[policy]]\nname = 2026-01-01\n')).toEqual(['2:8 POLICY_WRONG_TYPE'])
  })

  test('places are found through comments, strings of every kind, dotted keys and nested tables', () => {
    const text = `# [[policy]] in a comment
x-a = """
[[policy]] in a text
""" # and name = 1 after it
x-b = 'C:\\' # a literal
[[policy]]
name = "first"
effect = "permit"
"conditions" = [
  { param_max.field = "a", param_max.max = 1 }, # dotted
  { "bad key" = 1 },
]
[[policy]]
name = "second"
effect = "permit"
[[policy.conditions]]
action = "ok"
[[policy.conditions]]
[policy.conditions.param_max]
field = "a"
max = "x"
`
    expect(places(text)).toEqual(['11:5 POLICY_UNKNOWN_KEY', '21:7 POLICY_WRONG_TYPE'])
  })

  test('nesting of any depth is an error and not a crash', () => {
    expect(places(`x-a = ${'['.repeat(20_000)}${']'.repeat(20_000)}`)).toHaveLength(1)
    expect(places(`x-a.${'a.'.repeat(5000)}b = 1`)).toEqual([expect.stringContaining('POLICY_TOO_LARGE')])
  })
})

describe('objects built in code', () => {
  test('every problem is located by its path', () => {
    const problems = problemsOf({
      name: 'p',
      rules: [{ id: 'a', match_on: { resource: ['x'] }, effect: { type: 'deny' } }],
    })
    expect(problems.map(({ file, line, path, code }) => [file, line, path, code])).toEqual([
      ['<object>', 0, 'rules[0].match_on.resource', 'POLICY_UNKNOWN_KEY'],
      ['<object>', 0, 'rules[0].effect', 'POLICY_MISSING_KEY'],
    ])
  })

  test('undefined is refused, because leaving it out could make a rule match everything', () => {
    const problems = problemsOf({
      name: 'p',
      rules: [{ id: 'a', match_on: { resources: undefined }, effect: { type: 'allow' } }],
    })
    expect(problems.map(({ path, code, help }) => [path, code, help])).toEqual([
      ['rules[0].match_on.resources', 'POLICY_WRONG_TYPE', 'leave the key out'],
    ])
  })

  const cyclic: Record<string, unknown> = { name: 'p', rules: [] }
  cyclic['x-a'] = cyclic
  const computed = Object.defineProperty({ rules: [] }, 'name', { enumerable: true, get: () => 'p' })
  const hidden = Object.defineProperty({ rules: [] }, 'name', { enumerable: false, value: 'p' })
  test.each([
    ['a cycle', cyclic],
    ['a computed property', computed],
    ['a hidden property', hidden],
    ['a symbol', { name: 'p', rules: [], [Symbol('a')]: 1 }],
    ['a function', { name: 'p', rules: [], 'x-a': () => 1 }],
    ['a bigint', { name: 'p', rules: [], 'x-a': 1n }],
    ['a date', { name: 'p', rules: [], 'x-a': new Date(0) }],
    ['an instance of a class', { name: 'p', rules: [], 'x-a': new URL('file:///') }],
    ['not a number', { name: 'p', rules: [], 'x-a': Number.NaN }],
    // oxlint-disable-next-line no-sparse-arrays -- the hole is the point
    ['a list with a hole', { name: 'p', rules: [, 1] }],
    ['a list at the top', []],
  ])('%s is refused', (_title, source) => {
    expect(readPolicy(source)).toMatchObject({ ok: false })
  })

  test.each(['07:32:00', '1979-05-27', '1979-05-27T07:32:00', '1979-05-27T07:32:00Z'])(
    'the TOML value %s is named as what it is, with what to write',
    (value) => {
      const read = readPolicy({ text: `[[policy]]\nname = "a"\nwhen = ${value}\n`, file: 'p.toml' })
      const messages = read.ok ? [] : read.diagnostics.map(({ message }) => message)
      expect(messages).toContain('the value is a date or a time; write it as text, in quotes')
    },
  )

  test('a cycle is named as one', () => {
    expect(problemsOf(cyclic).map(({ path, message }) => [path, message])).toEqual([
      ['x-a', 'the value contains itself'],
    ])
  })

  test('changing the object afterwards changes nothing', () => {
    const resources = ['a']
    const policy = loadPolicy({
      name: 'p',
      rules: [{ id: 'r', match_on: { resources }, effect: { type: 'allow' } }],
    })
    resources.push('*')
    expect(policy.rules[0]?.match.resources).toEqual([{ kind: 'exact', text: 'a' }])
  })
})

describe('format', () => {
  test('without a known extension the content decides', () => {
    expect(loadPolicy({ file: 'policy', text: '{"name": "p", "rules": []}' }).name).toBe('p')
    expect(loadPolicy({ file: 'policy', text: 'name: p\nrules: []' }).name).toBe('p')
    expect(
      loadPolicy({ file: 'policy', text: '# c\n[[policy]]\nname = "a"\neffect = "permit"\nconditions = []' })
        .dialect,
    ).toBe('kavach')
  })

  test('the extension wins over the content', () => {
    expect(placesOf('name: p\nrules: []', 'p.json')).toEqual(['1:1 POLICY_SYNTAX'])
    expect(loadPolicy({ file: 'P.YML', text: `{"name": "p", "rules": [${RULE}]}` }).rules).toHaveLength(1)
  })
})

describe('bounds', () => {
  test('a text over the bound is refused unread', () => {
    expect(placesOf(`name: p\n# ${'x'.repeat(LIMITS.policyBytesMax)}`)).toEqual(['1:1 POLICY_TOO_LARGE'])
  })

  test('names, texts, patterns, regexes and lists are bounded', () => {
    const rule = (match: string) =>
      `name: p\nrules: [{id: a, match_on: {${match}}, effect: {type: deny, reason: no}}]`
    expect(placesOf(`name: ${'x'.repeat(LIMITS.nameCharsMax + 1)}\nrules: []`)).toEqual([
      '1:7 POLICY_TOO_LARGE',
    ])
    expect(placesOf(`name: p\ndescription: ${'x'.repeat(LIMITS.textCharsMax + 1)}\nrules: []`)).toEqual([
      '2:14 POLICY_TOO_LARGE',
    ])
    expect(placesOf(rule(`resources: [${'x'.repeat(LIMITS.patternCharsMax + 1)}]`))).toEqual([
      '2:40 POLICY_TOO_LARGE',
    ])
    expect(placesOf(rule(`parameters: {a: ${'x'.repeat(LIMITS.regexCharsMax + 1)}}`))).toEqual([
      '2:44 POLICY_TOO_LARGE',
    ])
    expect(placesOf(rule(`resources: [${'a,'.repeat(LIMITS.patternsMax + 1)}]`))).toEqual([
      '2:39 POLICY_TOO_LARGE',
    ])
    expect(
      placesOf(rule(`conditions: [${'{session_age_max: 1h},'.repeat(LIMITS.conditionsMax + 1)}]`)),
    ).toEqual(['2:40 POLICY_TOO_LARGE'])
    const nested = `{any: [${'{session_age_max: 1h},'.repeat(600)}]}`
    expect(placesOf(rule(`conditions: [${nested},${nested}]`))).toEqual([
      expect.stringContaining('POLICY_TOO_LARGE'),
    ])
  })

  test('a file with thousands of problems lists the first and says so', () => {
    const found = placesOf(
      `name: p\nrules: []\n${Array.from({ length: 5000 }, (_, n) => `k${n}: 1`).join('\n')}`,
    )
    expect(found).toHaveLength(LIMITS.diagnosticsMax + 1)
    expect(found.at(-1)).toContain('POLICY_TOO_MANY')
  })
})
