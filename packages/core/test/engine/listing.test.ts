import { describe, expect, test } from 'vitest'
import {
  createRedactor,
  isSecretName,
  SECRET_NAMES,
  type Condition,
  type Effect,
  type Match,
} from '@kvlar/core'
import { call, engineOf, field, globs, origin, rule } from '../rule-builders.ts'

const hour: Condition = { kind: 'time_window', startMs: 0, endMs: 3_600_000, zone: 'UTC', origin }
const limit: Condition = { kind: 'rate_limit', max: 1, windowMs: 1000, origin }
const never: Condition = { kind: 'any', of: [] }

describe('a subject is hidden if and only if denial is proven', () => {
  const cases: readonly (readonly [
    string,
    boolean,
    readonly (readonly [Effect['type'], Partial<Match>])[],
  ])[] = [
    ['no rule covers it', true, [['allow', { resources: globs('other') }]]],
    [
      'it is denied without conditions',
      true,
      [
        ['deny', {}],
        ['allow', {}],
      ],
    ],
    ['it is allowed without conditions', false, [['allow', {}]]],
    ['it may need approval', false, [['require_approval', { condition: field('a', 'exists') }]]],
    [
      'it is denied for some arguments only',
      false,
      [
        ['deny', { condition: field('a', 'exists') }],
        ['allow', {}],
      ],
    ],
    [
      'it is denied for some arguments and by default for the others',
      true,
      [['deny', { condition: field('a', 'exists') }]],
    ],
    ['it is allowed at some hours', false, [['allow', { condition: hour }]]],
    [
      'it is denied at some hours',
      false,
      [
        ['deny', { condition: hour }],
        ['allow', {}],
      ],
    ],
    ['it is allowed below a limit', false, [['allow', { condition: limit }]]],
    ['it is allowed for some target', false, [['allow', { targets: globs('db') }]]],
    ['its only permission can never hold', true, [['allow', { condition: never }]]],
    ['its only permission is for another agent', true, [['allow', { agentIds: globs('other') }]]],
    ['its only permission is for other principals', true, [['allow', { principals: { roles: ['admin'] } }]]],
    ['its only permission is for another server', true, [['allow', { servers: globs('other') }]]],
    ['its only permission is for another action type', true, [['allow', { actionTypes: ['roots_list'] }]]],
    [
      'a condition on the resource rules the permission out',
      true,
      [
        [
          'allow',
          {
            condition: {
              kind: 'all',
              of: [field('a', 'exists'), { kind: 'resource', patterns: globs('other'), origin }],
            },
          },
        ],
      ],
    ],
    [
      'a denial holds whatever its unknown half says',
      true,
      [
        ['deny', { condition: { kind: 'any', of: [field('a', 'exists'), { kind: 'not', of: never }] } }],
        ['allow', {}],
      ],
    ],
  ]
  test.each(cases)('%s: hidden is %s', (_title, hidden, rules) => {
    const engine = engineOf(...rules.map(([effect, match], index) => rule(`r${index}`, effect, match)))
    expect(engine.isHidden(call('t'))).toBe(hidden)
  })
})

describe('the outlook of a subject', () => {
  const some: Partial<Match> = { condition: field('a', 'exists') }
  test.each<[string, readonly Effect['type'][], readonly (readonly [Effect['type'], Partial<Match>])[]]>([
    ['is denial where no rule covers it', ['deny'], []],
    ['is one outcome where a rule has no conditions', ['allow'], [['allow', {}]]],
    [
      'ends at the first rule that always matches',
      ['require_approval'],
      [
        ['require_approval', {}],
        ['allow', {}],
      ],
    ],
    ['has denial where no rule need match', ['allow', 'deny'], [['allow', some]]],
    [
      'has every outcome that arguments can bring about',
      ['deny', 'require_approval', 'allow'],
      [
        ['deny', some],
        ['require_approval', some],
        ['allow', {}],
      ],
    ],
    [
      'names an outcome once',
      ['deny'],
      [
        ['deny', some],
        ['deny', {}],
      ],
    ],
    ['is open below a limit', ['allow', 'deny'], [['allow', { condition: limit }]]],
  ])('%s', (_title, outlook, rules) => {
    const engine = engineOf(...rules.map(([effect, match], index) => rule(`r${index}`, effect, match)))
    expect(engine.outlook(call('t'))).toEqual(outlook)
  })
})

describe('a subject is named by a rule that was written for it, and not by one for everything', () => {
  const some: Partial<Match> = { condition: field('a', 'exists') }
  const named: Partial<Match> = { resources: globs('t') }
  const inCondition = (kind: 'all' | 'any', name: string): Partial<Match> => ({
    condition: {
      kind,
      of: [field('a', 'exists'), { kind: 'resource', patterns: globs(name), origin }],
    },
  })
  test.each<[string, boolean, readonly (readonly [Effect['type'], Partial<Match>])[]]>([
    ['no rule at all', false, []],
    ['its name', true, [['allow', named]]],
    ['a family that it is of', true, [['deny', { resources: globs('t*') }]]],
    ['another name', false, [['deny', { resources: globs('u') }]]],
    ['every name', false, [['require_approval', { resources: globs('*') }]]],
    ['every name, twice starred', false, [['require_approval', { resources: globs('**') }]]],
    ['every beginning', false, [['deny', { resources: [{ kind: 'prefix', text: '' }] }]]],
    ['a beginning', true, [['deny', { resources: [{ kind: 'prefix', text: 't' }] }]]],
    ['no name', false, [['deny', some]]],
    ['a word of it', true, [['deny', { words: ['t'] }]]],
    ['another word', false, [['deny', { words: ['u'] }]]],
    ['its name in a condition', true, [['deny', inCondition('all', 't')]]],
    ['its name in one half of a condition', false, [['deny', inCondition('any', 't')]]],
    [
      'its name, behind a rule that decides every call',
      false,
      [
        ['deny', {}],
        ['allow', named],
      ],
    ],
    [
      'its name, behind a rule that decides every call of this agent',
      false,
      [
        ['deny', { agentIds: globs('*') }],
        ['allow', named],
      ],
    ],
    [
      'its name, behind a rule that decides some calls',
      true,
      [
        ['deny', some],
        ['allow', named],
      ],
    ],
    ['its name, for another server', false, [['allow', { ...named, servers: globs('other') }]]],
    ['its name, for another agent', false, [['allow', { ...named, agentIds: globs('other') }]]],
    ['its name, of another kind of action', false, [['allow', { ...named, actionTypes: ['prompt_get'] }]]],
    ['its name, where it can never hold', false, [['allow', { ...named, condition: never }]]],
  ])('%s: %s', (_title, isNamed, rules) => {
    const engine = engineOf(...rules.map(([effect, match], index) => rule(`r${index}`, effect, match)))
    expect(engine.isNamed(call('t'))).toBe(isNamed)
  })

  test('not by a word that an odd name may or may not have', () => {
    const engine = engineOf(rule('r', 'deny', { words: ['delete'] }))
    expect(engine.isNamed(call('delete_user'))).toBe(true)
    expect(engine.outlook(call('\u001b[31mred'))).toContain('deny')
    expect(engine.isNamed(call('\u001b[31mred'))).toBe(false)
  })
})

describe('redaction', () => {
  test('is the union over every rule that could match, whatever decides, with the built-in names', () => {
    const engine = engineOf(
      rule('a', 'deny', { resources: globs('pay*') }, { redactFields: ['iban'] }),
      rule(
        'b',
        'allow',
        { resources: globs('pay_out'), condition: field('x', 'exists') },
        { redactFields: ['user.ssn', 'iban'] },
      ),
      rule('c', 'allow', { resources: globs('mail') }, { redactFields: ['body'] }),
      rule('d', 'allow', { agentIds: globs('other') }, { redactFields: ['note'] }),
    )
    expect(engine.redactFields(call('pay_out'))).toEqual([...SECRET_NAMES, 'iban', 'user.ssn'])
    expect(engine.redactFields(call('pay_in'))).toEqual([...SECRET_NAMES, 'iban'])
    expect(engine.redactFields(call('x'))).toEqual(SECRET_NAMES)
  })

  test('hides names at any depth and paths from the top, in copies', () => {
    const redactor = createRedactor(['iban', 'user.ssn', 'list[*].pin'])
    const given = {
      iban: 'DE1',
      user: { ssn: 1, name: 'ann' },
      deep: [{ IBAN: 'x', ssn: 2 }],
      list: [{ pin: 1, p: 2 }],
      'user.ssn': 3,
    }
    expect(redactor.redact(given)).toEqual({
      iban: '[REDACTED]',
      user: { ssn: '[REDACTED]', name: 'ann' },
      deep: [{ IBAN: '[REDACTED]', ssn: 2 }],
      list: [{ pin: '[REDACTED]', p: 2 }],
      'user.ssn': '[REDACTED]',
    })
    expect(given.iban).toBe('DE1')
  })

  test('hides keys with secret-like names without being told', () => {
    for (const name of [
      'password',
      'apiKey',
      'API-KEY',
      'x-api-key',
      'Authorization',
      'db_password',
      'GITHUB_TOKEN',
      'clientSecret',
      'ＴＯＫＥＮ',
    ])
      expect(isSecretName(name), name).toBe(true)
    for (const name of ['path', 'max_tokens', 'author', 'tokens', 'key', 'secretary', 'query'])
      expect(isSecretName(name), name).toBe(false)
    expect(createRedactor([]).redact({ headers: [{ Authorization: 'Bearer x' }] })).toEqual({
      headers: [{ Authorization: '[REDACTED]' }],
    })
  })

  test('keeps `__proto__` an ordinary key', () => {
    const hostile: Record<string, string> = Object.create(null)
    hostile['__proto__'] = 'x'
    expect(JSON.stringify(createRedactor([]).redact(hostile))).toBe('{"__proto__":"x"}')
  })
})
