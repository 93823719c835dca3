import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type Glob, parseGlob } from '@kvlar/core'
import { oracleGlob } from '../oracle.ts'

const glob = (source: string): Glob => {
  const parsed = parseGlob(source)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.glob
}

const matching: readonly (readonly [string, string])[] = [
  ['read_file', 'read_file'],
  ['*', ''],
  ['*', 'a/b.c'],
  ['read_*', 'read_'],
  ['*_file', '_file'],
  ['a*b*c', 'a-b-b-c'],
  ['?', '😀'],
  ['[abc]x', 'bx'],
  ['[!abc]x', 'dx'],
  ['[a-c]', 'b'],
  ['[]]', ']'],
  ['[!]]', 'x'],
  ['[-a]', '-'],
  ['[a-]', '-'],
  ['[é-ü]', 'ö'],
  ['a.b', 'a.b'],
  ['file[1', 'file[1'],
  ['a*[1', 'a*[1'],
  ['?', '\n'],
]

const differing: readonly (readonly [string, string])[] = [
  ['read_file', 'READ_FILE'],
  ['read_file', 'read_file '],
  ['a.b', 'axb'],
  ['*', 'a\nb'],
  ['read_*', 'read_a\n'],
  ['*_file', '\n_file'],
  ['?', ''],
  ['??', '😀'],
  ['[!abc]', 'a'],
  ['[a-c]', 'd'],
  ['file[1', 'file1'],
  ['a*[1', 'ax[1'],
  ['a*b', 'a'],
  ['ab*ba', 'aba'],
]

test.each(matching)('the glob %j covers the name %j', (source, name) => {
  expect(glob(source).test(name)).toBe(true)
})

test.each(differing)('the glob %j does not cover the name %j', (source, name) => {
  expect(glob(source).test(name)).toBe(false)
})

test('a range that runs backwards is a problem', () => {
  expect(parseGlob('[z-a]')).toMatchObject({ ok: false })
})

const piece = fc.constantFrom(
  '*',
  '?',
  'a',
  'b',
  'ab',
  '.',
  '/',
  '\n',
  '😀',
  '[ab]',
  '[!a]',
  '[a-y]',
  '[',
  ']',
  '!',
  '-',
  '\\',
)

test('a glob and the expression it stands for agree on random names', () => {
  const source = fc.array(piece, { maxLength: 7 }).map((parts) => parts.join(''))
  const name = fc
    .array(fc.constantFrom('a', 'b', 'z', '.', '/', '\n', '😀', '[', ']', '-', '\\', '*'), { maxLength: 9 })
    .map((parts) => parts.join(''))
  let covered = 0
  fc.assert(
    fc.property(source, fc.array(name, { minLength: 10, maxLength: 10 }), (text, names) => {
      const parsed = parseGlob(text)
      if (!parsed.ok) return
      for (const candidate of names) {
        const expected = oracleGlob(text).test(candidate)
        if (expected) covered += 1
        expect(parsed.glob.test(candidate)).toBe(expected)
      }
    }),
    { numRuns: 3000 },
  )
  expect(covered).toBeGreaterThan(500)
})

test('what a glob says every matching name starts and ends with is so', () => {
  const source = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(
      source,
      fc.string({ unit: fc.constantFrom('a', 'b', '.', '😀', ']'), maxLength: 8 }),
      (text, name) => {
        const parsed = parseGlob(text)
        if (!parsed.ok || !parsed.glob.test(name)) return
        expect(name.startsWith(parsed.glob.head)).toBe(true)
        expect(name.endsWith(parsed.glob.tail)).toBe(true)
        if (parsed.glob.only !== undefined) expect(name).toBe(parsed.glob.only)
      },
    ),
    { numRuns: 5000 },
  )
})

test('a glob reads a name at most once per position of the pattern', () => {
  // Counted in reads, not in time: the bound is pattern × name.
  const pattern = `${'*a'.repeat(20)}*b[ab]`
  const reads = vi.spyOn(String.prototype, 'codePointAt')
  const compiled = glob(pattern)
  for (const name of [`${'a'.repeat(1000)}b`, `${'a'.repeat(500)}\n${'a'.repeat(500)}b`]) {
    reads.mockClear()
    const covered = compiled.test(name)
    const steps = reads.mock.calls.length
    expect(covered).toBe(false)
    expect(steps).toBeGreaterThan(500)
    expect(steps).toBeLessThan(2 * (pattern.length + 1) * (name.length + 1))
  }
  reads.mockRestore()
})
