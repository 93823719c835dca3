import { compilePathGlobs, judgePathMatches } from '@kvlar/core/readings'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/** Long names and the short ones that NTFS gives them. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  '.docker': ['DOCKER~1', 'DO3F2A~5'],
  'config.json': ['CONFIG~1.JSO'],
  settings: ['SETTIN~1', 'settin~2'],
  '.b': ['B~1'],
  'auth.tokens': ['AUTH~1.TOK'],
}
const NAMES = Object.keys(SHORT)
const OTHERS = ['src', 'B~1.JSO', 'SETTIN~1.XML', 'x~y', 'b']

const segment = fc.constantFrom(...NAMES, ...NAMES.flatMap((name) => SHORT[name] ?? []), ...OTHERS)
const path = fc.array(segment, { minLength: 1, maxLength: 5 })
const glob = fc
  .array(fc.constantFrom(...NAMES, '**', '*'), { minLength: 1, maxLength: 4 })
  .filter((names) => names.some((name) => !name.includes('*')) && !names.join('/').includes('**/**'))
  .map((names) => `**/${names.join('/')}`.replace('**/**', '**'))

/** Every path that results when some short names stand for long ones, one after the other. */
function meanings(segments: readonly string[]): readonly (readonly string[])[] {
  return segments.reduce<readonly (readonly string[])[]>(
    (before, one) => {
      const long = NAMES.filter((name) => SHORT[name]?.includes(one) === true)
      return before.flatMap((names) => [one, ...long].map((name) => names.concat(name)))
    },
    [[]],
  )
}

describe('short names against all that they could mean', () => {
  test('some meaning is in the list where the path is not let through, and only there', () => {
    const seen = { inside: 0, outside: 0, doubts: 0 }
    fc.assert(
      fc.property(path, fc.array(glob, { minLength: 1, maxLength: 3 }), (segments, list) => {
        const globs = compilePathGlobs(list)
        if (globs === undefined) throw new Error(`${list.join(' ')} is no list`)
        const isListed = meanings(segments).some(
          (names) => judgePathMatches(names.join('/'), globs).truth !== 'false',
        )
        const { truth } = judgePathMatches(segments.join('/'), globs)
        seen[truth === 'error' ? 'doubts' : isListed ? 'inside' : 'outside'] += 1
        expect(truth !== 'false', `${segments.join('/')} in ${list.join(' ')}`).toBe(isListed)
      }),
      { numRuns: 5000, seed: 83 },
    )
    expect(Math.min(seen.inside, seen.outside, seen.doubts)).toBeGreaterThan(100)
  })
})
