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

const allowing = (condition: string, ...earlier: readonly string[]) =>
  lint(policyOfRules(...earlier, conditionLine(condition, 'allow')))
const wide = (condition: string, ...earlier: readonly string[]) =>
  withCode(allowing(condition, ...earlier), 'POLICY_WIDE_ALLOW')

test('an allow rule whose SQL may call every function is warned of, and one that denies is not', () => {
  const grant =
    "{ field: sql, operator: sql, value: { dialect: postgres, statements: [select], functions: ['*'] } }"
  expect(wide(grant)).toHaveLength(1)
  expect(shown(wide(grant))[0]).toContain('pg_read_file')
  expect(wide(grant.replace("['*']", '[count]'))).toEqual([])
  expect(withCode(lint(policyOfRules(conditionLine(grant, 'deny'))), 'POLICY_WIDE_ALLOW')).toEqual([])
})

describe('an allow rule that lets more pass than it seems to is warned of, with what it lets pass:', () => {
  test.each([
    ['command', 'starts_with', 'git log', 'git log; rm -rf /srv'],
    ['cmd', 'starts_with', 'npm test', 'npm test; rm -rf /srv'],
    ['command', 'ends_with', '--dry-run', 'rm -rf /srv; --dry-run'],
    ['command', 'contains', 'status', 'rm -rf /srv; status'],
    ['command', 'matches', '^git log', 'git log; rm -rf /srv'],
    ['command', 'matches', 'git log$', 'rm -rf /srv; git log'],
    ['command', 'matches', '^git log.*$', 'git log; rm -rf /srv'],
    ['command', 'matches', '^git .* --stat$', 'git ; rm -rf /srv;  --stat'],
    ['path', 'starts_with', '/srv/data', '/srv/data/../../etc/passwd'],
    ['path', 'starts_with', '/srv/data/', '/srv/data/../../etc/passwd'],
    ['file_path', 'starts_with', 'docs/', 'docs/../etc/passwd'],
    ['path', 'ends_with', '.md', '/etc/x.md'],
    ['path', 'contains', '/srv/', '/root/srv/'],
    ['path', 'matches', '^/srv/.*\\.md$', '/srv/../../../../etc/x.md'],
    ['url', 'starts_with', 'https://api.corp.example', 'https://api.corp.example.evil.example/'],
    ['url', 'starts_with', 'https://api.corp.example/v1/', 'https://api.corp.example/v1/../admin'],
    ['url', 'contains', 'corp.example', 'https://evil.example/?corp.example'],
    ['url', 'ends_with', 'corp.example', 'https://evil.example/?corp.example'],
    ['url', 'matches', '^https://api\\.corp\\.example', 'https://api.corp.example.evil.example/'],
    ['url', 'matches', '^https://api.corp.example', 'https://api.corp.example.evil.example/'],
    ['url', 'matches', '^https://api.corp.example/', 'https://apixcorp.example/'],
    ['url', 'matches', '^https://.*\\.corp\\.example/', 'https://evil.example/?https://.corp.example/'],
    ['host', 'ends_with', 'corp.example', 'evilcorp.example'],
    ['host', 'starts_with', 'api.corp.example', 'api.corp.example.evil.example'],
    ['host', 'matches', '^api.corp.example$', 'apixcorp.example'],
    ['to', 'ends_with', 'corp.example', 'mallory@evilcorp.example'],
    ['to', 'ends_with', '@corp.example', 'mallory@evil.example, x@corp.example'],
    ['email', 'contains', '@corp.example', 'mallory@evil.example, x@corp.example'],
    ['sql', 'starts_with', 'SELECT', 'SELECT; DROP TABLE users'],
    ['query', 'matches', '(?i)^select', 'select; DROP TABLE users'],
    ['action', 'matches', 'list', 'list ; and "anything" | else'],
  ])('%s %s %s', (field, operator, value, passes) => {
    const [warning] = wide(`{ field: ${field}, operator: ${operator}, value: ${yaml(value)} }`)
    expect(warning?.witness).toMatchObject({
      action: { parameters: { [field]: passes } },
      outcome: 'allow',
      rule: 'r',
    })
  })

  test('`parameters`, which searches lists as well', () => {
    const warning = lint(
      policyOfRules(ruleLine('r', 'resources: [run], parameters: { command: git status }', 'allow')),
    ).find(({ code }) => code === 'POLICY_WIDE_ALLOW')
    expect(warning?.message).toContain('a list such as `["x","git status"]` passes too')
    expect(warning?.witness?.action.parameters).toEqual({ command: 'git status; rm -rf /srv' })
  })

  const program = fc.stringMatching(/^[a-z]{2,8} [a-z]{2,8}$/)
  test('whatever command it begins with', () => {
    fc.assert(
      fc.property(program, (command) => {
        const [warning] = wide(`{ field: command, operator: starts_with, value: ${yaml(command)} }`)
        expect(warning?.witness?.action.parameters).toEqual({ command: `${command}; rm -rf /srv` })
      }),
    )
  })

  const host = fc.stringMatching(/^[a-z]{2,8}\.[a-z]{2,8}\.example$/)
  test('whatever host it begins with', () => {
    fc.assert(
      fc.property(host, (name) => {
        const [warning] = wide(`{ field: url, operator: starts_with, value: 'https://${name}' }`)
        expect(warning?.witness?.action.parameters).toEqual({ url: `https://${name}.evil.example/` })
      }),
    )
  })
})

describe('what an earlier rule stops is not warned of', () => {
  const deny = conditionLine(`{ field: command, operator: matches, value: '[;&|<>$()\\n]' }`).replace(
    'id: r',
    'id: marks',
  )
  test('as far as it stops all that is tried', () => {
    expect(wide('{ field: command, operator: starts_with, value: git log }', deny)).toEqual([])
    const semicolons = deny.replace(/\[;.*\\n\]/, ';')
    expect(shown(wide('{ field: command, operator: starts_with, value: git log }', semicolons))).toEqual([
      'POLICY_WIDE_ALLOW: run {"command":"git log && rm -rf /srv"} → allow by r',
    ])
  })
})

describe('allow rules that are as narrow as they look are not warned of:', () => {
  test.each([
    ['command', 'equals', 'git status'],
    ['command', 'matches', '^git (status|log)$'],
    ['command', 'matches', '^ls( -[al]+)?( [A-Za-z0-9_]+)*$'],
    ['path', 'path_within', '/srv/data'],
    ['url', 'url_host_in', 'api.corp.example'],
    ['url', 'starts_with', 'https://'],
    ['url', 'starts_with', 'https://api.corp.example/'],
    ['host', 'ends_with', '.corp.example'],
    ['name', 'matches', '^[a-z0-9_-]{1,32}$'],
    ['branch', 'starts_with', 'feature/'],
    ['title', 'contains', '[docs]'],
    ['table', 'starts_with', 'app_'],
    ['channel', 'matches', '^#team-[a-z]+$'],
    ['sql', 'matches', '^SELECT 1$'],
  ])('%s %s %s', (field, operator, value) => {
    expect(shown(wide(`{ field: ${field}, operator: ${operator}, value: ${yaml(value)} }`))).toEqual([])
  })
})

describe('an allow rule that leaves other arguments open', () => {
  test('is warned of, with a call that has one more', () => {
    expect(shown(allowing('{ field: amount, operator: at_most, value: 5 }'))).toEqual([
      'POLICY_OPEN_ARGUMENTS: run {"amount":5,"working_dir":"/"} → allow by r',
    ])
    expect(
      parametersOf(allowing('{ field: filename, operator: not_exists }'), 'POLICY_OPEN_ARGUMENTS'),
    ).toEqual({
      working_dir: '/',
    })
  })

  test('and is not where it closes its world, asks about no argument, or does not allow', () => {
    const closed =
      'resources: [run], arguments: { only: [amount] }, conditions: [{ field: amount, operator: at_most, value: 5 }]'
    expect(shown(lint(policyOfRules(ruleLine('r', closed, 'allow'))))).toEqual([])
    const timed = "resources: [run], conditions: [{ time_window: '09:00-18:00' }]"
    expect(shown(lint(policyOfRules(ruleLine('r', timed, 'allow'))))).toEqual([])
    const asked = 'resources: [run], conditions: [{ field: amount, operator: at_most, value: 5 }]'
    expect(shown(lint(policyOfRules(ruleLine('r', asked, 'require_approval'))))).toEqual([])
    expect(
      shown(
        lint(
          'policies: [{ name: p, effect: permit, conditions: [{ action: x }, { param_max: { field: a, max: 5 } }] }]',
        ),
      ),
    ).toEqual([])
  })
})

describe('an allow rule whose names cover tools that delete', () => {
  const names = (pattern: string, ...earlier: readonly string[]) =>
    withCode(
      lint(policyOfRules(...earlier, ruleLine('r', `resources: [${yaml(pattern)}]`, 'allow'))),
      'POLICY_WIDE_NAMES',
    )

  test.each([
    ['*', 'delete_all'],
    ['get*', 'get_and_delete'],
    ['read*', 'read_and_delete'],
    ['*_file', 'delete_file'],
    ['*file*', 'delete_file'],
    ['db_*', 'db_delete_all'],
    ['db.*', 'db.delete_all'],
    ['[rg]e*', 're_and_delete'],
  ])('%s is warned of, with such a tool', (pattern, covered) => {
    expect(names(pattern)[0]?.witness).toMatchObject({
      action: { resource: covered },
      outcome: 'allow',
      rule: 'r',
    })
  })

  test.each([
    'read_*',
    'get-*',
    'list.*',
    '*_list',
    'get[A-Z]*',
    'browser_verify_*',
    'search_*_by_name',
    'read_file',
    'read_?',
  ])('%s says what its tools do and is not', (pattern) => {
    expect(shown(names(pattern))).toEqual([])
  })

  test('nor is what earlier rules leave of a pattern, nor everything of one server', () => {
    const deny = ruleLine(
      'd',
      "resources: ['*delete*', '*drop*', '*remove*', '*destroy*', '*purge*', '*exec*']",
      'deny',
    )
    expect(names('*_file', deny)).toEqual([])
    expect(shown(lint(policyOfRules(ruleLine('r', "resources: ['*'], servers: [memory]", 'allow'))))).toEqual(
      [],
    )
  })
})

describe('an allow rule that only says what may not be', () => {
  test.each([
    ['env', 'not_equals', 'prod', 'PROD'],
    ['env', 'not_in', '[prod, live]', 'PROD'],
    ['path', 'not_equals', '/etc/shadow', '//./etc/shadow'],
  ])('%s %s %s is warned of, with another spelling', (field, operator, value, passes) => {
    const found = parametersOf(
      allowing(`{ field: ${field}, operator: ${operator}, value: ${value} }`),
      'POLICY_ALLOW_BY_EXCLUSION',
    )
    expect(found).toEqual({ [field]: passes.replace('//./', '/./') })
  })

  test('so is one with a `not` around a test', () => {
    const found = allowing('{ not: { field: command, operator: contains, value: rm } }')
    expect(parametersOf(found, 'POLICY_ALLOW_BY_EXCLUSION')).toEqual({ command: 'RM' })
  })

  test('but not where another condition says what may be', () => {
    const conditions =
      '{ field: command, operator: equals, value: ls }, { field: env, operator: not_equals, value: prod }'
    expect(withCode(allowing(conditions), 'POLICY_ALLOW_BY_EXCLUSION')).toEqual([])
    expect(withCode(allowing('{ field: proxy, operator: not_exists }'), 'POLICY_ALLOW_BY_EXCLUSION')).toEqual(
      [],
    )
  })
})
