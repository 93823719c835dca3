import { canonicalJson, readJson, type JsonValue } from '@kvlar/core/json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonText } from '../json-arbitraries.ts'

/** Values that are not JSON reach the function only from untyped code. */
const untyped = (value: unknown): JsonValue => value as JsonValue

describe('canonical JSON', () => {
  it('writes the values of RFC 8785 as the RFC does', () => {
    // RFC 8785 section 3.2.2 and 3.2.3.
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
    expect(
      canonicalJson({
        '\u20ac': 'Euro',
        '\r': 'CR',
        '\ufb33': 'Dalet',
        '1': 'One',
        '\ud83d\ude00': 'Smiley',
        '\u0080': 'Control',
        '\u00f6': 'O',
      }),
    ).toBe('{"\\r":"CR","1":"One","\u0080":"Control","ö":"O","€":"Euro","😀":"Smiley","\ufb33":"Dalet"}')
  })

  it('sorts keys that are numbers as texts, and writes negative zero as zero', () => {
    expect(canonicalJson({ 9: 1, 10: -0, b: [], a: {} })).toBe('{"10":0,"9":1,"a":{},"b":[]}')
  })

  it('is the same for two ways of writing one value, and reads back as that value', () => {
    fc.assert(
      fc.property(jsonText, ({ text, value }) => {
        const answer = readJson(text)
        if (!answer.ok || answer.findings.some(({ kind }) => kind === 'lone_surrogate')) return
        const canonical = canonicalJson(answer.value)
        expect(canonicalJson(untyped(value))).toBe(canonical)
        const again = readJson(canonical)
        expect(again.ok && canonicalJson(again.value)).toBe(canonical)
        expect(naiveCanonical(value)).toBe(canonical)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['a lone surrogate', ['\ud800']],
    ['a lone surrogate in a long text', [`${'x'.repeat(100)}\udc00`]],
    ['a lone surrogate in a key', { '\ud800': 1 }],
    ['infinity', [Infinity]],
    ['not a number', [Number.NaN]],
    ['undefined', { a: undefined }],
    ['a hole in an array', Array.from({ length: 1 }).concat(1)],
    ['a bigint', [1n]],
    ['a function', [() => 1]],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(untyped(value))).toThrow(
      expect.objectContaining({ name: 'EvaluationError', code: 'EVALUATION_INVALID_JSON' }),
    )
  })

  it('ends on a value that contains itself', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    expect(() => canonicalJson(untyped(cycle))).toThrow('nesting is over')
  })
})

/** RFC 8785 in four lines, recursive. */
function naiveCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(naiveCanonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${naiveCanonical(member)}`).join(',')}}`
}
