import { loadPolicy, type Condition, type Rule } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { placesOf, problemsOf, ruleWith } from './policy-problems.ts'

function ruleOf(lines: string): Rule {
  const [rule] = loadPolicy({ file: 'policy.yaml', text: ruleWith(lines) }).rules
  if (rule === undefined) throw new Error('no rule')
  return rule
}

function conditionOf(yaml: string): Condition | undefined {
  return ruleOf(`match_on: {conditions: [${yaml}]}\neffect: {type: allow}`).match.condition
}

function problemOf(lines: string): string {
  const problems = problemsOf({ file: 'policy.yaml', text: ruleWith(lines) })
  expect(problems).toHaveLength(1)
  return `${problems[0]?.code} ${problems[0]?.message} ${problems[0]?.help}`
}

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

  test('a regular expression that does not parse is an error, not a rule that never matches', () => {
    expect(problemOf(`match_on: {parameters: {sql: '('}}\neffect: {type: deny, reason: no}`)).toContain(
      'POLICY_BAD_REGEX',
    )
    expect(problemOf(`match_on: {parameters: {sql: '(?=x)'}}\neffect: {type: deny, reason: no}`)).toContain(
      'POLICY_BAD_REGEX',
    )
  })
})

describe('conditions', () => {
  test.each([
    ['equals', 'equals'],
    ['eq', 'equals'],
    ['not_equals', 'not_equals'],
    ['neq', 'not_equals'],
    ['contains', 'contains'],
    ['starts_with', 'starts_with'],
    ['ends_with', 'ends_with'],
    ['matches', 'matches'],
  ])('the operator %s is %s', (written, operator) => {
    expect(conditionOf(`{field: a.b, operator: ${written}, value: text}`)).toMatchObject({
      kind: 'field',
      operator,
      value: 'text',
    })
  })

  test.each(['one_of', 'in', 'not_in'])('the operator %s takes a list', (operator) => {
    expect(conditionOf(`{field: a, operator: ${operator}, value: [1, x, null]}`)).toMatchObject({
      value: [1, 'x', null],
    })
    expect(
      placesOf(
        ruleWith(
          `match_on: {conditions: [{field: a, operator: ${operator}, value: x}]}\neffect: {type: allow}`,
        ),
      ),
    ).toEqual([expect.stringContaining('POLICY_WRONG_TYPE')])
  })

  test.each(['greater_than', 'less_than', 'at_least', 'at_most'])(
    'the operator %s takes a number',
    (operator) => {
      expect(conditionOf(`{field: a, operator: ${operator}, value: 1.5}`)).toMatchObject({
        operator,
        value: 1.5,
      })
      expect(
        problemOf(
          `match_on: {conditions: [{field: a, operator: ${operator}, value: "1"}]}\neffect: {type: allow}`,
        ),
      ).toContain('`value` must be a number, not text')
    },
  )

  test('exists and not_exists need no value and ignore one', () => {
    expect(conditionOf('{field: a, operator: exists}')).toMatchObject({ operator: 'exists', value: null })
    expect(conditionOf('{field: a, operator: not_exists, value: true}')).toMatchObject({
      operator: 'not_exists',
      value: null,
    })
  })

  test('paths and hosts may be one text or a list, and are checked', () => {
    expect(conditionOf('{field: a, operator: path_within, value: /srv/data}')).toMatchObject({
      value: ['/srv/data'],
      absent: 'error',
    })
    expect(conditionOf('{field: a, operator: url_host_in, value: [example.com]}')).toMatchObject({
      value: ['example.com'],
    })
    expect(
      problemOf(
        'match_on: {conditions: [{field: a, operator: path_within, value: data}]}\neffect: {type: allow}',
      ),
    ).toContain('POLICY_BAD_PATH')
    expect(
      problemOf(
        'match_on: {conditions: [{field: a, operator: in_domain, value: "https://x/"}]}\neffect: {type: allow}',
      ),
    ).toContain('POLICY_BAD_HOST')
  })

  test('field paths take indexes and wildcards', () => {
    expect(conditionOf(`{field: 'files[*].parts[2].name', operator: exists}`)).toMatchObject({
      path: {
        text: 'files[*].parts[2].name',
        segments: [
          { kind: 'key', key: 'files' },
          { kind: 'wildcard' },
          { kind: 'key', key: 'parts' },
          { kind: 'index', index: 2 },
          { kind: 'key', key: 'name' },
        ],
      },
    })
  })

  test.each(['a..b', '.a', 'a.', 'a[', 'a[]', 'a[-1]', 'a[x]', '[0]', 'a]b', `${'a.'.repeat(40)}a`])(
    'the field path %s is an error',
    (path) => {
      expect(
        problemOf(`match_on: {conditions: [{field: '${path}', operator: exists}]}\neffect: {type: allow}`),
      ).toContain('POLICY_BAD_FIELD_PATH')
    },
  )

  test('all, any and not nest', () => {
    expect(
      conditionOf(`{any: [{not: {field: a, operator: exists}}, {all: [{field: b, operator: exists}]}]}`),
    ).toMatchObject({
      kind: 'any',
      of: [
        { kind: 'not', of: { kind: 'field' } },
        { kind: 'all', of: [{ kind: 'field' }] },
      ],
    })
  })

  test('conditions nested beyond the bound are refused', () => {
    const nested = `${'{not: '.repeat(40)}{field: a, operator: exists}${'}'.repeat(40)}`
    expect(problemOf(`match_on: {conditions: [${nested}]}\neffect: {type: allow}`)).toContain(
      'POLICY_TOO_LARGE',
    )
  })

  test('time and state are conditions of one key', () => {
    expect(conditionOf('{rate_limit: {max: 0, window: 30d}}')).toMatchObject({
      max: 0,
      windowMs: 2_592_000_000,
    })
    expect(conditionOf('{session_age_max: 90}')).toMatchObject({ kind: 'session_age_max', maxMs: 90_000 })
    expect(conditionOf('{time_window: "22:00-06:30 Europe/Berlin"}')).toMatchObject({
      kind: 'time_window',
      startMs: 79_200_000,
      endMs: 23_400_000,
      zone: 'Europe/Berlin',
    })
    expect(conditionOf('{time_window: "09:00-18:00", x-why: office}')).toMatchObject({ zone: 'UTC' })
  })

  test.each([
    'nonsense',
    'nope-18:00',
    '09:00-lolwut',
    '9:00-18:00',
    '24:00-06:00',
    '09:60-10:00',
    '09:00-18:00 ',
    '',
    '09:00 -18:00',
  ])('the time window "%s" is an error', (window) => {
    expect(
      problemOf(`match_on: {conditions: [{time_window: "${window}"}]}\neffect: {type: allow}`),
    ).toContain('POLICY_BAD_WINDOW')
  })

  test.each(['Not/Real', '+05:30', 'Europe/Berlin2'])('the zone %s is an error', (zone) => {
    expect(
      problemOf(`match_on: {conditions: [{time_window: "09:00-18:00 ${zone}"}]}\neffect: {type: allow}`),
    ).toContain('POLICY_BAD_ZONE')
  })

  test.each(['1h30m', '0', '0s', '-1h', '1.5h', '1w', 'h', '', '400d', '99999999999s', '1 h', '1H'])(
    'the duration "%s" is an error',
    (duration) => {
      expect(
        problemOf(`match_on: {conditions: [{session_age_max: "${duration}"}]}\neffect: {type: allow}`),
      ).toContain('POLICY_BAD_DURATION')
    },
  )

  test('a misspelt condition is an error with the one that was meant', () => {
    expect(
      problemOf('match_on: {conditions: [{rate_limt: {max: 1, window: 1h}}]}\neffect: {type: allow}'),
    ).toContain('did you mean `rate_limit`?')
    expect(
      problemOf('match_on: {conditions: [{field: a, operator: equal, value: 1}]}\neffect: {type: allow}'),
    ).toContain('did you mean `equals`?')
  })

  test('two conditions in one item are an error, because only one would count', () => {
    const problem = problemOf(
      'match_on: {conditions: [{field: a, operator: exists, session_age_max: 4h}]}\neffect: {type: allow}',
    )
    expect(problem).toContain('must be the only key of its condition')
  })
})

describe('effect', () => {
  test('deny and require_approval need a reason', () => {
    expect(problemOf('effect: {type: deny}')).toContain('`effect` has no `reason`')
    expect(problemOf('effect: {type: require_approval}')).toContain('`effect` has no `reason`')
    expect(problemOf('effect: {type: deny, reason: " "}')).toContain('`reason` is empty')
  })

  test('approval terms that are absent take the defaults; timeout may stand on the effect', () => {
    const rule = ruleOf('effect: {type: require_approval, reason: why, timeout: 30, approval: {quorum: 2}}')
    expect(rule.effect.approval).toMatchObject({
      timeoutMs: 30_000,
      executeWithinMs: 300_000,
      quorum: 2,
      grants: ['once'],
    })
  })

  test('the whole approval vocabulary is read', () => {
    const rule = ruleOf(`effect:
  type: require_approval
  reason: why
  risk_level: critical
  redact_fields: [password, card.number]
  approval:
    timeout: 15m
    execute_within: 1h
    approvers: ["group:dba", "user:ana@acme.test", "role:ops"]
    quorum: 2
    allow_self: true
    require_note: true
    grants: [once, session, 1h]
    editable: [body, "to[*]"]
    escalate: [{after: 5m, to: ["group:oncall"]}]
    channels: [ui]
    digest_exclude: [description]`)
    expect(rule.effect).toEqual({
      type: 'require_approval',
      reason: 'why',
      riskLevel: 'critical',
      redactFields: ['password', 'card.number'],
      approval: {
        timeoutMs: 900_000,
        executeWithinMs: 3_600_000,
        approvers: ['group:dba', 'user:ana@acme.test', 'role:ops'],
        quorum: 2,
        allowSelf: true,
        requireNote: true,
        grants: ['once', 'session', '1h'],
        editable: ['body', 'to[*]'],
        escalate: [{ afterMs: 300_000, to: ['group:oncall'] }],
        channels: ['ui'],
        digestExclude: ['description'],
      },
    })
  })

  test.each([
    ['approvers: [ana]', '`user:<id>`'],
    ['grants: [forever]', '`once`, `session` or a duration'],
    ['grants: ["60"]', '`once`, `session` or a duration'],
    ['quorum: 0', 'a whole number from 1'],
    ['quorum: 1.5', 'a whole number from 1'],
    ['allow_self: "yes"', 'must be true or false, not text'],
    ['escalate: [{after: 5m}]', 'has no `to`'],
    ['aprovers: ["role:x"]', 'did you mean `approvers`?'],
    ['editable: ["a..b"]', 'is not a field path'],
  ])('approval {%s} is an error', (terms, message) => {
    expect(problemOf(`effect: {type: require_approval, reason: why, approval: {${terms}}}`)).toContain(
      message,
    )
  })

  test('asking has no meaning in rules that do not ask', () => {
    expect(problemOf('effect: {type: allow, timeout: 5m}')).toContain(
      '`timeout` has no meaning with `type: allow`',
    )
    expect(problemOf('effect: {type: deny, reason: no, approval: {}}')).toContain(
      '`approval` has no meaning with `type: deny`',
    )
    expect(
      problemOf('effect: {type: require_approval, reason: why, timeout: 5m, approval: {timeout: 6m}}'),
    ).toContain('is written twice')
  })

  test('a quorum that nobody can reach loads with a warning', () => {
    const text = ruleWith(
      'effect: {type: require_approval, reason: why, approval: {approvers: ["user:a"], quorum: 2}}',
    )
    expect(loadPolicy({ file: 'p.yaml', text }).warnings.map(({ code }) => code)).toEqual([
      'POLICY_QUORUM_UNREACHABLE',
    ])
  })
})

describe('the policy', () => {
  test('what no rule matches stays denied: default_outcome allow and fail_open are errors that show the rule to write', () => {
    const problems = problemsOf({
      file: 'p.yaml',
      text: 'name: p\ndefault_outcome: allow\nfail_open: true\nrules: []\n',
    })
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['POLICY_DEFAULT_ALLOW', 2],
      ['POLICY_DEFAULT_ALLOW', 3],
    ])
    const rule = /`- (\{.*\})`/.exec(problems[0]?.help ?? '')?.[1]
    const policy = loadPolicy({
      file: 'p.yaml',
      text: `name: p\ndefault_outcome: deny\nfail_open: false\nrules: [${rule}]\n`,
    })
    expect(policy.rules[0]?.effect.type).toBe('allow')
    expect(policy.rules[0]?.match.actionTypes).toHaveLength(9)
  })

  test('x- keys and metadata are free at every level', () => {
    const policy = loadPolicy({
      file: 'p.yaml',
      text: `name: p
x-owner: {team: [a]}
metadata: 1
rules:
  - id: r
    x-a: 1
    metadata: {b: 2}
    match_on:
      x-a: 1
      metadata: ~
      principals: {x-a: 1, roles: [r]}
      conditions: [{x-a: 1, field: f, operator: exists}, {metadata: 1, not: {x-a: 1, session_age_max: 1h}}]
    effect:
      type: require_approval
      reason: r
      x-a: 1
      approval: {x-a: 1, metadata: 2}
`,
    })
    expect(policy.rules).toHaveLength(1)
  })

  test('priority is a whole number from 0, and 100 when absent', () => {
    expect(ruleOf('effect: {type: allow}').priority).toBe(100)
    expect(ruleOf('priority: 0\neffect: {type: allow}').priority).toBe(0)
    for (const priority of ['-1', '1.5', '"1"', '4294967296', '.inf'])
      expect(placesOf(ruleWith(`priority: ${priority}\neffect: {type: allow}`))).toHaveLength(1)
  })

  test('every problem is reported at once, with its place', () => {
    const text = `name: p
verison: "1"
rules:
  - id: a
    match_on:
      resource: ["x"]
      parameters: {sql: "("}
    effect:
      type: dney
  - id: a
    effect: {type: deny}
  - effect: {type: allow, reason: 5}
`
    expect(placesOf(text)).toEqual([
      '2:1 POLICY_UNKNOWN_KEY',
      '6:7 POLICY_UNKNOWN_KEY',
      '7:25 POLICY_BAD_REGEX',
      '9:13 POLICY_BAD_VALUE',
      '11:13 POLICY_MISSING_KEY',
      '12:5 POLICY_MISSING_KEY',
      '12:35 POLICY_WRONG_TYPE',
    ])
  })

  test('a number where text is due says how to write it', () => {
    const [problem] = problemsOf({ file: 'p.yaml', text: 'name: p\nversion: 1.0\nrules: []\n' })
    expect(problem?.help).toBe('write it in quotes: "1"')
  })

  test('ids with a leading underscore are reserved', () => {
    expect(placesOf('name: p\nrules: [{id: _default_deny, effect: {type: allow}}]')).toEqual([
      '2:14 POLICY_RESERVED_ID',
    ])
  })

  test('control characters in names are refused, because they would reach logs', () => {
    expect(placesOf('name: "a\\nb"\nrules: []')).toEqual(['1:7 POLICY_BAD_VALUE'])
    expect(placesOf('name: "a\\u202eb"\nrules: []')).toEqual(['1:7 POLICY_BAD_VALUE'])
  })

  test('a rule that looks as if it meant other action types loads with a warning', () => {
    const warningsOf = (rule: string) =>
      loadPolicy({ file: 'p.yaml', text: `name: p\nrules: [${rule}]` }).warnings.map(({ code }) => code)
    expect(warningsOf('{id: a, match_on: {}, effect: {type: allow}}')).toEqual([
      'POLICY_NAMES_NO_ACTION_TYPE',
    ])
    expect(
      warningsOf('{id: a, match_on: {resources: ["sampling/createMessage"]}, effect: {type: allow}}'),
    ).toEqual(['POLICY_NAMES_NO_ACTION_TYPE'])
    expect(warningsOf('{id: a, match_on: {action_types: ["*"]}, effect: {type: allow}}')).toEqual([])
    expect(warningsOf('{id: a, effect: {type: deny, reason: no}}')).toEqual([])
  })

  test('a loaded policy cannot be changed', () => {
    const policy = loadPolicy({
      file: 'p.yaml',
      text: ruleWith('match_on: {resources: [a]}\neffect: {type: allow}'),
    })
    expect(() => Object.assign(policy.rules[0]?.match.resources?.[0] ?? {}, { text: '*' })).toThrow(TypeError)
    expect(() => Object.assign(policy, { digest: '' })).toThrow(TypeError)
  })
})
