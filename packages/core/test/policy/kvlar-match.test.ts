import { describe, expect, test } from 'vitest'
import { placesOf, problemOf, ruleOf, ruleWith } from '../policy-problems.ts'

describe('match_on', () => {
  test('a rule without match_on covers every tool call, resource read and prompt', () => {
    expect(ruleOf('effect: {type: allow}').match).toEqual({
      actionTypes: ['tool_call', 'resource_read', 'prompt_get'],
    })
  })

  test('patterns over action types are resolved when the policy loads', () => {
    const rule = ruleOf('match_on: {action_types: ["resource_*", sampling]}\neffect: {type: allow}')
    expect(rule.match.actionTypes).toEqual(['resource_read', 'resource_subscribe', 'sampling'])
  })

  test('an action type that does not exist is an error with the type that was meant', () => {
    const problem = problemOf('match_on: {action_types: [tool-call]}\neffect: {type: allow}')
    expect(problem).toContain('POLICY_BAD_ACTION_TYPE')
    expect(problem).toContain('did you mean `tool_call`?')
  })

  test('every list of names takes patterns; text without metacharacters is exact', () => {
    const rule = ruleOf(`match_on:
  resources: [read, "write_?"]
  agent_ids: ["ops-*"]
  servers: [files]
  targets: ["orders/*"]
  principals: {ids: ["ana@*"], kinds: [user, agent], roles: [support]}
effect: {type: allow}`)
    expect(rule.match).toMatchObject({
      resources: [
        { kind: 'exact', text: 'read' },
        { kind: 'glob', text: 'write_?' },
      ],
      agentIds: [{ kind: 'glob', text: 'ops-*' }],
      servers: [{ kind: 'exact', text: 'files' }],
      targets: [{ kind: 'glob', text: 'orders/*' }],
      principals: { ids: [{ kind: 'glob', text: 'ana@*' }], kinds: ['user', 'agent'], roles: ['support'] },
    })
  })

  test('an empty list is an error, because the rule could never match', () => {
    expect(problemOf('match_on: {resources: []}\neffect: {type: allow}')).toContain(
      '`resources` is an empty list',
    )
  })

  test('a single text where a list is due is an error that shows the list', () => {
    expect(problemOf('match_on: {resources: "read_*"}\neffect: {type: allow}')).toContain(
      'write `["read_*"]`',
    )
  })

  test('an empty match_on key is an error and not a rule that matches everything', () => {
    expect(placesOf(ruleWith('match_on:\neffect: {type: allow}'))).toEqual(['4:14 POLICY_WRONG_TYPE'])
  })

  test('parameters become regular expressions, each with its place', () => {
    const rule = ruleOf(`match_on:
  parameters: {sql: '(?i)\\bDROP\\b', x-name: a}
effect: {type: deny, reason: no}`)
    expect(rule.match.condition).toEqual({
      kind: 'all',
      of: [
        {
          kind: 'parameter_regex',
          name: 'sql',
          pattern: String.raw`(?i)\bDROP\b`,
          origin: { file: 'policy.yaml', line: 5, column: 20 },
        },
        {
          kind: 'parameter_regex',
          name: 'x-name',
          pattern: 'a',
          origin: { file: 'policy.yaml', line: 5, column: 41 },
        },
      ],
    })
  })

  test.each(['resources: ["get_[z-a]"]', 'servers: ["[9-0]"]', 'action_types: ["tool_[z-a]"]'])(
    'a name pattern that does not parse is an error: %s',
    (match) => {
      expect(problemOf(`match_on: {${match}}\neffect: {type: deny, reason: no}`)).toContain('POLICY_BAD_GLOB')
    },
  )

  test('a regular expression that does not parse is an error, not a rule that never matches', () => {
    expect(problemOf(`match_on: {parameters: {sql: '('}}\neffect: {type: deny, reason: no}`)).toContain(
      'POLICY_BAD_REGEX',
    )
    expect(problemOf(`match_on: {parameters: {sql: '(?=x)'}}\neffect: {type: deny, reason: no}`)).toContain(
      'POLICY_BAD_REGEX',
    )
  })
})

describe('words and ignore_case', () => {
  const deny = 'effect: {type: deny, reason: r}'

  test('words are folded, each one once; a rule by words covers tool calls where it names no action types', () => {
    expect(ruleOf(`match_on: {words: [Delete, drop, DELETE]}\n${deny}`).match).toEqual({
      actionTypes: ['tool_call'],
      words: ['delete', 'drop'],
    })
    expect(ruleOf(`match_on: {words: [x], action_types: [prompt_get]}\n${deny}`).match.actionTypes).toEqual([
      'prompt_get',
    ])
    expect(ruleOf(`match_on: {resources: [x], ignore_case: true}\n${deny}`).match.ignoreCase).toBe(true)
    expect('ignoreCase' in ruleOf(`match_on: {resources: [x], ignore_case: false}\n${deny}`).match).toBe(
      false,
    )
  })

  test('an allow rule by words is refused where the words stand', () => {
    const text = ruleWith('match_on: {words: [get]}\neffect: {type: allow}')
    expect(placesOf(text)).toEqual(['4:16 POLICY_WORDS_IN_ALLOW'])
    expect(problemOf('match_on: {words: [get]}\neffect: {type: allow}')).toContain('`get_and_delete`')
  })

  test.each([
    ['[delete_file]', '`delete`, `file` in its place'],
    ['[deleteFile]', '`delete`, `file` in its place'],
    ['[s3]', '`s`, `3` in its place'],
    ['[$changing_word]', '`$changing_words`'],
    ['["*"]', 'POLICY_BAD_VALUE'],
    ['[löschen]', 'letters a to z'],
    ['[]', 'POLICY_BAD_VALUE'],
    ['delete', 'POLICY_WRONG_TYPE'],
  ])('words: %s is refused', (words, expected) => {
    expect(problemOf(`match_on: {words: ${words}}\n${deny}`)).toContain(expected)
  })

  test('ignore_case without resources is refused', () => {
    expect(problemOf(`match_on: {ignore_case: true}\n${deny}`)).toContain('`resources`')
    expect(problemOf(`match_on: {resources: [x], ignore_case: yes}\n${deny}`)).toContain('POLICY_WRONG_TYPE')
  })
})
