import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { RIDING_ARGUMENTS, SHELL_FAMILIES } from './shell-families.ts'

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
