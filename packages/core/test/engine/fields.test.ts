import { describe, expect, test } from 'vitest'
import { LIMITS } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { field, truthOf } from '../rule-builders.ts'

describe('field paths', () => {
  const is = (path: string, parameters: Record<string, JsonValue>) =>
    truthOf(field(path, 'equals', 1), parameters)

  test('lead through objects and list positions', () => {
    expect(is('a.b', { a: { b: 1 } })).toBe('true')
    expect(is('a[1].b', { a: [0, { b: 1 }] })).toBe('true')
    expect(is('a[2]', { a: [1, 1] })).toBe('false')
    expect(is('a.b', { a: 'b' })).toBe('false')
    expect(is('a.0', { a: [1] })).toBe('false')
    expect(is('a.length', { a: [1] })).toBe('false')
  })

  test('are an error where a reader could fit what is there to the path', () => {
    for (const parameters of [
      { a: '{"b": 1}' },
      { a: ' [{"b": 2}]' },
      { a: [{ b: 1 }] },
      { a: [0, [{ b: 2 }]] },
      { a: ['{"b": 2}'] },
    ])
      expect(is('a.b', parameters), JSON.stringify(parameters)).toBe('error')
    for (const value of ['/etc/passwd', 1, { 0: 1 }, false]) expect(is('a[0]', { a: value })).toBe('error')
    for (const value of ['b', '[b]', 1, true, null, [], [1, 'b', null]])
      expect(is('a.b', { a: value })).toBe('false')
    for (const value of [null, []]) expect(is('a[0]', { a: value })).toBe('false')
  })

  test('never reach what an object inherits', () => {
    for (const path of ['constructor', '__proto__', 'toString', 'a.constructor.name', 'a.__proto__.b'])
      expect(truthOf(field(path, 'exists'), { a: {} })).toBe('false')
  })

  test('are an error when a literal key contradicts a nested value, whatever either says', () => {
    expect(is('options.force', { 'options.force': 0, options: { force: 1 } })).toBe('error')
    expect(is('a[0]', { 'a[0]': 0, a: [1] })).toBe('error')
    expect(is('a[*]', { 'a[*]': 0, a: [] })).toBe('false')
  })

  test('with a wildcard hold when all elements agree, and err when they do not', () => {
    expect(is('a[*]', { a: [1, 1] })).toBe('true')
    expect(is('a[*]', { a: [2, 3] })).toBe('false')
    expect(is('a[*]', { a: [1, 2] })).toBe('error')
    expect(is('a[*].b', { a: [{ b: 1 }, {}] })).toBe('error')
    expect(is('a[*][*]', { a: [[1], [1, 1]] })).toBe('true')
  })

  test('with a wildcard are absent for an empty list, null and nothing', () => {
    for (const parameters of [{ a: [] }, { a: null }, {}]) {
      expect(truthOf(field('a[*]', 'at_most', 5), parameters)).toBe('error')
      expect(truthOf(field('a[*]', 'equals', 5), parameters)).toBe('false')
      expect(truthOf(field('a[*]', 'not_exists'), parameters)).toBe('true')
    }
  })

  test('with a wildcard over something that is no list are an error', () => {
    for (const value of ['/etc/passwd', 1, { 0: 1 }])
      expect(truthOf(field('a[*]', 'starts_with', '/etc'), { a: value })).toBe('error')
  })

  test('with wildcards over more elements than the bound are an error', () => {
    const list = Array.from({ length: LIMITS.wildcardElementsMax }, () => 1)
    expect(is('a[*]', { a: list })).toBe('true')
    expect(is('a[*]', { a: [...list, 1] })).toBe('error')
  })
})

describe('parameters: {name: regex}', () => {
  const condition = (pattern: string) => ({
    kind: 'parameter_regex' as const,
    name: 'p',
    pattern,
    origin: { file: '', line: 0, column: 0 },
  })

  test('searches strings anywhere and other values as canonical JSON', () => {
    expect(truthOf(condition('b'), { p: 'abc' })).toBe('true')
    expect(truthOf(condition('^\\{"a":1,"b":\\[true,null\\]\\}$'), { p: { b: [true, null], a: 1 } })).toBe(
      'true',
    )
    expect(truthOf(condition('^-?5$'), { p: -5 })).toBe('true')
    expect(truthOf(condition('^0$'), { p: -0 })).toBe('true')
  })

  test('does not match an absent argument, and looks at top-level keys only', () => {
    expect(truthOf(condition(''), {})).toBe('false')
    expect(truthOf({ kind: 'not', of: condition('') }, {})).toBe('error')
    expect(truthOf(condition('x'), { q: { p: 'x' } })).toBe('false')
  })

  test('is an error for an argument that is too long or cannot be serialised', () => {
    expect(truthOf(condition('a'), { p: 'a'.repeat(LIMITS.regexSubjectCharsMax + 1) })).toBe('error')
    expect(truthOf(condition('a'), { p: [Number.NaN] })).toBe('error')
  })
})
