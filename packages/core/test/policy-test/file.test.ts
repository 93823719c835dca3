import { parseInstant, readTestFile, type PolicyTestFile } from '@kvlar/core/policy-test'
import { describe, expect, test } from 'vitest'

function load(text: string): PolicyTestFile {
  const read = readTestFile({ file: 'p.test.yaml', text })
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  return read.tests
}

function problemsOf(text: string): readonly string[] {
  const read = readTestFile({ file: 'p.test.yaml', text })
  if (read.ok) throw new Error('the test file loads')
  return read.diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)
}

describe('cases', () => {
  test('what a case leaves out has the values of the seed', () => {
    const file = load(
      'policy: ./policy.yaml\ntests:\n  - id: one\n    action: {resource: query}\n    expect: deny\n',
    )
    expect(file.policy).toBe('./policy.yaml')
    expect(file.cases).toEqual([
      {
        id: 'one',
        origin: { file: 'p.test.yaml', line: 3, column: 5 },
        action: {
          type: 'tool_call',
          resource: 'query',
          parameters: {},
          agentId: 'test-agent',
          principal: { id: 'test-agent', kind: 'agent', roles: [] },
        },
        nowMs: Date.UTC(2026, 0, 1, 12),
        state: {},
        expect: 'deny',
      },
    ])
  })

  test('approval and requireapproval are the same as require_approval', () => {
    const [a, b] = load(
      'tests:\n- {id: a, action: {resource: r}, expect: approval}\n- {id: b, action: {resource: r}, expect: requireapproval}\n',
    ).cases
    expect([a?.expect, b?.expect]).toEqual(['require_approval', 'require_approval'])
  })

  test('time, principal, server, target and state come from the file', () => {
    const [first] = load(
      `now: 2026-05-01T00:00:00Z
tests:
  - id: a
    action:
      {resource: r, server: s, target: t, agent_id: g, principal: {id: ana, kind: user, roles: [x]}, parameters: {a: [1]}}
    state: {session_age: 4h, calls: {24h: 50, 60: 2}}
    expect: allow
`.replace('60: 2', '"60": 2'),
    ).cases
    expect(first).toMatchObject({
      action: {
        server: 's',
        target: 't',
        agentId: 'g',
        principal: { id: 'ana', kind: 'user', roles: ['x'] },
        parameters: { a: [1] },
      },
      nowMs: Date.UTC(2026, 4, 1),
      state: {
        sessionAgeMs: 14_400_000,
        calls: new Map([
          [86_400_000, 50],
          [60_000, 2],
        ]),
      },
    })
  })

  test('two cases of one id are refused', () => {
    expect(
      problemsOf(
        'tests:\n- {id: a, action: {resource: r}, expect: deny}\n- {id: a, action: {resource: r}, expect: deny}',
      ),
    ).toEqual(['3:8 TEST_DUPLICATE_ID'])
  })
})

describe('params', () => {
  test('a case runs once for each row; a text that is one placeholder takes the value with its type', () => {
    const { cases } = load(`tests:
  - id: drops
    action:
      resource: query
      parameters: {sql: "{{verb}} TABLE x", limit: "{{limit}}", raw: "{{7*7}}"}
    expect: "{{expect}}"
    params:
      - {verb: DROP, limit: 1, expect: deny}
      - {verb: SELECT, limit: {max: null}, expect: allow}
`)
    expect(
      cases.map(({ id, origin, action, expect: expected }) => [id, origin.line, action.parameters, expected]),
    ).toEqual([
      ['drops#1', 8, { sql: 'DROP TABLE x', limit: 1, raw: '{{7*7}}' }, 'deny'],
      ['drops#2', 9, { sql: 'SELECT TABLE x', limit: { max: null }, raw: '{{7*7}}' }, 'allow'],
    ])
  })

  test('an id with a placeholder tells its rows apart itself', () => {
    const { cases } = load(
      'tests:\n- {id: "no {{w}}", action: {resource: "{{w}}"}, expect: deny, params: [{w: a}, {w: b}]}',
    )
    expect(cases.map(({ id }) => id)).toEqual(['no a', 'no b'])
  })

  test('values are not filled in again', () => {
    const { cases } = load(
      'tests:\n- {id: a, action: {resource: "{{a}}"}, expect: deny, params: [{a: "{{b}}"}]}',
    )
    expect(cases[0]?.action.resource).toBe('{{b}}')
  })

  test('values of the file fill every case and row; a value of a row comes first', () => {
    const { cases } = load(`values: {root: /srv/app, host: docs.example, limits: [1, 2]}
tests:
  - {id: one, action: {resource: read, parameters: {path: "{{root}}/a", limits: "{{limits}}"}}, expect: allow}
  - id: many
    action: {resource: "{{tool}}", parameters: {path: "{{path}}", url: "https://{{host}}/"}}
    expect: deny
    params:
      - {tool: read, path: "{{root}}/b"}
      - {tool: write, path: "{{root}}/{{tool}}", host: own.example}
`)
    expect(cases.map(({ id, action }) => [id, action.resource, action.parameters])).toEqual([
      ['one', 'read', { path: '/srv/app/a', limits: [1, 2] }],
      ['many#1', 'read', { path: '/srv/app/b', url: 'https://docs.example/' }],
      ['many#2', 'write', { path: '/srv/app/{{tool}}', url: 'https://own.example/' }],
    ])
  })

  test('what a value of the file holds is not filled in again', () => {
    const { cases } = load(
      'values: {v: "{{a}}"}\ntests:\n- {id: a, action: {resource: "{{v}}{{a}}"}, expect: deny, params: [{a: x}]}',
    )
    expect(cases[0]?.action.resource).toBe('{{a}}x')
  })

  test.each([
    ['is used nowhere', 'values: {a: 1}\ntests:\n- {id: a, action: {resource: x}, expect: deny}'],
    ['are not a map', 'values: [a]\ntests:\n- {id: a, action: {resource: x}, expect: deny}'],
  ])('values of the file that %s are an error', (_title, text) => {
    expect(problemsOf(text)).toHaveLength(1)
  })

  test.each([
    ['a placeholder without a value', '{id: a, action: {resource: "{{b}}"}, expect: deny, params: [{a: 1}]}'],
    ['a value without a placeholder', '{id: a, action: {resource: x}, expect: deny, params: [{a: 1}]}'],
    ['a placeholder without params', '{id: a, action: {resource: "{{b}}"}, expect: deny}'],
    [
      'a placeholder in a key',
      '{id: a, action: {resource: "{{b}}", parameters: {"{{b}}": 1}}, expect: deny, params: [{b: x}]}',
    ],
    ['a map inside a text', '{id: a, action: {resource: "x{{b}}"}, expect: deny, params: [{b: {c: 1}}]}'],
  ])('%s is an error', (_title, item) => {
    expect(problemsOf(`tests:\n- ${item}`)).toContainEqual(expect.stringContaining('TEST_BAD_PLACEHOLDER'))
  })
})

describe('points in time', () => {
  test.each([
    '1970-01-01T00:00:00Z',
    '2000-02-29T23:59:59.999Z',
    '2024-12-31T23:59:59+14:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '2026-03-29T01:30:00.123456789+01:00',
    '1600-02-29t12:00:00z',
  ])('%s is read as the platform reads it', (text) => {
    expect(parseInstant(text)).toBe(Date.parse(text.toUpperCase().replace(/(\.\d{3})\d+/, '$1')))
  })

  test.each([
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
    '2026-01-01T00:00:00+24:00',
    'now',
  ])('%s is no point in time', (text) => {
    expect(parseInstant(text)).toBeUndefined()
    expect(problemsOf(`now: "${text}"\ntests: []`)).toEqual(['1:6 TEST_BAD_TIME'])
  })
})
