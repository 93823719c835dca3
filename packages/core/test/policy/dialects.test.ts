import { loadPolicy } from '@kvlar/core'
import { expect, test } from 'vitest'
import { placesOf, problemsOf } from '../policy-problems.ts'

test.each([
  ['name: p\nrules: []\n', 'kvlar'],
  ['policies: []\n', 'kavach'],
  ['policy: [{name: a, effect: permit, conditions: []}]\n', 'kavach'],
  ['rules: [{tool: "*"}]\n', 'approvekit'],
  ['default_timeout: 60\nrules: []\n', 'approvekit'],
])('the format is recognised by its shape: %j', (text, dialect) => {
  expect(loadPolicy({ file: 'p.yaml', text }).dialect).toBe(dialect)
})

test.each([
  ['rules:\n- tool: "*"\n- id: a\n  effect: {type: allow}\n', '3:3'],
  ['name: p\nrules:\n- id: a\n  tool: a\n  effect: {type: allow}\n', '4:3'],
  ['policies: []\nrules:\n- id: a\n', '3:3'],
  ['policies:\n- name: a\n  match_on: {}\n', '3:3'],
  ['name: p\nrules:\n- id: a\n  effect: permit\n', '4:3'],
  ['default_timeout: 60\nname: p\nrules:\n- id: a\n', '4:3'],
])('a file that mixes two formats is refused where the second begins: %j', (text, place) => {
  expect(placesOf(text)).toEqual([`${place} POLICY_MIXED_DIALECTS`])
})

test('the message on mixed formats names both keys and both formats', () => {
  const [problem] = problemsOf({ file: 'p.yaml', text: 'rules:\n- tool: "*"\n- id: a\n' })
  expect(problem?.message).toBe(
    "`id` belongs to Kvlar's format, but `tool` in line 2 to ApproveKit's; refusing the file",
  )
})

test('a misspelt top-level key is compared with those of all formats', () => {
  for (const [key, meant] of [
    ['polciies', 'policies'],
    ['rulse', 'rules'],
    ['defualt_timeout', 'default_timeout'],
    ['extend', 'extends'],
  ]) {
    const [problem] = problemsOf({ file: 'p.yaml', text: `${key}: []\n` })
    expect(problem?.help).toBe(`did you mean \`${meant}\`?`)
  }
})

test.each(['- a\n', '"text"\n', '5\n', '[]', 'null'])(
  'a document that is not a map is refused: %j',
  (text) => {
    expect(placesOf(text)).toEqual([expect.stringMatching(/POLICY_(WRONG_TYPE|EMPTY)/)])
  },
)
