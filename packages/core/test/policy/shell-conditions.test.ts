import { describe, expect, test } from 'vitest'
import { SECRET_FILES } from '@kvlar/core/readings'
import { conditionOf, problemsOf, ruleWith } from '../policy-problems.ts'
import { truthOf } from '../rule-builders.ts'

const GRANT = `{syntax: posix, permit: [pipes], paths: {within: /srv/work, except: [$secret_files]},
  programs: {cat: {operands: path}, git: {subcommands: {status: {flags: ['-s']}}}}}`

function truth(command: string): string {
  const condition = conditionOf(`{field: command, operator: shell, value: ${GRANT}}`)
  if (condition === undefined) throw new Error('no condition')
  return truthOf(condition, { command })
}

describe('the operand of shell', () => {
  test('holds a command against the programs, flags and paths that it names', () => {
    expect(truth('git status -s')).toBe('true')
    expect(truth('cat /srv/work/a.txt | cat')).toBe('true')
    expect(truth('rm -rf /')).toBe('false')
    for (const command of [
      'cat /srv/work/.env',
      'cat /srv/work/../secret',
      'cat /srv/work/a; rm x',
      'git push',
      'cat $HOME/x',
      '/bin/cat /srv/work/a',
    ])
      expect([command, truth(command)]).toEqual([command, 'error'])
  })

  test('has its lists of paths written out', () => {
    expect(conditionOf(`{field: command, operator: shell, value: ${GRANT}}`)).toMatchObject({
      value: { paths: { except: SECRET_FILES } },
    })
  })

  test('each mistake is shown where it stands', () => {
    const value = '{syntax: bash, programs: {git: {flags: [status], walk: true}, sudo: {}}, permit: [pipe]}'
    const problems = problemsOf({
      file: 'policy.yaml',
      text: ruleWith(
        `match_on:\n  conditions:\n  - field: command\n    operator: shell\n    value: ${value}\neffect: {type: allow}`,
      ),
    })
    expect(problems.map(({ code }) => code)).toEqual(problems.map(() => 'POLICY_BAD_GRANT'))
    expect(problems.length).toBeGreaterThanOrEqual(5)
    for (const words of ['`walk`', 'pipes', 'sudo'])
      expect(problems.some(({ message }) => message.includes(words))).toBe(true)
    expect(new Set(problems.map(({ column }) => column)).size).toBeGreaterThan(2)
  })
})

describe('the operand of contains_secret', () => {
  test('is left out for every kind, or names kinds by any of their names', () => {
    expect(conditionOf('{field: a, operator: contains_secret}')).toMatchObject({ value: null })
    expect(conditionOf('{anywhere: {operator: contains_secret}}')).toMatchObject({ value: null })
    expect(conditionOf('{field: a, operator: contains_secret, value: [amazon, npm]}')).toMatchObject({
      value: ['aws', 'package_registry'],
    })
  })

  test('finds a secret wherever it stands in the call', () => {
    const condition = conditionOf('{anywhere: {operator: contains_secret}}')
    if (condition === undefined) throw new Error('no condition')
    const password = 'postgres://app:tr0ub4dor-and-3@db.example/app'
    expect(truthOf(condition, { a: [{ b: `see ${password}` }] })).toBe('true')
    expect(truthOf(condition, { [password]: 1 })).toBe('true')
    expect(truthOf(condition, { card: 4111111111111111 })).toBe('true')
    expect(truthOf(condition, { a: 'no secret here', n: 42 })).toBe('false')
  })
})
