import { describe, expect, test } from 'vitest'
import { readShell, type ShellCommand } from '@kvlar/core/readings'
import { runInShell, STUBS } from '../real-shells.ts'

/** A linear congruential generator: the same texts in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * below)
  }
}

/** Pieces from which command lines are made: what shells give a meaning to, and what they do not. */
const PIECES = [
  ...STUBS.flatMap((name) => [name, `${name} `]),
  ' ',
  ' ',
  '  ',
  '\t',
  '\n',
  ';',
  ' ; ',
  '&&',
  ' && ',
  '||',
  ' || ',
  '|',
  ' | ',
  '&',
  '\n\n',
  "'",
  '"',
  "''",
  '""',
  "'a b'",
  '"a b"',
  "'$x'",
  '"$"',
  '"a$"',
  '"\\""',
  '"\\\\"',
  '"\\$x"',
  '"\\a"',
  '"\\`"',
  "'\n'",
  '"\n"',
  '"\t"',
  "'!'",
  '"! "',
  '"a!"',
  "'*'",
  '"*"',
  '"~"',
  "'#'",
  '"a;b"',
  "'a|b'",
  '"a&&b"',
  '\\ ',
  '\\"',
  "\\'",
  '\\;',
  '\\|',
  '\\&',
  '\\$',
  '\\*',
  '\\\\',
  '\\#',
  '\\~',
  '\\!',
  '\\{',
  '\\(',
  '\\<',
  '\\a',
  '\\\n',
  '2>&1',
  '>/dev/null',
  '2>/dev/null',
  '> /dev/null',
  '</dev/null',
  '1>&2',
  '>&2',
  '>>/dev/null',
  '>& 2',
  '2>',
  '0</dev/null',
  '{}',
  '{1}',
  '{a}',
  'a{b}c',
  '{a,b}',
  '{1..3}',
  '@{0}',
  '{',
  '}',
  '{fd}',
  '{a}{b}',
  ',',
  '{a},{b}',
  'HEAD^',
  '^',
  '^2',
  'a^',
  '~',
  '~1',
  'HEAD~1',
  'a=~',
  'a:~',
  '=a',
  'a=b',
  '--a=b',
  '#',
  'a#b',
  '%',
  '%h',
  '+x',
  ':',
  '@',
  '!',
  'a!',
  '*',
  '?',
  '[',
  ']',
  '[a]',
  '[ ',
  '$',
  '$x',
  '$(',
  ')',
  '(',
  '`',
  '$((1))',
  '${x}',
  "$'a'",
  '$"a"',
  '<(a)',
  '-',
  '--',
  '-a',
  '-n5',
  'é',
  'ж',
  '\u00a0',
  '—',
  '1',
  '2',
  '3',
  '12',
  '.',
  './a',
  '/',
  '..',
  'if',
  'then',
  'fi',
  'do',
  'time',
  'in',
  'case',
  'a()',
] as const

/** Command lines that the reading takes for certain, from random pieces. */
function certainTexts(seed: number, count: number): readonly string[] {
  const random = generator(seed)
  const texts = new Set<string>()
  for (let tries = 0; texts.size < count && tries < count * 400; tries += 1) {
    const length = 1 + random(9)
    let text = random(3) === 0 ? '' : `${STUBS[random(STUBS.length)] ?? ''} `
    for (let index = 0; index < length; index += 1) text += PIECES[random(PIECES.length)] ?? ''
    if (readShell(text).doubts.length === 0) texts.add(text)
  }
  return [...texts]
}

/** What a shell runs of these commands when every stub but those with `f` succeeds and nothing else exists. */
function expectedRuns(commands: readonly ShellCommand[]): readonly string[] {
  const ran: string[] = []
  let status = 0
  let isSkipped = false
  for (const { connector, words } of commands) {
    if (connector !== '|') isSkipped = connector === '&&' ? status !== 0 : connector === '||' && status === 0
    if (isSkipped) continue
    const argv = words.map(({ text }) => text)
    const isStub = (STUBS as readonly string[]).includes(argv[0] ?? '')
    if (isStub) ran.push(argv.join('\0'))
    status = isStub && !argv[0]?.startsWith('f') ? 0 : 1
  }
  return ran.toSorted()
}

const SEED = Number(process.env['KVLAR_TEST_SEED'] ?? 1)
const COUNT = Number(process.env['KVLAR_TEST_CASES'] ?? 300)

describe('what is read without a doubt is what a real shell runs', () => {
  const texts = certainTexts(SEED, COUNT)

  test('the texts are many and use quotes, escapes, pipes and sequences', () => {
    expect(texts.length).toBe(COUNT)
    for (const piece of ["'", '"', '\\', '|', ';', '&&', '\n', '>', '{', '^'])
      expect(texts.filter((text) => text.includes(piece)).length).toBeGreaterThan(3)
  })

  for (const shell of ['/bin/sh', '/bin/bash'])
    test(`${shell} hands every program the words of the reading, and runs nothing else`, () => {
      const seen = runInShell(shell, texts)
      const differing = texts.flatMap((text, index) => {
        const expected = expectedRuns(readShell(text).commands)
        return JSON.stringify(expected) === JSON.stringify(seen[index])
          ? []
          : [{ text, expected, seen: seen[index] }]
      })
      expect(differing).toEqual([])
    })
})
