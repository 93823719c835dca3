import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy, type Action, type Policy } from '@kvlar/core'
import { platformUrl } from '../random-policies.ts'
import { call, engineOf, globs, NOW, rule } from '../rule-builders.ts'

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:-'
const odd = fc
  .oneof(
    fc.constantFrom(
      ' ',
      ';',
      '\t',
      '\n',
      '\r',
      '\0',
      '\u007f',
      '$',
      '`',
      '|',
      '&',
      '>',
      '(',
      '"',
      "'",
      '\\',
      '%',
      '@',
    ),
    fc.constantFrom('é', 'а', '\u200b', '\u202e', '\u00a0', '／', '；', '😀', '\u0301', '\ud800', '\ufeff'),
  )
  .filter((character) => !PLAIN.includes(character))
const plainPart = fc.string({ unit: fc.constantFrom(...Array.from(PLAIN)), maxLength: 12 })
const oddName = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(plainPart, odd, plainPart).map((parts) => `read_${parts.join('')}`) },
  { weight: 1, arbitrary: fc.constantFrom('read_file; cat /etc/shadow', `read_${'x'.repeat(124)}`) },
)
const plainName = plainPart.map((part) => `read_${part}`)

const kavach = (effect: 'permit' | 'refuse', action: string): Policy =>
  loadPolicy({
    policies: [{ name: 'k', effect, conditions: [{ identity_kind: 'agent' }, { action }, { action: 'r*' }] }],
  })

function decided(name: string, type: 'allow' | 'deny' | 'require_approval', rest: Partial<Action> = {}) {
  return engineOf(rule('r', type, { resources: globs('read_*') })).decide(call(name, {}, rest), NOW).ruleId
}

describe('the name of a tool', () => {
  test('is covered by a pattern of an allow rule if it is made of what MCP recommends, and otherwise not', () => {
    fc.assert(fc.property(oddName, (name) => decided(name, 'allow') === '_default_deny'))
    fc.assert(fc.property(plainName, (name) => decided(name, 'allow') === 'r'))
    expect(decided(`read_${'x'.repeat(123)}`, 'allow')).toBe('r')
    expect(decided('read_file; cat /etc/shadow', 'allow')).toBe('_default_deny')
  })

  test('is covered as it is written by patterns of deny and approval rules, but for line feeds', () => {
    fc.assert(
      fc.property(oddName, fc.constantFrom('deny' as const, 'require_approval' as const), (name, type) => {
        expect(decided(name, type)).toBe(name.includes('\n') ? '_default_deny' : 'r')
      }),
    )
  })

  test('is covered by a pattern that spells it out, whatever it is made of', () => {
    fc.assert(
      fc.property(oddName, (name) => {
        const exact = engineOf(rule('r', 'allow', { resources: [{ kind: 'exact', text: name }] }))
        expect(exact.decide(call(name), NOW).ruleId).toBe('r')
        expect(exact.isHidden(call(name))).toBe(false)
      }),
    )
  })

  test('is judged so by the actions of a Kavach policy, the first and the others', () => {
    const engine = (effect: 'permit' | 'refuse') =>
      createEngine([kavach(effect, 'read_*')], { parseUrl: platformUrl })
    fc.assert(
      fc.property(oddName, (name) => {
        expect(engine('permit').decide(call(name), NOW).ruleId).toBe('_default_deny')
        expect(engine('refuse').decide(call(name), NOW).ruleId).toBe('k')
      }),
    )
    expect(engine('permit').decide(call('read_file'), NOW).ruleId).toBe('k')
  })

  test('that no allow rule covers is not listed', () => {
    const engine = engineOf(rule('r', 'allow', { resources: globs('read_*') }))
    fc.assert(fc.property(oddName, (name) => engine.isHidden(call(name))))
    expect(engine.isHidden(call('read_file'))).toBe(false)
  })

  test('is bounded for tools only: resources and prompts have names of their own kind', () => {
    expect(decided('read_x y', 'allow', { type: 'resource_read' })).toBe('r')
    expect(decided('read_x y', 'allow', { type: 'prompt_get' })).toBe('r')
    expect(decided('read_x y', 'allow')).toBe('_default_deny')
    // What was remembered for one type answers for no other.
    expect(decided('read_x y', 'allow', { type: 'resource_read' })).toBe('r')
  })

  test('is named in the trace when only its characters keep an allow rule from covering it', () => {
    const engine = engineOf(rule('r', 'allow', { resources: globs('read_*') }))
    const detail = (name: string) => engine.decide(call(name), NOW, { trace: true }).trace?.[0]?.detail
    expect(detail('read_file; ls')).toContain('which no pattern of an allow rule covers')
    expect(detail('write_file')).toBe('expected `read_*`, found `write_file`')
  })
})
