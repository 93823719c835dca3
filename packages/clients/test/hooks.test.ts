import { expect, test } from 'vitest'
import { denyHook, HOOK_CLIENTS, mcpToolOf, readHook, type HookClientId } from '@kvlar/clients/hooks'

function client(id: HookClientId) {
  const found = HOOK_CLIENTS.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no client ${id}`)
  return found
}

const read = (id: HookClientId, input: unknown) => readHook(client(id), JSON.stringify(input))

/** What Claude Code 2.1.332, Codex 0.171.0 and Gemini CLI 0.61.0 wrote to a hook, shortened; the others from their pages. */
const TOLD: readonly (readonly [HookClientId, object, string])[] = [
  [
    'claude-code',
    {
      session_id: 's1',
      cwd: '/work',
      effort: { level: 'medium' },
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'ls', description: 'x' },
      tool_use_id: 'call_1',
    },
    'Bash',
  ],
  [
    'codex',
    {
      session_id: 's1',
      turn_id: 't1',
      cwd: '/work',
      hook_event_name: 'PreToolUse',
      permission_mode: 'bypassPermissions',
      tool_name: 'Bash',
      tool_input: { command: 'ls' },
      tool_use_id: 'call_2',
    },
    'Bash',
  ],
  [
    'gemini',
    {
      session_id: 's1',
      cwd: '/work',
      hook_event_name: 'BeforeTool',
      timestamp: '2026-11-30T22:41:12.151Z',
      tool_name: 'run_shell_command',
      tool_input: { command: 'ls' },
    },
    'run_shell_command',
  ],
  [
    'cursor',
    {
      conversation_id: 's1',
      workspace_roots: ['/work'],
      hook_event_name: 'preToolUse',
      tool_name: 'Shell',
      tool_input: { command: 'ls' },
    },
    'Shell',
  ],
  [
    'cursor',
    { conversation_id: 's1', hook_event_name: 'beforeShellExecution', command: 'ls', cwd: '/work' },
    'Shell',
  ],
  [
    'copilot',
    {
      sessionId: 's1',
      timestamp: 1704614600000,
      cwd: '/work',
      toolName: 'bash',
      toolArgs: '{"command":"ls"}',
    },
    'bash',
  ],
  [
    'vscode',
    {
      session_id: 's1',
      cwd: '/work',
      hook_event_name: 'PreToolUse',
      tool_name: 'run_in_terminal',
      tool_input: { command: 'ls' },
    },
    'run_in_terminal',
  ],
]

test.for(TOLD)('a tool of %s is read as it is called', ([id, input, tool]) => {
  const event = read(id, input)
  expect(event).toMatchObject({
    kind: 'call',
    call: { tool, arguments: { command: 'ls' }, cwd: '/work', sessionId: 's1' },
  })
})

test.for(HOOK_CLIENTS.map(({ id }) => id))('%s is denied by exit code, standard error and JSON', (id) => {
  const { stdout, stderr, exitCode } = denyHook(client(id), 'no "deletions"')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('no "deletions"')
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.stringify(JSON.parse(stdout))).toMatch(/"(?:permissionDecision|permission|decision)":"deny"/)
})

const UNCERTAIN: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a list', '[]'],
  ['half an object', '{"hook_event_name":"PreToolUse"'],
  [
    'two tools in one',
    '{"hook_event_name":"PreToolUse","tool_name":"Read","tool_name":"Bash","tool_input":{}}',
  ],
  [
    'keys that readers merge',
    '{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"a":1,"A":2}}',
  ],
  [
    'a number that loses digits',
    '{"hook_event_name":"PreToolUse","tool_name":"B","tool_input":{"n":9007199254740993}}',
  ],
  ['no tool', '{"hook_event_name":"PreToolUse","tool_input":{}}'],
  ['a tool that is no text', '{"hook_event_name":"PreToolUse","tool_name":7,"tool_input":{}}'],
  ['arguments that are a list', '{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":[]}'],
  ['no event', '{"tool_name":"Bash","tool_input":{}}'],
  ['an event of tomorrow', '{"hook_event_name":"PreToolUse2","tool_name":"Bash","tool_input":{}}'],
  ['the event of another client', '{"hook_event_name":"BeforeTool","tool_name":"Bash","tool_input":{}}'],
  ['an event named for what objects have', '{"hook_event_name":"constructor"}'],
]

test.for(UNCERTAIN)('%s cannot be read, and why is said', ([, text]) => {
  expect(readHook(client('claude-code'), text)).toEqual({ kind: 'unreadable', reason: expect.any(String) })
})

test('arguments of Copilot that are no JSON cannot be read', () => {
  expect(read('copilot', { toolName: 'bash', toolArgs: '{"command":' }).kind).toBe('unreadable')
})

test('an event at which no tool runs is let go', () => {
  expect(read('claude-code', { hook_event_name: 'PostToolUse', tool_name: 'Bash' }).kind).toBe('other')
  expect(read('gemini', { hook_event_name: 'AfterTool', tool_name: 'x' }).kind).toBe('other')
})

test('Cursor tells of tools of servers by an event of their own, with the command line of the server', () => {
  const told = { conversation_id: 's', tool_name: 'MCP:write', tool_input: { path: 'x' } }
  expect(read('cursor', { ...told, hook_event_name: 'preToolUse' }).kind).toBe('other')
  const server = { tool_name: 'write', tool_input: '{"path":"x"}', command: 'node server.js' }
  expect(read('cursor', { ...server, hook_event_name: 'beforeMCPExecution' })).toMatchObject({
    kind: 'call',
    call: { tool: 'write', arguments: { path: 'x' }, startedBy: 'node server.js' },
  })
})

test('a tool of a server is told by the servers that there are, and a name that fits two is nobody’s', () => {
  const call = (tool: string) => ({ tool, arguments: {} })
  const claude = client('claude-code')
  expect(mcpToolOf(claude, call('mcp__files__read_file'), ['files', 'git'])).toEqual({
    server: 'files',
    tool: 'read_file',
  })
  expect(mcpToolOf(claude, call('mcp__my_files__read'), ['my files'])).toEqual({
    server: 'my files',
    tool: 'read',
  })
  expect(mcpToolOf(claude, call('mcp__a__b__c'), ['a', 'a__b'])).toBeUndefined()
  expect(mcpToolOf(claude, call('mcp__other__read'), ['files'])).toBeUndefined()
  expect(mcpToolOf(claude, call('mcp__files__'), ['files'])).toBeUndefined()
  expect(mcpToolOf(claude, call('Bash'), ['Bash'])).toBeUndefined()
})

test('Gemini says apart which server a tool is of', () => {
  const event = read('gemini', {
    hook_event_name: 'BeforeTool',
    tool_name: 'mcp_a_b_c',
    tool_input: {},
    mcp_context: { server_name: 'a_b', tool_name: 'c' },
  })
  expect(event).toMatchObject({ call: { origin: { server: 'a_b', tool: 'c' } } })
})
