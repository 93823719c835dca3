import { isJsonObject } from '@kvlar/core/json'
import { denyToolUse, readToolUse } from './claude-shape.ts'
import { denyPermission, readFile, readMcp, readPreToolUse, readShell } from './cursor-shape.ts'
import type { HookClient } from './hook-client.ts'
import { objectOrTextField, optionalText, textField } from './hook-fields.ts'

/** Events of Claude Code and of those who took its words over, at which no tool runs. */
const AROUND_TOOLS = [
  'PostToolUse',
  'PostToolUseFailure',
  'Notification',
  'UserPromptSubmit',
  'Stop',
  'StopFailure',
  'SubagentStart',
  'SubagentStop',
  'PreCompact',
  'PostCompact',
  'SessionStart',
  'SessionEnd',
]

/** Every client with hooks that Kvlar answers, a row each. */
export const HOOK_CLIENTS: readonly HookClient[] = [
  {
    id: 'claude-code',
    title: 'Claude Code',
    client: 'claude-code',
    source: 'run: `npm run clients claude-code`',
    toolEvents: { PreToolUse: readToolUse },
    otherEvents: AROUND_TOOLS,
    mcp: { prefix: 'mcp__', separator: '__' },
    denial: denyToolUse,
  },
  {
    id: 'codex',
    title: 'Codex',
    client: 'codex',
    source: 'run: `npm run clients codex`',
    toolEvents: { PreToolUse: readToolUse },
    otherEvents: AROUND_TOOLS,
    mcp: { prefix: 'mcp__', separator: '__' },
    denial: denyToolUse,
  },
  {
    id: 'gemini',
    title: 'Gemini CLI',
    client: 'gemini-cli',
    source: 'run: `npm run clients gemini-cli`',
    toolEvents: {
      BeforeTool: (input) => {
        const { tool, ...call } = readToolUse(input)
        const context = input['mcp_context']
        if (!isJsonObject(context)) return { tool, ...call }
        const origin = { server: textField(context, 'server_name'), tool: textField(context, 'tool_name') }
        return { tool, ...call, origin }
      },
    },
    otherEvents: [
      'AfterTool',
      'BeforeAgent',
      'AfterAgent',
      'BeforeModel',
      'AfterModel',
      'BeforeToolSelection',
      'SessionStart',
      'SessionEnd',
      'Notification',
      'PreCompress',
    ],
    mcp: { prefix: 'mcp_', separator: '_' },
    denial: (reason) => ({ decision: 'deny', reason }),
  },
  {
    id: 'cursor',
    title: 'Cursor',
    client: 'cursor',
    source: 'https://cursor.com/docs/hooks.md',
    toolEvents: {
      preToolUse: readPreToolUse,
      beforeShellExecution: readShell,
      beforeMCPExecution: readMcp,
      beforeReadFile: readFile,
    },
    otherEvents: [
      'postToolUse',
      'postToolUseFailure',
      'afterShellExecution',
      'afterMCPExecution',
      'afterFileEdit',
      'afterTabFileEdit',
      'afterAgentResponse',
      'afterAgentThought',
      'sessionStart',
      'sessionEnd',
      'subagentStop',
      'preCompact',
      'stop',
    ],
    denial: denyPermission,
  },
  {
    id: 'copilot',
    title: 'Copilot CLI',
    client: 'copilot-cli',
    source: 'https://docs.github.com/en/copilot/reference/hooks-reference',
    toolEvents: {
      preToolUse: (input) => {
        const cwd = optionalText(input, 'cwd')
        const sessionId = optionalText(input, 'sessionId')
        return {
          tool: textField(input, 'toolName'),
          arguments: objectOrTextField(input, 'toolArgs'),
          ...(cwd !== undefined && { cwd }),
          ...(sessionId !== undefined && { sessionId }),
        }
      },
      // VS Code runs the hooks of Copilot too, and tells them in words of its own.
      PreToolUse: readToolUse,
    },
    otherEvents: [],
    // Its own payload does not name the event: each hook stands below one in the file.
    unnamedEvent: 'preToolUse',
    mcp: { prefix: '', separator: '-' },
    denial: (reason) => ({ permissionDecision: 'deny', permissionDecisionReason: reason }),
  },
  {
    id: 'vscode',
    title: 'VS Code',
    client: 'vscode',
    source: 'https://code.visualstudio.com/docs/agents/reference/hooks-reference',
    toolEvents: { PreToolUse: readToolUse },
    otherEvents: AROUND_TOOLS,
    mcp: { prefix: 'mcp_', separator: '_' },
    denial: denyToolUse,
  },
]
