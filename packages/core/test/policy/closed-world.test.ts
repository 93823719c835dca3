import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { problemOf, ruleOf } from '../policy-problems.ts'
import { platformUrl } from '../random-policies.ts'
import { call, engineOf, fieldPath, NOW, origin, rule, truthOf } from '../rule-builders.ts'

const only = (...paths: string[]) =>
  ({ kind: 'arguments_only', paths: paths.map(fieldPath), origin }) as const

const named = only('path', 'encoding', 'options.force', 'edits[*].oldText', 'edits[*].newText')

const FITTING: readonly JsonObject[] = [
  {},
  { path: '/a' },
  { path: '/a', encoding: 'utf8' },
  { path: { any: ['thing'] } },
  { options: {} },
  { options: { force: true } },
  { edits: [] },
  { edits: [{ oldText: 'a', newText: 'b' }, { oldText: 'c' }] },
  { path: null, options: null, edits: null },
  { edits: [null] },
]

const STRANGE: readonly JsonObject[] = [
  { file: '/a' },
  { path: '/a', workingDir: '/' },
  { Path: '/a' },
  { ｐath: '/a' },
  { options: { force: true, sudo: true } },
  { options: 'force' },
  { options: [{ force: true }] },
  { options: ['force'] },
  { 'options.force': true },
  { edits: [{ oldText: 'a', newText: 'b', file: '/etc/passwd' }] },
  { edits: { oldText: 'a' } },
  { edits: 'a' },
  { edits: [['a']] },
  { edits: ['a'] },
  { '': 1 },
  { path: '/a', extra: null },
  JSON.parse('{"__proto__": {"path": 1}}') as JsonObject,
  { constructor: 'x' },
]

describe('arguments: {only: [...]}', () => {
  test.each(FITTING)('a call that has no other arguments fits: %j', (parameters) => {
    expect(truthOf(named, parameters)).toBe('true')
  })

  test.each(STRANGE)('an argument that is not named is an error: %j', (parameters) => {
    expect(truthOf(named, parameters)).toBe('error')
  })

  test('an empty list stands for a call without arguments', () => {
    expect(truthOf(only(), {})).toBe('true')
    expect(truthOf(only(), { anything: 1 })).toBe('error')
  })

  test('a name with a wildcard covers plain names of its form, and a name that is written out comes first', () => {
    const closed = only('*_id', 'max*', 'id?', 'user_id.name')
    expect(truthOf(closed, { page_id: 1, maxResults: { deep: 1 }, id2: 1 })).toBe('true')
    expect(truthOf(closed, { user_id: { name: 'a' } })).toBe('true')
    const others = [
      'id',
      '_ID',
      'x;_id',
      'pag\u00e9_id',
      ' max',
      `${'a'.repeat(62)}_id`,
      'max\n',
      '*_id',
      'max.x',
    ]
    for (const key of others) expect([key, truthOf(closed, { [key]: 1 })]).toEqual([key, 'error'])
    expect(truthOf(closed, { user_id: 'a' })).toBe('error')
  })

  test('whatever name is added to a fitting call, an allow rule no longer covers it and a deny rule does', () => {
    const keys = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('cwd', 'env', 'shellPath', 'url', 'PATH'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...FITTING), keys, fc.jsonValue(), (fitting, key, value) => {
        fc.pre(!['path', 'encoding', 'options', 'edits'].includes(key))
        const parameters: JsonObject = { ...fitting, [key]: value as never }
        fc.pre(Object.hasOwn(parameters, key))
        expect(truthOf(named, parameters)).toBe('error')
      }),
    )
  })

  test('a list with more items than are looked at is an error', () => {
    const edits = Array.from({ length: 10_001 }, () => ({ oldText: 'a' }))
    expect(truthOf(named, { edits })).toBe('error')
  })

  test('in listing the arguments are unknown: an allow rule with it can still match', () => {
    const engine = engineOf(rule('closed', 'allow', { condition: named }))
    const { parameters: _parameters, ...subject } = call('read_file')
    expect(engine.isHidden(subject)).toBe(false)
  })

  test('it is read from match_on beside parameters and conditions', () => {
    const loaded = ruleOf(`match_on:
  arguments: {only: [path, 'edits[*].newText']}
  conditions: [{field: path, operator: exists}]
effect: {type: allow}`)
    expect(loaded.match.condition).toMatchObject({
      kind: 'all',
      of: [
        { kind: 'arguments_only', paths: [{ text: 'path' }, { text: 'edits[*].newText' }] },
        { kind: 'field' },
      ],
    })
  })

  test.each([
    ['match_on: {arguments: {only: ["edits[0]"]}}', 'POLICY_BAD_FIELD_PATH', '`[*]`'],
    ['match_on: {arguments: {onyl: [path]}}', 'POLICY_UNKNOWN_KEY', 'did you mean `only`?'],
    ['match_on: {arguments: {}}', 'POLICY_MISSING_KEY', 'only'],
    ['match_on: {arguments: [path]}', 'POLICY_WRONG_TYPE', 'a map'],
  ])('%s is refused with what to write', (lines, code, help) => {
    const problem = problemOf(`${lines}\neffect: {type: allow}`)
    expect(problem).toContain(code)
    expect(problem).toContain(help)
  })

  test('the trace names the argument that is not named', () => {
    const policy = loadPolicy({
      file: 'policy.yaml',
      text: `name: p
rules:
  - id: reads
    match_on: {resources: [read_file], arguments: {only: [path]}, conditions: [{field: path, operator: exists}]}
    effect: {type: allow}
`,
    })
    const engine = createEngine([policy], { parseUrl: platformUrl })
    const decision = engine.decide(call('read_file', { path: '/a', workingDir: '/' }), NOW, { trace: true })
    expect(decision).toMatchObject({ outcome: 'deny', ruleId: '_default_deny' })
    expect(decision.trace).toMatchObject([
      {
        ruleId: 'reads',
        truth: 'error',
        part: 'arguments',
        detail: expect.stringContaining('`workingDir`') as string,
      },
    ])
  })
})
