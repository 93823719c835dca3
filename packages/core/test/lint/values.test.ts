import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  conditionLine,
  lint,
  parametersOf,
  policyOfRules,
  ruleLine,
  shown,
  withCode,
  yaml,
} from '../linted.ts'

/** The warnings of a rule with one condition, its value written as it stands in a YAML file. */
const warningsOf = (field: string, operator: string, value: string, type: 'allow' | 'deny' = 'deny') =>
  lint(policyOfRules(conditionLine(`{ field: ${field}, operator: ${operator}, value: ${value} }`, type)))

describe('a value in the syntax of another program is warned of, with a value that it misses:', () => {
  test.each([
    ['command', 'matches', '/rm/i', 'rm'],
    ['command', 'matches', '/^rm/', 'rm'],
    ['name', 'matches', '/delete|drop/g', 'delete'],
    ['command', 'equals', '/rm/', 'rm'],
    ['command', 'contains', '“rm”', 'rm'],
    ['command', 'equals', '‘rm’', 'rm'],
    ['command', 'equals', `'"rm"'`, 'rm'],
    ['name', 'equals', '"x "', 'x'],
    ['name', 'starts_with', '" x"', 'x'],
    ['name', 'ends_with', '"x "', 'x'],
    // A plain blank in its place is in doubt, and so denied.
    ['name', 'equals', '"rm\u00A0-rf"', 'rm-rf'],
    ['name', 'equals', '"pass\u200Bword"', 'password'],
    ['path', 'starts_with', '~/secrets', '/home/me/secrets'],
    ['path', 'equals', '~root/.ssh', '/home/me/.ssh'],
    ['path', 'starts_with', '$HOME/x', '/home/me/x'],
    ['path', 'starts_with', "'${ROOT}/x'", '/home/me/x'],
    ['path', 'equals', "'%USERPROFILE%/x'", '/home/me/x'],
    ['path', 'equals', "'{{root}}/x'", '/home/me/x'],
    ['command', 'matches', '$HOME/x', '/home/me/x'],
    ['path', 'equals', '/srv/my%20docs', '/srv/my docs'],
    ['host', 'equals', 'https://corp.example', 'corp.example'],
    ['path', 'equals', "'*.md'", 'x.md'],
    ['path', 'starts_with', '/srv/*', '/srv/x'],
    ['path', 'ends_with', "'*.md'", 'x.md'],
    ['name', 'contains', "'*secret*'", 'xsecretx'],
    ['command', 'starts_with', "'git log:*'", 'git logx'],
    ['name', 'equals', "'%admin%'", 'xadminx'],
    ['path', 'ends_with', "'\\.md$'", '.md'],
    ['command', 'starts_with', '^git', 'git'],
    ['command', 'ends_with', "'git$'", 'git'],
    ['command', 'equals', "'rm .*'", 'rm '],
    ['command', 'equals', "'(?i)rm'", 'rm'],
    ['command', 'matches', "'rm|(?i)mv'", 'RM'],
    ['name', 'equals', 'regex:x', 'x'],
    ['name', 'equals', 'x;', 'x'],
  ] as const)('%s %s %s', (field, operator, value, missed) => {
    expect(parametersOf(warningsOf(field, operator, value), 'POLICY_FOREIGN_VALUE')).toEqual({
      [field]: missed,
    })
  })

  test('each item of a list at its own place', () => {
    const warnings = warningsOf('name', 'one_of', "[a, '“b”', 'c ']")
    expect(warnings.map(({ code, column, length }) => [code, column, length])).toEqual([
      ['POLICY_FOREIGN_VALUE', 101, 5],
      ['POLICY_FOREIGN_VALUE', 108, 4],
    ])
  })

  test('a block of text that keeps its line feed', () => {
    const text = [
      'name: p',
      'rules:',
      '  - id: r',
      '    match_on:',
      '      conditions:',
      '        - field: command',
      '          operator: starts_with',
      '          value: >',
      '            rm -rf',
      '    effect: { type: deny, reason: no }',
    ].join('\n')
    const [warning] = withCode(lint(text), 'POLICY_FOREIGN_VALUE')
    expect(warning).toMatchObject({
      line: 8,
      message: '`rm -rf\\n` ends in a line feed, which the block of text keeps',
      witness: { action: { parameters: { command: 'rm -rf' } }, outcome: 'deny', rule: '_default_deny' },
    })
    expect(withCode(lint(text.replace('>', '>-')), 'POLICY_FOREIGN_VALUE')).toEqual([])
  })

  test('asked of any text as well', () => {
    const anywhere = (asked: string) =>
      shown(lint(policyOfRules(conditionLine(`{ anywhere: { ${asked} } }`))))
    expect(anywhere('operator: contains, value: “rm”')).toEqual([
      'POLICY_FOREIGN_VALUE: run {"text":"rm"} → deny by _default_deny',
    ])
    expect(anywhere("operator: contains, value: ''")).toEqual([
      'POLICY_ALWAYS_HOLDS: run {"text":"rm -rf /srv"} → deny by r',
    ])
  })

  const plain = fc.stringMatching(/^[a-z][a-z0-9_-]{2,10}$/)
  const marks = fc.constantFrom('“”', '‘’', '«»', '„“')

  test('typographic quotes around any word, in any operator', () => {
    fc.assert(
      fc.property(
        plain,
        marks,
        fc.constantFrom('equals', 'contains', 'starts_with', 'ends_with'),
        (word, quotes, operator) => {
          const value = `${quotes.charAt(0)}${word}${quotes.charAt(1)}`
          expect(parametersOf(warningsOf('name', operator, yaml(value)), 'POLICY_FOREIGN_VALUE')).toEqual({
            name: word,
          })
        },
      ),
    )
  })
})

describe('ordinary values are not warned of:', () => {
  test.each([
    ['command', 'matches', '^(git status|ls)$'],
    ['path', 'matches', '/etc/'],
    ['command', 'matches', '/usr/bin/'],
    ['name', 'equals', 'x'],
    ['command', 'starts_with', "'git '"],
    ['command', 'contains', "' rm '"],
    ['command', 'contains', '$HOME'],
    ['command', 'contains', '~/.ssh'],
    ['url', 'equals', 'https://corp.example/my%20docs'],
    ['schedule', 'equals', "'*/5 * * * *'"],
    ['schedule', 'equals', "'0 0 * * *'"],
    ['sql', 'starts_with', "'SELECT * FROM'"],
    ['sql', 'equals', "'SELECT count(*) FROM t'"],
    ['discount', 'equals', '100%'],
    ['version', 'equals', "'1.10'"],
    ['text', 'contains', '"don’t"'],
    ['text', 'contains', '"line\\n"'],
    ['path', 'starts_with', "'C:\\\\data'"],
    ['text', 'contains', 'a.b'],
    ['text', 'equals', "'Why? (again)'"],
    ['mode', 'equals', "'yes'"],
    ['mode', 'equals', 'true'],
    ['mode', 'equals', 'null'],
    ['axis', 'equals', 'y'],
    ['n', 'equals', '-1.5'],
    ['n', 'at_most', '1e3'],
    ['n', 'at_most', '1.50'],
    ['at', 'equals', "'2026-01-01'"],
    ['pattern', 'equals', "'*'"],
  ] as const)('%s %s %s', (field, operator, value) => {
    const codes = warningsOf(field, operator, value).map(({ code }) => code)
    expect(codes.filter((code) => /FOREIGN|CHANGED|ALWAYS|NEVER/.test(code))).toEqual([])
  })
})

describe('a value without quotes that is read as something else is warned of, with what it misses:', () => {
  test.each([
    ['0777', '0777'],
    ['1.10', '1.10'],
    ['1.0', '1.0'],
    ['1e3', '1e3'],
    ['0x1F', '0x1F'],
    ['0o17', '0o17'],
    ['.5', '.5'],
    ['+5', '+5'],
    ['yes', true],
    ['No', false],
    ['on', true],
    ['OFF', false],
    ['2026-01-01', '2026-01-01T00:00:00Z'],
    ['2026-01-01T09:00:00Z', '2026-01-01'],
    ['1_000', 1000],
    ['0b11', 3],
    ['~', '~'],
    ['Null', 'Null'],
  ])('%s', (spelling, missed) => {
    expect(parametersOf(warningsOf('v', 'equals', spelling), 'POLICY_VALUE_CHANGED')).toEqual({ v: missed })
    expect(parametersOf(warningsOf('v', 'one_of', `[x, ${spelling}]`), 'POLICY_VALUE_CHANGED')).toEqual({
      v: missed,
    })
    expect(withCode(warningsOf('v', 'equals', `'${spelling}'`), 'POLICY_VALUE_CHANGED')).toEqual([])
  })

  test('an octal number as a bound', () => {
    expect(parametersOf(warningsOf('v', 'at_least', '0100'), 'POLICY_VALUE_CHANGED')).toEqual({ v: 64 })
  })

  test('only where the file spells it: a policy of code has no spelling', () => {
    const text = policyOfRules(conditionLine('{ field: v, operator: equals, value: 0777 }'))
    expect(withCode(lint(text), 'POLICY_VALUE_CHANGED')).toHaveLength(1)
  })
})

describe('a condition that tells nothing apart is warned of:', () => {
  test.each([
    ['contains', "''"],
    ['starts_with', "''"],
    ['ends_with', "''"],
    ['matches', "''"],
    ['matches', "'.*'"],
    ['matches', "'x*'"],
    ['matches', "'^'"],
    ['matches', "'(rm)?'"],
    ['matches', "'(?i)^.*'"],
    ['not_in', '[]'],
  ])('%s %s', (operator, value) => {
    const found = parametersOf(warningsOf('command', operator, value), 'POLICY_ALWAYS_HOLDS')
    expect(found).toEqual({ command: 'rm -rf /srv' })
  })

  test('but not where it asks whether a text is there at all', () => {
    const asksForText = '{ not: { field: sql, operator: matches, value: "" } }'
    expect(shown(lint(policyOfRules(conditionLine(asksForText))))).toEqual([])
    expect(withCode(warningsOf('x', 'matches', "'^$'"), 'POLICY_ALWAYS_HOLDS')).toEqual([])
    expect(withCode(warningsOf('x', 'matches', "'.'"), 'POLICY_ALWAYS_HOLDS')).toEqual([])
  })
})

describe('conditions that hold for no call are warned of:', () => {
  const both = (first: string, second: string) =>
    lint(
      policyOfRules(
        ruleLine(
          'r',
          `resources: [run], conditions: [{ field: a, ${first} }, { field: a, ${second} }]`,
          'allow',
        ),
      ),
    )

  test.each([
    ['operator: equals, value: x', 'operator: equals, value: z'],
    ['operator: equals, value: x', 'operator: one_of, value: [w, z]'],
    ['operator: one_of, value: [v, w]', 'operator: starts_with, value: x'],
    ['operator: equals, value: 3', 'operator: at_least, value: 5'],
    ['operator: equals, value: x', 'operator: not_equals, value: x'],
    ['operator: equals, value: x', 'operator: matches, value: "^y"'],
    ['operator: at_least, value: 10', 'operator: at_most, value: 5'],
    ['operator: greater_than, value: 5', 'operator: less_than, value: 5'],
    ['operator: greater_than, value: 5', 'operator: at_most, value: 5'],
    ['operator: starts_with, value: git', 'operator: starts_with, value: npm'],
    ['operator: ends_with, value: .md', 'operator: ends_with, value: .txt'],
    ['operator: not_exists', 'operator: at_most, value: 5'],
    ['operator: not_exists', 'operator: exists'],
    ['operator: starts_with, value: x', 'operator: at_most, value: 5'],
    ['operator: path_within, value: /srv/a', 'operator: path_within, value: /srv/b'],
  ])('%s and %s', (first, second) => {
    for (const warnings of [both(first, second), both(second, first)])
      expect(withCode(warnings, 'POLICY_NEVER_HOLDS')).toMatchObject([
        { witness: { outcome: 'deny', rule: '_default_deny' } },
      ])
  })

  test.each([
    ['operator: at_least, value: 5', 'operator: at_most, value: 5'],
    ['operator: starts_with, value: git', 'operator: starts_with, value: git log'],
    ['operator: starts_with, value: /srv', 'operator: ends_with, value: .md'],
    ['operator: path_within, value: /srv', 'operator: path_within, value: /srv/b'],
    ['operator: one_of, value: [x, z]', 'operator: one_of, value: [z, w]'],
    ['operator: exists', 'operator: not_equals, value: x'],
    ['operator: matches, value: "^a"', 'operator: matches, value: "b$"'],
  ])('but not %s and %s', (first, second) => {
    expect(withCode(both(first, second), 'POLICY_NEVER_HOLDS')).toEqual([])
  })

  test('a limit of no calls', () => {
    const rule = ruleLine(
      'r',
      'resources: [run], conditions: [{ rate_limit: { max: 0, window: 1h } }]',
      'allow',
    )
    expect(withCode(lint(policyOfRules(rule)), 'POLICY_NEVER_HOLDS')).toHaveLength(1)
  })

  test.each(['one_of', 'in'])('%s []', (operator) => {
    expect(withCode(warningsOf('a', operator, '[]'), 'POLICY_NEVER_HOLDS')).toHaveLength(1)
  })

  test('two windows without a minute in common', () => {
    const windows = (...texts: string[]) => {
      const conditions = texts.map((each) => `{ time_window: '${each}' }`).join(', ')
      return shown(
        lint(policyOfRules(ruleLine('r', `resources: [run], conditions: [${conditions}]`, 'allow'))),
      )
    }
    const never = ['POLICY_NEVER_HOLDS: run {} → deny by _default_deny']
    expect(windows('09:00-10:00', '14:00-15:00')).toEqual(never)
    expect(windows('22:00-06:00', '05:00-07:00')).toEqual([])
    expect(windows('09:00-18:00 Europe/Berlin')).toEqual([])
  })
})
