import { describe, expect, test } from 'vitest'
import { loadPolicy } from '@kvlar/core'
import { SECRET_FILES } from '@kvlar/core/readings'
import { conditionOf, problemOf, ruleWith } from '../policy-problems.ts'
import { truthOf } from '../rule-builders.ts'

const truth = (yaml: string, path: string) => {
  const condition = conditionOf(yaml)
  if (condition === undefined) throw new Error('no condition')
  return truthOf(condition, { path })
}

describe('path conditions of a policy', () => {
  test('`$secret_files` stands for its globs, and changes the digest when they change', () => {
    expect(conditionOf('{field: path, operator: path_matches, value: $secret_files}')).toMatchObject({
      operator: 'path_matches',
      value: SECRET_FILES,
    })
    const digestOf = (value: string) =>
      loadPolicy({
        file: 'policy.yaml',
        text: ruleWith(
          `match_on: {conditions: [{field: path, operator: path_matches, value: ${value}}]}\neffect: {type: allow}`,
        ),
      }).digest
    expect(digestOf('[$secret_files]')).toBe(digestOf(JSON.stringify(SECRET_FILES)))
    expect(digestOf('[$secret_files]')).not.toBe(digestOf(JSON.stringify(SECRET_FILES.slice(1))))
  })

  test('below a folder but not below .git at any depth is one line', () => {
    const line = "{field: path, operator: path_within, value: /srv/work, except: ['**/.git/**']}"
    expect(truth(line, '/srv/work/a/b.ts')).toBe('true')
    expect(truth(line, '/srv/work/a/.git/config')).toBe('false')
    expect(truth(line, '/srv/work/.git')).toBe('false')
    expect(truth(line, '/srv/work/a/../.git/hooks')).toBe('false')
    expect(truth(line, '/srv/work/a/.GIT/config')).toBe('error')
    expect(truth(line, '/srv/other')).toBe('false')
    expect(truth(line, 'a/b.ts')).toBe('error')
  })

  test('relative paths are inside where the rule says so and they do not climb', () => {
    const line = "{field: path, operator: path_within, value: /srv, relative: true, except: ['**/.git/**']}"
    expect(truth(line, 'src/main.ts')).toBe('true')
    expect(truth(line, './a/../b')).toBe('true')
    expect(truth(line, '/srv/a')).toBe('true')
    expect(truth(line, '.git/config')).toBe('false')
    expect(truth(line, '/etc/a')).toBe('false')
    for (const path of ['../a', 'a/../../b', '~/a', 'a/%2e%2e/b', 'C:a', '', 'a\nb', 'file:a'])
      expect([path, truth(line, path)]).toEqual([path, 'error'])
  })

  test.each([
    ['{field: a, operator: equals, value: b, relative: true}', 'POLICY_BAD_VALUE', 'path_within'],
    ['{field: a, operator: path_matches, value: "a/*"}', 'POLICY_BAD_PATH', 'begins with'],
    ['{field: a, operator: path_matches, value: [$secret_file]}', 'POLICY_BAD_PATH', '$secret_files'],
    ['{field: a, operator: path_matches, value: ["!**/a"]}', 'POLICY_BAD_PATH', 'matches nothing'],
    ['{field: a, operator: path_matches, value: ["**/{a,b}"]}', 'POLICY_BAD_PATH', 'one glob for each'],
    [
      '{field: a, operator: path_matches, value: "**/a", except: ["**/b"]}',
      'POLICY_BAD_VALUE',
      'path_within',
    ],
    ['{field: a, operator: path_within, value: /srv, except: ["b"]}', 'POLICY_BAD_PATH', 'begins with'],
  ])('%s is refused', (condition, code, words) => {
    const problem = problemOf(`match_on: {conditions: [${condition}]}\neffect: {type: allow}`)
    expect(problem).toContain(code)
    expect(problem).toContain(words)
  })
})
