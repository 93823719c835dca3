import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { RIDING_ARGUMENTS, SHELL_FAMILIES } from './families/shell.ts'

const NAMES = ['shell', 'developer'] as const

describe.each(NAMES)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')

  it.each(Object.entries(SHELL_FAMILIES))('allows nothing of the family: %s', (_family, commands) => {
    expect(commands.filter((command) => decide('run_command', { command }).outcome === 'allow')).toEqual([])
  })

  it('allows no argument that changes what runs beside a granted command', () => {
    const values = ['.', '/', 'id', ['id'], { a: 'id' }, true, 1, '']
    const calls = RIDING_ARGUMENTS.split(' ').flatMap((argument) =>
      values.map((value) => ({ command: 'ls', [argument]: value })),
    )
    expect(calls.length).toBeGreaterThan(200)
    expect(calls.filter((call) => decide('run_command', call).outcome === 'allow')).toEqual([])
  })

  it('allows no granted command in a hidden folder, and no git but at the top', () => {
    const hidden = '.config .docker .x a/.m2 a/../.local .git .ssh x/.y/z ../a'.split(' ')
    const others = 'vendor/x a node_modules/y'.split(' ')
    const looks =
      'ls|cat config.json|cat hosts.yml|head -1 token|pwd|wc -l a|sort b|file c|grep a b|jq . config.json'
    const gits = ['git status', 'git show HEAD:hosts.yml']
    const places = (commands: readonly string[], folders: readonly string[]) =>
      commands.flatMap((command) => folders.map((folder) => ({ command, folder: `/workspace/${folder}` })))
    const calls = [...places([...looks.split('|'), ...gits], hidden), ...places(gits, others)]
    const isAllowed = (tool: string, command: JsonValue, place: JsonObject): boolean =>
      decide(tool, { command, ...place }).outcome === 'allow'
    const allowed = calls.filter(
      ({ command, folder }) =>
        isAllowed('run_command', command, { workdir: folder }) ||
        isAllowed('run_command', command, { directory: folder }) ||
        isAllowed('shell_execute', command.split(' '), { directory: folder }),
    )
    expect(calls.length * 3).toBeGreaterThanOrEqual(200)
    expect(allowed).toEqual([])
  })

  it('allows no list of words that a server takes apart', () => {
    const operators = '> >> < << <> >| 2> 2>> &> &>> >& 2>&1 | |& || && ; & ;; ( ) <<<'.split(' ')
    const words = operators.flatMap((operator) => ['', ' ', '\t'].map((blank) => blank + operator))
    const calls = words.flatMap((word) => [
      ['echo', 'evil', word, 'x.txt'],
      ['cat', 'a', word, 'x.txt'],
      ['ls', word, 'x.txt'],
      ['git', 'status', word, 'x.txt'],
    ])
    expect(calls.length).toBeGreaterThanOrEqual(200)
    expect(calls.filter((command) => decide('shell_execute', { command }).outcome === 'allow')).toEqual([])
  })

  it('allows no list of words that names a file with credentials or another program', () => {
    const words = Object.values(SHELL_FAMILIES).flatMap((family) =>
      family.slice(0, 400).map((command) => command.split(' ')),
    )
    // Where no shell reads the words, what only a shell gives a meaning to is the name of a file.
    const isNamed = (command: readonly string[]) =>
      command.some((word) =>
        /^(?:\.\/|x\/\.\.\/)?(?:\S+\/)?(?:\.env|id_rsa|shadow|server\.key)(?:\/\.)?$/.test(word),
      )
    const named = words.filter(isNamed)
    expect(named.length).toBeGreaterThan(200)
    expect(named.filter((command) => decide('shell_execute', { command }).outcome === 'allow')).toEqual([])
  })
})

it('Each family has 200 different commands or more', () => {
  const counts = Object.entries(SHELL_FAMILIES).map(([family, commands]) => [family, new Set(commands).size])
  expect(counts.filter(([, count]) => Number(count) < 200)).toEqual([])
})
