import { describe, expect, test } from 'vitest'
import { conditionLine, lint, policyOfRules, ruleLine, shown, withCode } from '../linted.ts'

const rest = '{ id: rest, effect: { type: allow } }'
const narrow = (...rules: readonly string[]) => withCode(lint(policyOfRules(...rules)), 'POLICY_NARROW_DENY')

describe('a rule that stops one spelling is warned of, with another one that passes:', () => {
  test.each([
    ['path', 'equals', '/etc/shadow', '/etc/shadow/'],
    ['path', 'one_of', ['/etc/shadow'], '/etc/shadow/'],
    ['path', 'starts_with', '/etc', '/./etc'],
    ['path', 'ends_with', '.pem', '.pem/'],
    ['path', 'contains', '..', '/etc/passwd'],
    ['path', 'contains', '.ssh', '.SSH'],
    ['path', 'matches', '\\.env$', '.env/'],
    ['path', 'matches', '(^|/)\\.env(\\.local)?$', '.env/'],
    ['path', 'matches', '^/(etc|proc)/', '//etc/'],
    ['url', 'starts_with', 'http://internal', 'HTTP://internal'],
    ['url', 'starts_with', 'http://', 'HTTP://'],
    ['url', 'equals', 'https://corp.example/admin', 'HTTPS://corp.example/admin'],
    ['url', 'matches', '^(?i:https?)://corp\\.example/', 'http://CORP.EXAMPLE/'],
    ['sql', 'contains', 'DROP TABLE', 'drop table'],
    ['sql', 'matches', '(?i)drop table', 'drop  table'],
    ['command', 'starts_with', 'rm ', '/bin/rm '],
    ['command', 'contains', 'rm -rf', 'rm  -rf'],
    ['command', 'matches', '^rm\\b', '/bin/rm'],
  ] as const)('%s %s %j', (field, operator, value, passes) => {
    const condition = `{ field: ${field}, operator: ${operator}, value: ${JSON.stringify(value)} }`
    const [warning, ...others] = narrow(
      ruleLine('r', `resources: [run], conditions: [${condition}]`, 'deny'),
      rest,
    )
    expect(others).toEqual([])
    expect(warning?.witness).toMatchObject({ outcome: 'allow', rule: 'rest' })
    expect(warning?.witness?.action.parameters).toEqual({ [field]: passes })
  })

  test('an approval rule as well', () => {
    const rule = ruleLine(
      'r',
      'resources: [run], conditions: [{ field: path, operator: equals, value: /etc/x }]',
      'require_approval',
    )
    expect(shown(narrow(rule, rest))).toEqual(['POLICY_NARROW_DENY: run {"path":"/etc/x/"} → allow by rest'])
  })
})

describe('a rule is not warned of', () => {
  const equals = conditionLine('{ field: path, operator: equals, value: /etc/shadow }')

  test('where another rule stops the other spellings', () => {
    const closed = ruleLine(
      'a',
      'resources: [run], conditions: [{ field: path, operator: path_within, value: /srv }], arguments: { only: [path] }',
      'allow',
    )
    expect(shown(narrow(equals, closed))).toEqual([])
    expect(shown(narrow(equals))).toEqual([])
  })

  test('where it reads what the server reads, or where only people read the text', () => {
    for (const condition of [
      '{ field: path, operator: path_matches, value: [/etc/shadow] }',
      '{ not: { field: path, operator: path_within, value: [/srv] } }',
      '{ field: text, operator: contains, value: "@everyone" }',
      '{ field: env, operator: equals, value: prod }',
      '{ field: name, operator: matches, value: "^secret" }',
    ])
      expect(shown(narrow(conditionLine(condition), rest))).toEqual([])
  })
})

describe('a rule for every tool that looks at one name of an argument', () => {
  const secrets = (operand: string) => ruleLine('r', `conditions: [${operand}]`, 'deny')
  const reads = ruleLine('reads', "resources: ['read_*']", 'allow')

  test('is warned of, with another name under which the same passes', () => {
    const warnings = narrow(
      secrets('{ field: path, operator: matches, value: "(?i)(^|/)[.]env(/|$)" }'),
      reads,
    )
    expect(shown(warnings)).toEqual(['POLICY_NARROW_DENY: read_x {"file_path":".env/"} → allow by reads'])
  })

  test('and is not where it names its tools or looks anywhere', () => {
    const anywhere = secrets('{ anywhere: { operator: path_matches, value: ["**/.env"] } }')
    expect(shown(narrow(anywhere, reads))).toEqual([])
    const named = ruleLine(
      'r',
      'resources: [read_x], conditions: [{ field: path, operator: path_matches, value: ["**/.env"] }]',
      'deny',
    )
    expect(shown(narrow(named, reads))).toEqual([])
  })
})
