import { formatDiagnostic, LIMITS } from '@kvlar/core'
import { readConfig } from '@kvlar/runtime/config'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { BAD_CONFIGS, GOOD_CONFIGS } from './corpus.ts'

const TEXTS = [...GOOD_CONFIGS, ...BAD_CONFIGS]

const seed = fc.constantFrom(
  ...TEXTS.map((text) => ({ file: 'f.yaml', text })),
  ...TEXTS.map((text) => ({ file: 'f.json', text: JSON.stringify(parse(text), null, 1) })),
)

const PIECES = [
  '{',
  '}',
  '[',
  '"',
  "'",
  ':',
  ',',
  '\n',
  '&a ',
  '*a',
  '!!x ',
  '<<: ',
  '\0',
  '\uD800',
  '# ',
  '- ',
  '? ',
]

/** A text with a few pieces cut out and a few put in. */
const mutant = fc
  .tuple(
    seed,
    fc.array(
      fc.tuple(fc.nat(400), fc.nat(3), fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 }))),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([{ file, text }, edits]) => {
    let edited = text
    for (const [at, cut, insert] of edits) {
      const start = at % (edited.length + 1)
      edited = edited.slice(0, start) + insert + edited.slice(start + cut)
    }
    return { file, text: edited }
  })

test('whatever a configuration says, it is read or refused, and every problem has a place in the text', () => {
  fc.assert(
    fc.property(mutant, (source) => {
      const answer = readConfig(source)
      if (answer.ok) return
      expect(answer.diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
      expect(answer.diagnostics.length).toBeLessThanOrEqual(LIMITS.diagnosticsMax + 1)
      const lines = source.text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
      for (const diagnostic of answer.diagnostics) {
        const line = lines[diagnostic.line - 1]
        expect(line).toBeDefined()
        expect(diagnostic.column).toBeGreaterThan(0)
        expect(diagnostic.column - 1).toBeLessThanOrEqual(line?.length ?? 0)
        expect(formatDiagnostic(diagnostic, source.text)).toContain('^')
      }
    }),
    { numRuns: 2000 },
  )
})
