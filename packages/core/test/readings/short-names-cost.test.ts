import { compilePathGlobs, judgePathMatches, judgePathText, type PathGlobs } from '@kvlar/core/readings'
import { expect, test } from 'vitest'

const secrets = compilePathGlobs(['$secret_files'])

/** The list, and how many names of paths were looked up in it. */
function counted(globs: PathGlobs): { readonly globs: PathGlobs; readonly names: () => number } {
  let names = 0
  return {
    names: () => names,
    globs: {
      ...globs,
      candidates: (segments, loosened) => {
        names += segments.length
        return globs.candidates(segments, loosened)
      },
      shortNames: (segment) => {
        names += 1
        return globs.shortNames(segment)
      },
    },
  }
}

test.each(['A~1', 'S~1', 'SSH~1.X', 'DOCKER~1', 'CONFIG~1/x', 'a/A~1', '.x/GITHUB~1'])(
  'a path of short names costs in proportion to its names: %s',
  (names) => {
    if (secrets === undefined) throw new Error('the built-in list has no problem')
    for (const count of [10, 100, 1000]) {
      const path = Array.from({ length: count }, () => names).join('/')
      const length = path.split('/').length
      for (const judge of [judgePathMatches, judgePathText]) {
        const { globs, names: looked } = counted(secrets)
        judge(path, globs)
        expect(looked(), `${judge.name} of ${count}`).toBeLessThan(20 * length)
      }
    }
  },
)
