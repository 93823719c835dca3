import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRegex, type Regex } from '@kvlar/core'
import { nativeRegex } from '../oracle.ts'

const regex = (source: string): Regex => {
  const parsed = parseRegex(source)
  if (!parsed.ok) throw new Error(`${source}: ${parsed.problem}`)
  return parsed.regex
}

const found: readonly (readonly [string, string])[] = [
  ['DROP\\s+TABLE', 'DROP\u00a0TABLE'],
  ['DROP\\s+TABLE', 'DROP\u2003\u000bTABLE'],
  ['DROP[\\s]TABLE', 'DROP\u3000TABLE'],
  ['\\d', '٣'],
  ['[\\d]', '٣'],
  ['^\\w+$', 'été_٣'],
  ['^[^\\W]+$', 'हि'],
  ['(?i)\\bDROP\\b', 'é; drop'],
  ['\\bété\\b', 'un été chaud'],
  ['(?i)k', '\u212a'],
  ['(?i)\\bk\\b', 'é \u212a'],
  ['\\B-\\B', 'é --é'],
  ['b', 'abc'],
  ['^b$', 'b'],
  ['(?m)^é\\b', 'a\né b'],
  ['(?s)a.b', 'a\nb'],
  ['(?s:a.b)|c.d', 'c-d'],
  ['\\x{e9}\\x41', 'éA'],
  ['\\p{Greek}', 'α'],
  ['\\p{^Greek}', 'a'],
  ['[^\\p{Greek}x]', 'a'],
  ['[[:alpha:]_]', '_'],
  ['\\B[[:^alpha:]]é', '-é'],
  ['[]a]', ']'],
  ['a{2,}', 'aaa'],
  ['(?P<n>a)(?<m>b)', 'ab'],
  ['\\ba_b\\b', 'é a_b'],
  ['\\b_\\b', 'é _ é'],
  ['\\p{P}é', '_é'],
]

const missed: readonly (readonly [string, string])[] = [
  ['^\\S+$', 'a\u00a0b'],
  ['^\\D+$', 'a٣'],
  ['\\W', 'été'],
  ['\\bDROP\\b', 'éDROP'],
  ['\\bDROP\\b', 'DROPé'],
  ['\\bété\\b', 'étés'],
  ['\\b_\\b', 'é_é'],
  ['\\B', 'é'],
  ['^b$', 'b\n'],
  ['a.b', 'a\nb'],
  ['(?s:a.b)|c.d', 'c\nd'],
  ['\\ba\\b', 'a\u0301'],
  ['\\b__', 'é_'],
]

test.each(found)('the regex %j is found in %j', (source, text) => {
  expect(regex(source).test(text)).toBe(true)
})

test.each(missed)('the regex %j is not found in %j', (source, text) => {
  expect(regex(source).test(text)).toBe(false)
})

test.each([
  ['(?=a)', 'look-around'],
  ['(?<!a)b', 'look-around'],
  ['(a)\\1', 'back-references'],
  ['(?P<n>a)\\k<n>', 'back-references'],
  ['(?x)a b', 'flag'],
  ['(?u)a', 'flag'],
  ['(?R)a', 'flag'],
  ['[a&&b]', '&&'],
  ['[a--b]', ''],
  ['[a~~b]', '~~'],
  ['[a[b]]', '['],
  ['\\<a\\>', 'word boundary'],
  ['\\b{start}a', 'another meaning'],
  ['[\\b]', 'another meaning'],
  ['\\Qa\\E', 'escape'],
  ['\\C', 'escape'],
  ['a{,3}', '`{`'],
  ['{', '`{`'],
  ['a**', ''],
  ['(', ''],
  [')', ''],
  ['[z-a]', 'backwards'],
  ['[\\d-z]', 'range'],
  ['\\p{Nope}', 'Nope'],
  ['a\\', 'backslash'],
  ['[a', ']'],
  ['\\x{110000}', 'code point'],
  ['((a{100}){100}){100}', ''],
  ['a'.repeat(5000), 'longer'],
])('the regex %j is a problem when the policy is loaded', (source, word) => {
  const parsed = parseRegex(source)
  expect(parsed.ok).toBe(false)
  if (!parsed.ok) expect(parsed.problem).toContain(word)
})

test('a regex that makes backtracking engines hang answers on 50,000 characters', () => {
  expect(regex('^(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false)
  expect(regex('(a|aa)*b').test('a'.repeat(50_000))).toBe(false)
  expect(regex('\\b(é+)+\\b!').test('é'.repeat(50_000))).toBe(false)
})

const atom = fc.constantFrom(
  'a',
  '_',
  'é',
  'k',
  '-',
  '.',
  '\\s',
  '\\S',
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '[a_]',
  '[^a]',
  '[\\w\\-]',
  '[^\\w]',
  '[\\W_]',
  '[^\\W_]',
  '[^\\d\\s]',
  '[\\D]',
  '\\p{L}',
  '\\P{L}',
  '[^\\p{L}]',
  '\\b',
  '\\B',
  '^',
  '$',
  '(?:a|_)',
  '(?:\\b|x)',
)
const quantified = fc
  .tuple(atom, fc.constantFrom('', '', '', '?', '*', '+', '{2}'))
  .map(([text, times]) => (/^(?:\\[bB]|[$^])$/.test(text) ? text : text + times))
const source = fc
  .tuple(fc.constantFrom('', '', '(?i)'), fc.array(quantified, { minLength: 1, maxLength: 5 }))
  .map(([flags, parts]) => flags + parts.join(''))
const subject = fc.string({
  unit: fc.constantFrom(
    'a',
    'A',
    '_',
    'é',
    '-',
    ' ',
    '\u00a0',
    '1',
    '٣',
    '\u0301',
    '\n',
    '😀',
    '𝒜',
    '\u212a',
  ),
  maxLength: 8,
})

test('classes and boundaries mean what Unicode says, held against the platform on random patterns', () => {
  let hits = 0
  let tried = 0
  fc.assert(
    fc.property(source, fc.array(subject, { minLength: 8, maxLength: 8 }), (pattern, subjects) => {
      const compiled = regex(pattern)
      for (const text of subjects) {
        // The platform looks for `\B` inside surrogate pairs too, where there is no position between characters.
        if (/\\[bB]/.test(pattern) && /[\u{10000}-\u{10ffff}]/u.test(text)) continue
        const expected = nativeRegex(pattern).test(text)
        tried += 1
        if (expected) hits += 1
        expect(compiled.test(text), `${pattern} in ${JSON.stringify(text)}`).toBe(expected)
      }
    }),
    { numRuns: 1000 },
  )
  expect(hits).toBeGreaterThan(tried / 20)
  expect(hits).toBeLessThan(tried - tried / 20)
})
