import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { MAKERS, randomFrom } from '../secret-shapes.ts'

const TOKEN = MAKERS.github(randomFrom(3))

describe('a redactor hides secrets by their content', () => {
  const redactor = createRedactor([])

  test('of a text only the secret is replaced', () => {
    expect(redactor.redact({ command: `curl -H "X: ${TOKEN}" https://example.com` })).toEqual({
      command: 'curl -H "X: [REDACTED]" https://example.com',
    })
  })

  test('at every depth, and in texts that stand alone', () => {
    expect(redactor.redact({ a: [{ b: [`x ${TOKEN}`, 1, null] }] })).toEqual({
      a: [{ b: ['x [REDACTED]', 1, null] }],
    })
    expect(redactor.redact(TOKEN)).toBe('[REDACTED]')
  })

  test('an entry whose key holds a secret is hidden with its key, and keys that lost theirs stay apart', () => {
    const args = { [TOKEN]: 'a', [MAKERS.github(randomFrom(4))]: 'b', plain: 'c' }
    expect(redactor.redact(args)).toEqual({
      '[REDACTED]': '[REDACTED]',
      '[REDACTED] (2)': '[REDACTED]',
      plain: 'c',
    })
    expect(redactor.hides([TOKEN])).toBe(true)
  })

  test('a card number that is given as a number', () => {
    expect(redactor.redact({ n: 4_111_111_111_111_111, m: 1_700_000_000_000 })).toEqual({
      n: '[REDACTED]',
      m: 1_700_000_000_000,
    })
  })

  test('says what it hid, outermost first, by the path that is shown', () => {
    const { shown, hidden } = redactor.hide({
      password: { a: TOKEN },
      list: ['x', `y ${TOKEN}`],
      [TOKEN]: 1,
    })
    expect(shown).toEqual({ password: '[REDACTED]', list: ['x', 'y [REDACTED]'], '[REDACTED]': '[REDACTED]' })
    expect(hidden).toEqual([
      { path: ['password'], value: { a: TOKEN } },
      { path: ['list', 1], value: `y ${TOKEN}` },
      { path: ['[REDACTED]'], value: 1 },
    ])
  })

  test('what it shows and what it hid are the arguments, whatever they are', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(`t ${TOKEN}`), fc.constant(TOKEN))
    const key = fc.oneof(fc.constantFrom('token', 'a', 'b', '__proto__'), fc.string())
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(key, tie('value'))),
    }))
    fc.assert(
      fc.property(fc.dictionary(key, value), (args) => {
        const { shown, hidden } = redactor.hide(args)
        expect(JSON.stringify(shown)).not.toContain(TOKEN)
        expect(shown).toEqual(redactor.redact(args))
        const restored = hidden.reduce<JsonValue>(
          (whole, part) => withPart(whole, part.path, part.value),
          shown,
        )
        expect(JSON.parse(JSON.stringify(restored))).toEqual(JSON.parse(JSON.stringify(args)))
      }),
    )
  })
})

/** The value with another one at a path. */
function withPart(whole: JsonValue, path: readonly (string | number)[], part: JsonValue): JsonValue {
  const [step, ...rest] = path
  if (step === undefined) return part
  if (typeof whole !== 'object' || whole === null) throw new Error('there is no such path')
  if (Array.isArray(whole)) return whole.with(Number(step), withPart(whole[Number(step)], rest, part))
  return Object.fromEntries(
    Object.entries(whole).map(([key, item]) => [key, key === step ? withPart(item, rest, part) : item]),
  )
}
