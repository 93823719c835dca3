import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '@kvlar/core/json'
import { LIMITS } from '@kvlar/core'
import { wildcardWork } from '../src/readings/path/expanded/wildcard-work.ts'
import { compilePathGlobs } from '../src/readings/path/path-globs.ts'
import { judgePathText } from '../src/readings/path/path-text.ts'
import { origin, truthOf } from './rule-builders.ts'

const secretFile = { kind: 'anywhere', operator: 'path_matches', value: ['$secret_files'], origin } as const
const globs = compilePathGlobs(['$secret_files'])!

const UNITS = [
  '`[..key{a\\',
  '`[...eyJ\u0430#keyghp_%{a,\\x65',
  '..key*a\\',
  '*config*x',
  '0%25\u200b*',
  'x[a-c]y*z?',
]
const SHAPES: readonly ((unit: string, count: number) => JsonObject)[] = [
  (unit, count) => ({ paths: Array.from({ length: count }, (_, at) => `${unit}${at}`) }),
  (unit, count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`${unit}${at}`, unit])),
  (unit, count) => ({
    files: Array.from({ length: count }, (_, at) => ({ dir: unit, name: `${unit}${at}` })),
  }),
]

test.each(UNITS)('a call with tens of thousands of names like `%s` is in doubt and ends', (unit) => {
  for (const shape of SHAPES) expect(truthOf(secretFile, shape(unit, 30_000))).toBe('error')
})

test('a call with thousands of ordinary names with wildcards is in no doubt', () => {
  for (const make of [
    (at: number) => `src/**/*.test${at}.ts`,
    (at: number) => `app/[id${at}]/page.tsx`,
    (at: number) => `packages/p${at}/*.{ts,tsx}`,
  ])
    expect(truthOf(secretFile, { files: Array.from({ length: 2000 }, (_, at) => make(at)) })).toBe('false')
})

test('what wildcards may cost grows no faster than what stands for them in a text', () => {
  const piece = fc.constantFrom(
    'a',
    '/',
    '.env',
    '{a,',
    '}',
    '*',
    '?',
    '[a-',
    ']',
    '\\',
    '%2e',
    'key',
    'id_rsa',
    '.',
    '@(',
    ')',
    '~1',
    '\u200b',
  )
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      const work = wildcardWork()
      judgePathText(text, globs, { work })
      // Some thousand comparisons at most, however many readings one short text has.
      expect(LIMITS.wildcardTestsMax - work.left).toBeLessThan(4096)
    }),
    { seed: 4, numRuns: 3000 },
  )
})
