import { describe, expect, test } from 'vitest'
import type { AnywhereOperator } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { SECRET_FILES } from '@kvlar/core/readings'
import { conditionOf, problemOf } from '../policy-problems.ts'
import { call, engineOf, NOW, origin, rule, truthOf } from '../rule-builders.ts'

const anywhere = (operator: AnywhereOperator, value: JsonValue) =>
  ({ kind: 'anywhere', operator, value, origin }) as const

const secretWord = anywhere('contains', 'xyzzy')

const PLACES: readonly JsonObject[] = [
  { a: 'xyzzy' },
  { a: ['b', 'the xyzzy'] },
  { a: { b: { c: [{ d: 'xyzzy' }] } } },
  { xyzzy: 1 },
  { a: { 'my xyzzy key': null } },
]

describe('anywhere', () => {
  test.each(PLACES)('finds a text at any depth, and keys are texts: %j', (parameters) => {
    expect(truthOf(secretWord, parameters)).toBe('true')
  })

  test('is false for a call without such a text', () => {
    expect(truthOf(secretWord, { a: ['b', 1, true, null], c: {} })).toBe('false')
  })

  test('looks at the name of what is called, and at the target', () => {
    const engine = engineOf(rule('no', 'deny', { condition: secretWord }), rule('yes', 'allow'))
    expect(engine.decide(call('xyzzy'), NOW).outcome).toBe('deny')
    expect(engine.decide(call('t', {}, { target: 'xyzzy' }), NOW).outcome).toBe('deny')
    const uri = { type: 'resource_read', resource: 'file:///xyzzy' } as const
    expect(engine.decide(call('t', {}, uri), NOW).outcome).toBe('deny')
    expect(engine.decide(call('t'), NOW).outcome).toBe('allow')
  })

  test('reads numbers as they are written', () => {
    expect(truthOf(anywhere('matches', '^4111$'), { card: [4111] })).toBe('true')
  })

  test('is an error for a call with more texts than are looked at', () => {
    expect(truthOf(secretWord, { a: Array.from({ length: 100_001 }, () => 'b') })).toBe('error')
  })

  test('hides a tool only where its name alone decides', () => {
    const engine = engineOf(rule('no', 'deny', { condition: secretWord }), rule('yes', 'allow'))
    const { parameters: _parameters, ...subject } = call('read')
    expect(engine.isHidden(subject)).toBe(false)
    expect(engine.isHidden({ ...subject, resource: 'xyzzy' })).toBe(true)
  })

  test('the trace shows the text that was found, unless a field hides it', () => {
    const engine = engineOf(rule('no', 'allow', { condition: { kind: 'not', of: secretWord } }))
    const shown = engine.decide(call('t', { a: ['my xyzzy'] }), NOW, { trace: true })
    expect(shown.trace?.[0]?.detail).toContain('`my xyzzy`')
    const hidden = engine.decide(call('t', { password: 'my xyzzy' }), NOW, { trace: true })
    expect(hidden.trace?.[0]?.detail).not.toContain('my xyzzy')
  })

  test.each<[string, JsonObject, string]>([
    ['read_file', { file: '/home/me/.env' }, 'true'],
    ['read_file', { input: { path: 'a/../.ssh/id_ed25519' } }, 'true'],
    ['read_file', { paths: ['a.ts', '.env/'] }, 'true'],
    ['git_show', { revision: 'HEAD:./.env' }, 'true'],
    ['file:///etc/shadow', {}, 'true'],
    ['write_file', { path: 'a.md', content: 'Put the token into .env, then restart.' }, 'false'],
    ['search', { query: 'how do I read /etc/shadow?' }, 'false'],
  ])('finds secret files wherever they stand: %s %j is %s', (resource, parameters, expected) => {
    const condition = anywhere('path_matches', [...SECRET_FILES])
    expect(truthOf(condition, parameters, { resource })).toBe(expected)
  })

  test.each<[string, JsonObject, string]>([
    ['get_page', { link: 'http://169.254.169.254/latest/meta-data/' }, 'true'],
    ['subscribe', { opts: { webhook: 'http://10.0.0.5:8080/x' } }, 'true'],
    ['get_page', { link: 'http://2130706433/' }, 'error'],
    ['file:///etc/shadow', {}, 'error'],
    ['get_page', { link: 'https://docs.example/' }, 'false'],
    ['create_issue', { body: 'It runs at http://localhost:3000, see the log.' }, 'false'],
  ])('finds private addresses wherever they stand: %s %j is %s', (resource, parameters, expected) => {
    const condition = conditionOf('{anywhere: {operator: url_host_in, value: $private_addresses}}')
    if (condition === undefined) throw new Error('no condition')
    expect(truthOf(condition, parameters, { resource })).toBe(expected)
  })

  test('is written as a condition of one key', () => {
    expect(conditionOf('{anywhere: {operator: contains, value: x}}')).toMatchObject({
      kind: 'anywhere',
      operator: 'contains',
      value: 'x',
    })
  })

  test.each([
    ['{anywhere: {operator: at_most, value: 5}}', '`at_most` is not an operator'],
    ['{anywhere: {operator: contains}}', '`value`'],
    ['{anywhere: {operator: matches, value: "("}}', 'POLICY_BAD_REGEX'],
  ])('%s is refused', (condition, words) => {
    expect(problemOf(`match_on: {conditions: [${condition}]}\neffect: {type: allow}`)).toContain(words)
  })
})
