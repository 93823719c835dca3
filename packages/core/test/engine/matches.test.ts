import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { Condition, Decision, Rule } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { createEngine, createMemoryCounters, decideWithState, loadPolicy } from '@kvlar/core'
import { call, engineOf, field, globs, NOW, origin, rule } from '../rule-builders.ts'
import { platformUrl } from '../random-policies.ts'

function matchesOf(match: Partial<Rule['match']>, parameters: JsonObject, resource = 't') {
  const { trace } = engineOf(rule('r', 'deny', match)).decide(call(resource, parameters), NOW, {
    trace: true,
  })
  return trace?.[0]?.matches
}

function matchOf(condition: Condition, parameters: JsonObject) {
  return matchesOf({ condition }, parameters)?.[0]
}

function matchedOf(match: Partial<Rule['match']>, parameters: JsonObject, resource = 't') {
  return engineOf(rule('r', 'deny', match)).decide(call(resource, parameters), NOW, { matched: true }).matched
}

/** As a policy file writes it, built-in lists by name. */
function decided(conditions: string, parameters: JsonObject): Decision {
  const text = `name: t\nversion: "1"\nrules:\n  - id: r\n    match_on:\n      resources: [t]\n      conditions: ${conditions}\n    effect: { type: deny, reason: no }\n`
  const engine = createEngine([loadPolicy({ file: 't.yaml', text })], { parseUrl: platformUrl })
  return engine.decide(call('t', parameters), NOW, { trace: true, matched: true })
}

describe('a trace says what a rule met', () => {
  test('by the one pattern of a list of names: the name itself before a pattern, then the first', () => {
    expect(matchesOf({ resources: globs('x', 'a*', '*b', 'ab') }, {}, 'acb')).toEqual([
      { what: 'resources', pattern: 'a*', text: 'acb' },
    ])
    expect(matchesOf({ resources: globs('x', 'a*', '*b', 'ab') }, {}, 'ab')?.[0]?.pattern).toBe('ab')
    expect(matchesOf({ words: ['drop', 'delete'] }, {}, 'file_delete')).toEqual([
      { what: 'words', pattern: 'delete', text: 'file_delete' },
    ])
    expect(matchesOf({ agentIds: globs('a*', 'b*') }, {})).toEqual([
      { what: 'agent_ids', pattern: 'b*', text: 'bot' },
    ])
  })

  test.each<[Parameters<typeof field>, JsonObject, object]>([
    [['env', 'equals', 'prod'], { env: 'prod' }, { pattern: '"prod"', text: 'prod' }],
    [['env', 'one_of', ['dev', 'prod', 5]], { env: 5 }, { pattern: '5', text: '5' }],
    [['env', 'not_equals', 'prod'], { env: 'dev' }, { pattern: '"prod"', text: 'dev' }],
    [['n', 'greater_than', 100], { n: 250 }, { pattern: '100', text: '250' }],
    [['s', 'starts_with', 'rm'], { s: 'rm x' }, { pattern: 'rm', text: 'rm x' }],
    [['s', 'exists'], { s: { a: 1 } }, { text: '{"a":1}' }],
    [['p', 'path_within', ['/srv', '/tmp']], { p: '/tmp/a' }, { pattern: '/tmp', text: '/tmp/a' }],
    [
      ['u', 'url_host_in', ['a.example', '*.b.example']],
      { u: 'https://x.b.example/' },
      { pattern: '*.b.example', text: 'https://x.b.example/' },
    ],
  ])('by the one item of %j', ([path, operator, value], parameters, met) => {
    expect(matchOf(field(path, operator, value), parameters)).toEqual({
      what: 'conditions[0]',
      field: path,
      operator,
      ...met,
    })
  })

  test('by the one glob of a built-in list and the path as it is read', () => {
    const { trace, matched } = decided(
      '[{ field: path, operator: path_matches, value: ["**/*.bak", $secret_files] }]',
      { path: '/srv/../etc/shadow' },
    )
    expect(trace?.[0]?.matches?.at(-1)).toEqual({
      what: 'conditions[0]',
      field: 'path',
      operator: 'path_matches',
      pattern: '**/etc/shadow*',
      list: '$secret_files',
      text: '/srv/../etc/shadow',
      reads: '/etc/shadow',
    })
    expect(matched).toBe(
      '`path` path_matches `**/etc/shadow*` of $secret_files: `/srv/../etc/shadow`, read as `/etc/shadow`',
    )
    const own = decided('[{ field: path, operator: path_matches, value: ["**/*.bak", $secret_files] }]', {
      path: 'a.bak',
    })
    expect(own.trace?.[0]?.matches?.at(-1)).toMatchObject({ pattern: '**/*.bak' })
    expect(own.trace?.[0]?.matches?.at(-1)).not.toHaveProperty('list')
  })

  test('by the host of a built-in list, wherever it stands', () => {
    const { trace } = decided('[{ anywhere: { operator: url_host_in, value: [$private_addresses] } }]', {
      hooks: [{ on: 'x', url: 'http://169.254.169.254/latest' }],
    })
    expect(trace?.[0]?.matches?.at(-1)).toEqual({
      what: 'conditions[0]',
      field: 'hooks[0].url',
      operator: 'anywhere url_host_in',
      pattern: '169.254.0.0/16',
      list: '$private_addresses',
      text: 'http://169.254.169.254/latest',
    })
  })

  test('by the kind of a secret and never by the secret', () => {
    const key = 'AKIAIOSFODNN7EXAMPLE'
    const note = `${'x '.repeat(200)}please use ${key} now ${'y '.repeat(200)}`
    for (const condition of [
      'field: note, operator: contains_secret',
      'anywhere: { operator: contains_secret }',
    ]) {
      const decision = decided(`[{ ${condition} }]`, { note })
      expect(decision.trace?.[0]?.matches?.at(-1)).toMatchObject({ field: 'note', pattern: 'aws' })
      expect(decision.matched).toContain('please use [REDACTED] now')
      expect(JSON.stringify(decision)).not.toContain(key.slice(6))
    }
  })

  test('through all, any and not, by the part that made it so', () => {
    const [a, b] = [field('a', 'equals', 1), field('b', 'equals', 2)]
    const whats = (condition: Condition, parameters: JsonObject) =>
      matchesOf({ condition }, parameters)?.map(({ what, field: name }) => `${what} ${name}`)
    expect(whats({ kind: 'all', of: [a, b] }, { a: 1, b: 2 })).toEqual(['conditions[0] a', 'conditions[1] b'])
    expect(whats({ kind: 'any', of: [a, b] }, { a: 9, b: 2 })).toEqual(['conditions[0].any[1] b'])
    expect(whats({ kind: 'not', of: { kind: 'all', of: [a, b] } }, { a: 1, b: 9 })).toEqual([
      'conditions[0].not.all[1] b',
    ])
    expect(whats({ kind: 'not', of: { kind: 'any', of: [a, b] } }, { a: 8, b: 9 })).toEqual([
      'conditions[0].not.any[0] a',
      'conditions[0].not.any[1] b',
    ])
    expect(matchedOf({ condition: { kind: 'not', of: a } }, { a: 8 })).toBe('not `a` equals `1`: `8`')
  })

  test('by the matched part of a long text', () => {
    const command = `${'é'.repeat(3000)} && rm -rf /srv ${'y'.repeat(3000)}`
    const found = [
      matchOf(field('c', 'matches', String.raw`\brm\s+-rf\b`), { c: command }),
      matchOf(field('c', 'contains', 'rm -rf'), { c: command }),
      matchOf({ kind: 'parameter_regex', name: 'c', pattern: 'r[m] -rf', origin }, { c: command }),
      matchOf({ kind: 'anywhere', operator: 'matches', value: 'rm *-rf', origin }, { c: command }),
      matchOf({ kind: 'anywhere', operator: 'contains', value: 'rm -rf', origin }, { c: command }),
    ]
    for (const match of found) expect(match?.text).toMatch(/^…é+ && rm -rf \/srv y+…$/)
    expect(matchOf(field('c', 'ends_with', 'yz'), { c: `${command}z` })?.text).toMatch(/^…y+z$/)
    expect(matchOf(field('c', 'starts_with', 'é'), { c: command })?.text).toMatch(/^é+…$/)
  })

  test('also where the text is longer than one piece that is looked through', () => {
    fc.assert(
      fc.property(
        fc.nat(120_000),
        fc.nat(120_000),
        fc.constantFrom('x', 'é', '\u{1f600}', 'rm '),
        (before, after, fill) => {
          const c = `${fill.repeat(before / fill.length)}; DROP  TABLE ${fill.repeat(after / fill.length)}`
          const match = matchOf(field('c', 'matches', String.raw`DROP\s+TABLE`), { c })
          expect(match?.text).toContain('; DROP  TABLE ')
          expect(match?.text?.isWellFormed()).toBe(true)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('for the deciding rule in one sentence, and never for an allowed call', () => {
    const engine = engineOf(
      rule('a', 'allow', { resources: globs('read_*') }),
      rule('d', 'require_approval', { resources: globs('write_*'), condition: field('n', 'at_most', 5) }),
    )
    const decide = (resource: string, n: JsonValue) =>
      engine.decide(call(resource, { n }), NOW, { matched: true })
    expect(decide('read_x', 1)).not.toHaveProperty('matched')
    expect(decide('other', 1)).not.toHaveProperty('matched')
    expect(decide('write_x', 1).matched).toBe('resources `write_*`: `write_x`; `n` at_most `5`: `1`')
    expect(decide('write_x', '1')).toMatchObject({
      error: '`n` cannot be judged: it is of type string, not number',
      matched:
        'conditions[0]: expected `n` at_most `5`, found `"1"`: `n` cannot be judged: it is of type string, not number',
    })
    expect(engine.decide(call('write_x', { n: 1 }), NOW)).not.toHaveProperty('matched')
  })

  test('for every rule, also those that are never reached, where the whole is asked for', () => {
    const engine = engineOf(rule('a', 'allow'), rule('b', 'deny', { condition: field('n', 'equals', 5) }))
    const ids = (trace: true | 'all') =>
      engine.decide(call('t', { n: 1 }), NOW, { trace }).trace?.map(({ ruleId }) => ruleId)
    expect(ids(true)).toEqual(['a'])
    expect(ids('all')).toEqual(['a', 'b'])
  })
})

describe('what is hidden', () => {
  const hiding = (condition: Condition, parameters: JsonObject) =>
    JSON.stringify(
      engineOf(rule('r', 'deny', { condition }, { redactFields: ['user.ssn', 'pin'] })).decide(
        call('t', parameters),
        NOW,
        { trace: true, matched: true },
      ),
    )

  test('stays hidden, with the item of a list that it met', () => {
    const secrets: [Condition, JsonObject][] = [
      [field('user.ssn', 'one_of', ['hunter1', 'hunter2']), { user: { ssn: 'hunter2' } }],
      [field('pin', 'matches', 'hunt.*'), { pin: 'hunter2' }],
      [field('user', 'exists'), { user: { ssn: 'hunter2' } }],
      [{ kind: 'anywhere', operator: 'matches', value: '.unter[0-9]', origin }, { user: { ssn: 'hunter2' } }],
      [
        { kind: 'anywhere', operator: 'contains_secret', value: null, origin },
        { pin: 'AKIAIOSFODNN7EXAMPLE' },
      ],
      [{ kind: 'parameter_regex', name: 'password', pattern: '.{7}', origin }, { password: 'hunter2' }],
      [{ kind: 'not', of: field('pin', 'equals', 'x') }, { pin: 'hunter2' }],
    ]
    for (const [condition, parameters] of secrets) {
      expect(hiding(condition, parameters)).toContain('[REDACTED]')
      expect(hiding(condition, parameters)).not.toMatch(/hunter2|IOSF|aws/)
    }
  })

  test('is also what the caller hides beside the policy', () => {
    const engine = engineOf(rule('r', 'deny', { condition: field('order', 'starts_with', 'ORD') }))
    const action = call('t', { order: 'ORD-17' })
    expect(engine.decide(action, NOW, { matched: true }).matched).toContain('ORD-17')
    const { matched } = engine.decide(action, NOW, { matched: true, hide: ['order'] })
    expect(matched).toBe('`order` starts_with: `[REDACTED]`')
    const counters = createMemoryCounters()
    const hidden = decideWithState(engine, counters, { action, decisionId: 'd', ...NOW, hide: ['order'] })
    expect(hidden).toMatchObject({ decision: { matched } })
  })

  test('is not told by a match that cuts through a secret', () => {
    const key = 'AKIAIOSFODNN7EXAMPLE'
    for (const pattern of ['AKIA', 'FODNN', String.raw`\w+7EX`, 'key is .{6}'])
      expect(hiding(field('c', 'matches', pattern), { c: `the key is ${key}` })).not.toContain('FODNN7')
    expect(hiding(field('c', 'ends_with', 'EXAMPLE'), { c: `the key is ${key}` })).not.toContain('FODNN7')
  })

  test('is bounded and visible', () => {
    const long = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`a${at}`, `\u202e${'z'.repeat(500)}`]),
    )
    const condition: Condition = { kind: 'all', of: Object.keys(long).map((key) => field(key, 'exists')) }
    const { matched = '', trace } = engineOf(rule('r', 'deny', { condition })).decide(call('t', long), NOW, {
      trace: true,
      matched: true,
    })
    expect(matched.length).toBeLessThanOrEqual(400)
    expect(matched).toContain(String.raw`\u{202e}`)
    expect(trace?.[0]?.matches).toHaveLength(16)
  })
})
