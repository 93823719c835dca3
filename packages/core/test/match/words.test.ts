import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spelledWords, wordsOf } from '@kvlar/core'
import { oracleWords } from '../oracle.ts'

test.each([
  ['getURLPath', ['get', 'url', 'path']],
  ['delete_file', ['delete', 'file']],
  ['Delete-File', ['delete', 'file']],
  ['fs.delete/all:now', ['fs', 'delete', 'all', 'now']],
  ['drop2tables', ['drop', '2', 'tables']],
  ['S3Bucket', ['s', '3', 'bucket']],
  ['HTTPServerURL', ['http', 'server', 'url']],
  ['deletefile', ['deletefile']],
  ['delete file; rm', ['delete', 'file', 'rm']],
  ['__', []],
  ['', []],
])('the words of %j are %j', (name, words) => {
  expect(wordsOf(name)).toEqual(words)
})

test('a name has the same words however they are joined', () => {
  const word = fc.stringMatching(/^[a-z]{2,8}$/)
  const separator = fc.constantFrom('_', '-', '.', '/', ':', '__', ' ')
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), separator, (words, joint) => {
      expect(wordsOf(words.join(joint))).toEqual(words)
      expect(wordsOf(words.map(capital).join(''))).toEqual(words)
      expect(wordsOf(words.join(joint).toUpperCase())).toEqual(words)
    }),
  )
})

test('a name with anything but printable ASCII has no certain words', () => {
  for (const name of [
    'dеlete_file',
    'löschen',
    'delete\u200bfile',
    'ｄelete',
    'ⓓelete',
    'del\u0000ete',
    'a\n',
  ])
    expect(wordsOf(name)).toBeUndefined()
})

test('no way to mix capitals hides a word', () => {
  const mixed = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(mixed, (capitals) => {
      const name = Array.from('delete', (letter, at) => (capitals[at] ? letter.toUpperCase() : letter))
      expect(spelledWords(`x_${name.join('')}_y`)).toContain('delete')
    }),
  )
  expect(spelledWords('DELETEfile')).toContain('delete')
  expect(spelledWords('DELETEfile')).toContain('file')
  expect(spelledWords('Format')).not.toContain('ormat')
  expect(spelledWords('löschen')).toBeUndefined()
})

test('names of every form have the words that a naive second reader cuts out of them', () => {
  const names = (length: number): readonly string[] =>
    length === 0 ? [''] : names(length - 1).flatMap((head) => Array.from('abAB1_', (one) => head + one))
  const sorted = (words: ReadonlySet<string> | undefined) => [...(words ?? [])].toSorted()
  for (const length of [0, 1, 2, 3, 4, 5])
    for (const name of names(length))
      expect([name, sorted(spelledWords(name))]).toEqual([name, sorted(oracleWords(name))])
})
