import { foldKey, JsonReading, readJson, type JsonValue } from '@kvlar/core/json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonText } from '../json-arbitraries.ts'
import { asNaive, naiveRead } from '../naive-json-reader.ts'

const RUNS = 4000

/** Keys as Go's decoder takes them: ASCII case, `ſ` and the Kelvin sign do not matter. */
const goFold = (key: string): string => key.replaceAll('ſ', 's').replaceAll('\u212a', 'k').toLowerCase()

const exactly = (key: string): string => key

/** Control characters in keys are refused, so texts that have them are no evidence either way. */
const isRefusedKey = (text: string): boolean => {
  const answer = readJson(text)
  return !answer.ok && answer.refusal.code === 'JSON_KEY_CONTROL_CHARACTER'
}

describe('the strict reader, on random texts', () => {
  it('reads every way of writing a value as that value', () => {
    fc.assert(
      fc.property(jsonText, ({ text, value }) => {
        fc.pre(!isRefusedKey(text))
        const answer = readJson(text)
        expect(answer).toMatchObject({ ok: true })
        if (answer.ok) expect(plain(answer.value)).toEqual(value)
      }),
      { numRuns: RUNS },
    )
  })

  it('accepts only what first-wins and last-wins readers read alike', () => {
    fc.assert(
      fc.property(confusing, (text) => {
        const answer = readJson(text)
        if (!answer.ok) return
        const expected = asNaive(answer.value, exactly)
        expect(naiveRead(text, { wins: 'first', same: exactly })).toEqual(expected)
        expect(naiveRead(text, { wins: 'last', same: exactly })).toEqual(expected)
      }),
      { numRuns: RUNS },
    )
  })

  it('finds folded siblings exactly where a reader that ignores case would lose a member', () => {
    fc.assert(
      fc.property(confusing, (text) => {
        const answer = readJson(text)
        if (!answer.ok) return
        const found = answer.findings.some(({ kind }) => kind === 'folded_siblings')
        for (const same of [goFold, foldKey]) {
          const merged = JSON.stringify(sizes(asNaive(answer.value, same)))
          const loses = merged !== JSON.stringify(sizes(asNaive(answer.value, exactly)))
          if (loses) expect(found).toBe(true)
          else if (same === foldKey) expect(found).toBe(false)
        }
      }),
      { numRuns: RUNS },
    )
  })

  it('survives every mutation, and reads what it still accepts as the platform does', () => {
    fc.assert(
      fc.property(jsonText, fc.nat(), fc.constantFrom(...MUTATIONS), ({ text }, seed, mutate) => {
        const mutated = mutate(text, seed % (text.length + 1))
        const answer = readJson(mutated, { multiline: true })
        if (!answer.ok) return
        expect(asNaive(answer.value, exactly)).toEqual(naiveRead(mutated, { wins: 'last', same: exactly }))
        // V8 misreads some escaped keys; without any, its reader is a good witness.
        const witness: unknown = JSON.parse(mutated)
        if (!answer.escapedKeys) expect(plain(answer.value)).toEqual(witness)
      }),
      { numRuns: RUNS },
    )
  })

  it('reads the same in slices of any size as at once', () => {
    fc.assert(
      fc.property(jsonText, fc.integer({ min: 1, max: 20 }), ({ text }, slice) => {
        const reading = new JsonReading(text)
        while (!reading.advance(reading.offset + slice)) {
          // Each round takes a slice.
        }
        expect(reading.finish()).toEqual(readJson(text))
      }),
      { numRuns: RUNS / 4 },
    )
  })
})

/** Texts in which keys are repeated and confused on purpose: members of one object are copied under other spellings. */
const confusing = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(
          '"name"',
          '"Name"',
          '"n\\u0061me"',
          '"a"',
          '"A"',
          '"\\u0041"',
          '"ſ"',
          '"s"',
          '"K"',
          '"\u212a"',
        ),
        jsonText,
      ),
      { minLength: 1, maxLength: 5 },
    ),
    fc.boolean(),
  )
  .map(([members, nested]) => {
    const object = `{${members.map(([key, { text }]) => `${key}:${text}`).join(',')}}`
    return nested ? `[{"in":${object}}]` : object
  })

const MUTATIONS: readonly ((text: string, at: number) => string)[] = [
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at),
  (text, at) => text.slice(0, at) + text.slice(at, at + 3) + text.slice(at),
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '-',
    '.',
    '0',
    'e',
    ' ',
    '\n',
    '\r',
    '\u0000',
    '\ufeff',
    '\u2028',
    '\\u',
    '\ud800',
    '00',
    'null',
  ].map((inserted) => (text: string, at: number) => text.slice(0, at) + inserted + text.slice(at)),
]

/** The same value with ordinary prototypes, to be compared with the platform's. */
function plain(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  expect(Object.getPrototypeOf(value)).toBe(null)
  const copy = {}
  for (const [key, member] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: plain(member),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return copy
}

/** How many members every object has, in the order of the text. */
function sizes(value: unknown): unknown {
  if (value instanceof Map) return [value.size, ...[...value.values()].map(sizes)]
  return Array.isArray(value) ? value.map(sizes) : null
}
