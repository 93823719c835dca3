import { nearest } from '@kvlar/core/text'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const OPERATORS = [
  'equals',
  'eq',
  'in',
  'not_in',
  'one_of',
  'path_within',
  'path_matches',
  'less_than',
  'at_least',
]
const FLAGS = ['--policy', '--parameters', '--principal-id', '--principal-kind', '--explain', '--state']
const SHELLS = ['bash', 'zsh', 'fish', 'powershell']

describe('a suggestion', () => {
  test.each([
    ['path_in', OPERATORS, 'path_within'],
    ['path_match', OPERATORS, 'path_matches'],
    ['path_wthin', OPERATORS, 'path_within'],
    ['equls', OPERATORS, 'equals'],
    ['lessthan', OPERATORS, 'less_than'],
    ['--params', FLAGS, '--parameters'],
    ['--param', FLAGS, '--parameters'],
    ['--pollicy', FLAGS, '--policy'],
    ['filesytem', ['filesystem', 'fetch', 'git'], 'filesystem'],
    ['bsh', SHELLS, 'bash'],
    ['zhs', SHELLS, 'zsh'],
    ['FISH', SHELLS, 'fish'],
  ])('for `%s` is the word that was meant', (word, known, meant) => {
    expect(nearest(word, known)).toBe(meant)
  })

  test.each([
    ['tcsh', SHELLS],
    ['ksh', SHELLS],
    ['csh', SHELLS],
    ['nu', SHELLS],
    ['--dry-run', FLAGS],
    ['--prams-of-the-call', FLAGS],
    ['gt', OPERATORS],
    ['', OPERATORS],
    ['path', OPERATORS],
    ['p'.repeat(100_000), OPERATORS],
  ])('for another word such as `%.20s` is none', (word, known) => {
    expect(nearest(word, known)).toBeUndefined()
  })

  test('for a word with one letter too many, too few or another one is that word, if no other is as near', () => {
    const known = ['parameters', 'resources', 'conditions', 'description']
    const letters = fc.stringMatching(/^[a-z]$/)
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.nat(8),
        letters,
        fc.constantFrom(0, 1),
        (word, at, letter, cut) => {
          const wrong = word.slice(0, at + 1) + letter + word.slice(at + 1 + cut)
          expect(nearest(wrong, known)).toBe(word)
          expect(nearest(word.slice(0, at) + word.slice(at + 1), known)).toBe(word)
        },
      ),
    )
  })
})
