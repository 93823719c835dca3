import { formatDiagnostic, LIMITS, readPolicy, type Source } from '@kvlar/core'
import { readTestFile } from '@kvlar/core/policy-test'
import fc from 'fast-check'
import { stringify as toToml } from 'smol-toml'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { BAD_POLICIES, CONFIGURATIONS, GOOD_POLICIES, GOOD_TESTS } from '../schema-corpus.ts'

const YAML_TEXTS = [...GOOD_POLICIES, ...BAD_POLICIES, ...CONFIGURATIONS, ...GOOD_TESTS]

const seed = fc.constantFrom(
  ...YAML_TEXTS.map((text) => ({ file: 'f.yaml', text })),
  ...YAML_TEXTS.map((text) => ({ file: 'f.json', text: JSON.stringify(parse(text), null, 1) })),
  ...GOOD_POLICIES.filter((text) => text.includes('polic')).map((text) => ({
    file: 'f.toml',
    text: toToml(parse(text)),
  })),
)

const snippet = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    ',',
    '\n',
    '\t',
    '&a ',
    '*a',
    '!!x ',
    '<<: ',
    '---\n',
    '%',
    '|',
    '>',
    '# ',
    '{{a}}',
    '\0',
    '\uD800',
    '\\',
    '__proto__',
    '=',
    '[[',
    'x-',
    '- ',
    '? ',
  ),
  fc.string({ maxLength: 4 }),
)

/** A text with a few pieces cut out and a few put in. */
const mutant = fc
  .tuple(seed, fc.array(fc.tuple(fc.nat(2000), fc.nat(3), snippet), { minLength: 1, maxLength: 4 }))
  .map(([{ file, text }, edits]) => {
    let edited = text
    for (const [at, cut, insert] of edits) {
      const start = at % (edited.length + 1)
      edited = edited.slice(0, start) + insert + edited.slice(start + cut)
    }
    return { file, text: edited }
  })

const READERS = [readPolicy, readTestFile] as const

function check(source: Source & { readonly text: string }): void {
  for (const read of READERS) {
    const answer = read(source)
    if (answer.ok) continue
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
  }
}

test('whatever a file says, the readers answer, and every problem has a place in the text', () => {
  fc.assert(fc.property(mutant, check), { numRuns: 3000 })
})

test('reading the same text twice gives the same answer', () => {
  fc.assert(
    fc.property(mutant, (source) => {
      const first = readPolicy(source)
      const second = readPolicy(source)
      expect(second).toEqual(first)
    }),
    { numRuns: 500 },
  )
})
