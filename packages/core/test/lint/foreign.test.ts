import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionLine, lint, policyOfRules, ruleLine, shown, withCode, yaml } from '../linted.ts'

const patternWarning = (pattern: string, type: 'allow' | 'deny' = 'deny') =>
  withCode(
    lint(policyOfRules(ruleLine('r', `resources: [${yaml(pattern)}]`, type))),
    'POLICY_FOREIGN_PATTERN',
  )[0]

describe('a name pattern in the syntax of another program is warned of, with a name that it misses:', () => {
  test.each([
    ['{a,b}_*', 'a_x'],
    ['read_{file,dir}', 'read_file'],
    ['{{tool}}', 'x'],
    ['${TOOL}_x', 'x_x'],
    ['!x', 'other_tool'],
    ['!delete_*', 'other_tool'],
    ['~read', 'other_tool'],
    ['^x', 'x'],
    ['x$', 'x'],
    ['^read_', 'read_'],
    ['.*', 'x'],
    ['read_.*', 'read_x'],
    ['delete.*', 'deletex'],
    ['.+_file', 'x_file'],
    ['(read|write)_file', 'read_file'],
    ['read_file|write_file', 'read_file'],
    ['\\w+_file', 'w_file'],
    ['[^d]*_file', 'x_file'],
    ['Bash(rm:*)', 'Bash'],
    ['Bash(git log:*)', 'Bash'],
    ['read_file()', 'read_file'],
    ['mcp__srv__tool', 'tool'],
    ['mcp__srv__*', 'x'],
    ['mcp__srv', 'x'],
    ['/rm/', 'rm'],
    ['/^rm_/i', 'rm_'],
    ['read_file ', 'read_file'],
    [' read_file', 'read_file'],
    ["'read_file'", 'read_file'],
    ['“read_file”', 'read_file'],
    ['read_file, write_file', 'read_file'],
    ['read_file write_file', 'read_file'],
    ['%delete%', 'xdeletex'],
    ['delete_%', 'delete_x'],
    ['regex:delete', 'delete'],
    ['**/delete', 'delete'],
    ['file:///srv/**/x', 'file:///srv/x'],
    ['file:///{path}', 'file:///x'],
    ['tool[ab', 'toolab'],
    ['<tool>', 'x'],
    ['{a,{b,c}}_x', 'a_x'],
    ['x{1..3}', 'xx'],
    ['read_file,', 'read_file'],
    ['re\u0430d_file', 'read_file'],
    ['\uff52ead', 'read'],
    ['mcp_github_list', 'list'],
    ['mcp__*', 'x'],
    ['+(read|write)', 'read'],
    ['?(un)lock', 'unlock'],
    ['*(un)lock', 'unlock'],
  ])('%s', (pattern, missed) => {
    for (const type of ['deny', 'allow'] as const)
      expect(patternWarning(pattern, type)?.witness).toMatchObject({
        action: { resource: missed },
        rule: '_default_deny',
      })
  })

  test('lists in braces name each pattern to write', () => {
    expect(patternWarning('{read,list}_*')?.help).toBe('write `read_*`, `list_*`')
    expect(patternWarning('mcp__git__log')?.help).toBe('write `resources: ["log"]` and `servers: ["git"]`')
  })

  const word = fc.stringMatching(/^[a-z]{2,6}$/)
  const wrapped: fc.Arbitrary<readonly [pattern: string, bare: string]> = fc
    .tuple(word, word, fc.nat(8))
    .map(([left, right, way]) => {
      const bare = `${left}_${right}`
      const ways = [
        `{${bare},x}`,
        `^${bare}`,
        `${bare}$`,
        `^${bare}$`,
        `"${bare}"`,
        `${bare} `,
        `/${bare}/`,
        `${bare}()`,
        `‘${bare}’`,
      ]
      return [ways[way] ?? '', bare]
    })

  test('whatever name stands in it', () => {
    fc.assert(
      fc.property(wrapped, ([pattern, bare]) => {
        expect(patternWarning(pattern)?.witness?.action.resource).toBe(bare)
      }),
    )
  })

  test('on servers, agents and principals as well', () => {
    const match = `resources: [q], servers: ['{a,b}'], agent_ids: ['^bot$'], principals: { ids: ["'ana'"] }`
    const warnings = lint(policyOfRules(ruleLine('r', match, 'deny')))
    expect(
      withCode(warnings, 'POLICY_FOREIGN_PATTERN').map(({ column, length }) => [column, length]),
    ).toEqual([
      [52, 7],
      [74, 7],
      [104, 7],
    ])
  })

  test('on targets and roles as well, where a role is a word and knows no wildcard', () => {
    const warned = (match: string) =>
      withCode(
        lint(policyOfRules(ruleLine('r', `resources: [q], ${match}`, 'deny'))),
        'POLICY_FOREIGN_PATTERN',
      )
    expect(warned(`targets: ['^prod']`)[0]?.witness?.action.target).toBe('prod')
    for (const [role, meant] of [
      ['admin,ops', 'admin'],
      ['admin ', 'admin'],
      ['^admin$', 'admin'],
      ['admin*', 'adminx'],
      ['team:?', 'team:x'],
    ])
      expect(
        warned(`principals: { roles: [${yaml(role ?? '')}] }`)[0]?.witness?.action.principal.roles,
      ).toEqual([meant])
    expect(warned("principals: { roles: [admin, 'team:dba', 'on-call'] }")).toEqual([])
  })

  test('in the formats of Kavach and ApproveKit, where a star stands for nothing in the middle', () => {
    const kavach = 'policies: [{ name: p, effect: refuse, conditions: [{ action: "*_file" }] }]'
    expect(shown(lint(kavach))).toEqual(['POLICY_FOREIGN_PATTERN: x_file {} → deny by _default_deny'])
    const approveKit =
      'rules: [{ tool: "Bash(rm:*)", require_approval: true }, { tool: "*", auto_approve: true }]'
    expect(() => lint(approveKit)).toThrow('names are exact')
    expect(shown(lint(approveKit.replace('rm:*', 'rm')))).toEqual([
      'POLICY_FOREIGN_PATTERN: Bash {} → allow by tool:*',
    ])
  })
})

test('of an allow rule, each pattern that covers nothing is warned of, whatever stands beside it', () => {
  const patterns = ['größe_*', '{a,b}_*', 'ok', 'ok_*', 'größe', 'Bash(rm:*)'].map(yaml)
  const warnings = lint(policyOfRules(ruleLine('r', `resources: [${patterns.join()}]`, 'allow')))
  expect(shown(withCode(warnings, 'POLICY_FOREIGN_PATTERN'))).toEqual([
    'POLICY_FOREIGN_PATTERN: größe_x {} → deny by _default_deny',
    'POLICY_FOREIGN_PATTERN: a_x {} → deny by _default_deny',
    'POLICY_FOREIGN_PATTERN: Bash {} → deny by _default_deny',
  ])
})

test('a pattern whose names are covered by another one is not warned of', () => {
  const text = policyOfRules(ruleLine('r', `resources: ['{a,b}_x', a_x, b_x]`, 'deny'))
  expect(shown(lint(text))).toEqual([])
})

describe('a field in the syntax of another program is warned of, with the argument that it misses:', () => {
  test.each([
    ['parameters.command', { command: 'x' }],
    ['$.command', { command: 'x' }],
    ['$command', { command: 'x' }],
    ['args.command', { command: 'x' }],
    ['arguments.command', { command: 'x' }],
    ['input.command', { command: 'x' }],
    ['params.command', { command: 'x' }],
    ['request.params.arguments.command', { command: 'x' }],
    ['/command', { command: 'x' }],
    ['/options/force', { options: { force: 'x' } }],
    ['tool_input.command', { command: 'x' }],
    ['toolInput.command', { command: 'x' }],
    ['$.files[*].path', { files: [{ path: 'x' }] }],
    ['command ', { command: 'x' }],
    ["'command'", { command: 'x' }],
    ['path,file', { path: 'x' }],
    ['path|file', { path: 'x' }],
    ['${command}', { command: 'x' }],
    ['{{command}}', { command: 'x' }],
    ['--command', { command: 'x' }],
    ['ctx.args.command', { command: 'x' }],
    ['#/command', { command: 'x' }],
    ['*', { x: 'x' }],
    ['command*', { commandx: 'x' }],
    ['files[*].pa?h', { files: [{ paxh: 'x' }] }],
  ])('%s', (field, parameters) => {
    const warnings = lint(policyOfRules(conditionLine(`{ field: ${yaml(field)}, operator: exists }`)))
    expect(withCode(warnings, 'POLICY_FOREIGN_FIELD')).toMatchObject([
      { witness: { action: { parameters }, outcome: 'deny', rule: '_default_deny' } },
    ])
  })

  test('a path under `parameters`, which takes names', () => {
    const rule = ruleLine('r', 'resources: [run], parameters: { options.force: "true" }', 'deny')
    expect(shown(lint(policyOfRules(rule)))).toEqual([
      'POLICY_FOREIGN_FIELD: run {"options":{"force":"true"}} → deny by _default_deny',
    ])
  })

  test('under `any`, where another condition holds', () => {
    const condition = '{ any: [{ field: a, operator: exists }, { field: $.b, operator: exists }] }'
    expect(shown(lint(policyOfRules(conditionLine(condition))))).toEqual([
      'POLICY_FOREIGN_FIELD: run {"b":"x"} → deny by _default_deny',
    ])
  })

  test('among the arguments that a rule closes its world over', () => {
    for (const name of ['$.path', '/path', '#/path', '$path', '@.path']) {
      const rule = ruleLine('r', `resources: [run], arguments: { only: [mode, ${yaml(name)}] }`, 'allow')
      expect(shown(lint(policyOfRules(rule)))).toEqual([
        'POLICY_FOREIGN_FIELD: run {"path":"x"} → deny by _default_deny',
      ])
    }
  })

  test('but not where the tool is known to have such an argument', () => {
    const closed = ruleLine('a', 'resources: [run], arguments: { only: [input.command] }', 'allow')
    const text = policyOfRules(closed, conditionLine('{ field: input.command, operator: equals, value: x }'))
    expect(withCode(lint(text), 'POLICY_FOREIGN_FIELD')).toEqual([])
  })

  test.each(['options.force', 'args[0]', 'files[*].path', 'user_input', 'params', 'x.input', 'a/b'])(
    'and never of %s',
    (field) => {
      const warnings = lint(policyOfRules(conditionLine(`{ field: '${field}', operator: exists }`)))
      expect(shown(warnings)).toEqual([])
    },
  )
})

test('the globs of path_matches are warned of nothing, a built-in list included', () => {
  const line = conditionLine(
    "{ field: path, operator: path_matches, value: [$secret_files, '**/a/*', '!**/b*'] }",
  )
  expect(withCode(lint(policyOfRules(line)), 'POLICY_FOREIGN_VALUE')).toEqual([])
})
