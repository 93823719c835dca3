/*
 * Frameworks that are too heavy for `npm test`, by the shapes in which they hand over a call. That they do so is for
 * `npm run adapters`, which has them whole.
 */
import type { JsonObject } from '@kvlar/core/json'
import { guardHooks as guardClaude } from '@kvlar/sdk/claude-agent'
import { guardHooks as guardCopilot } from '@kvlar/sdk/copilot'
import { guardCreateTool, ToolStopped } from '@kvlar/sdk/mastra'
import { guardToolCalls } from '@kvlar/sdk/strands'
import { optionsOf, toldIn } from './frameworks.ts'
import { anew, guardedSurface, ranOf, toldBy } from './guarded.ts'

class TextBlock {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

class ToolResultBlock {
  readonly content: readonly TextBlock[]
  constructor({ content }: { readonly content: readonly TextBlock[] }) {
    this.content = content
  }
}

export const STRANDS = guardedSurface(
  'strands',
  anew(async (kvlar, action, called) => {
    const { resource: name, parameters: input } = action
    const middleware = guardToolCalls(kvlar, { TextBlock, ToolResultBlock }, optionsOf(action, called))
    const context = {
      tool: { name },
      toolUse: { name, toolUseId: 'one', input },
      invocationState: {},
      cancelSignal: new AbortController().signal,
      interrupt: () => undefined,
    }
    const calling = middleware(context, async function* ({ toolUse }) {
      yield 'running'
      return { result: called.run(toolUse.input) }
    })
    for (;;) {
      const step = await calling.next()
      if (step.done !== true) continue
      const { result } = step.value
      return typeof result === 'string' ? ranOf(called) : toldIn(result.content[0]?.text ?? '')
    }
  }),
)

export const MASTRA = guardedSurface(
  'mastra',
  anew(async (kvlar, action, called) => {
    const createTool = (tool: { id: string; execute: (args: unknown, call: object) => Promise<unknown> }) =>
      tool
    const { execute } = guardCreateTool(
      kvlar,
      createTool,
      optionsOf(action, called),
    )({
      id: action.resource,
      execute: async (args) => called.run(args),
    })
    try {
      await execute(action.parameters, { requestContext: new Map() })
      return ranOf(called)
    } catch (error) {
      if (!(error instanceof ToolStopped)) throw error
      return toldBy(error._kvlar)
    }
  }),
)

export const CLAUDE_AGENT = guardedSurface(
  'claude-agent',
  anew(async (kvlar, action, called) => {
    const { resource, server, parameters: tool_input } = action
    const { server: _of, ...options } = optionsOf(action, called)
    const { PreToolUse, PostToolUse } = guardClaude(kvlar, options)
    const use = {
      session_id: 's',
      cwd: '/',
      tool_use_id: 'one',
      tool_name: server === undefined ? resource : `mcp__${server}__${resource}`,
      tool_input,
      ...(server !== undefined && { mcp_server: { name: server } }),
    }
    const { signal } = new AbortController()
    const asks = PreToolUse.flatMap(({ hooks }) => hooks)
    const ends = PostToolUse.flatMap(({ hooks }) => hooks)
    const answer = await asks[0]?.({ ...use, hook_event_name: 'PreToolUse' }, 'one', { signal })
    const of = answer?.hookSpecificOutput
    if (of === undefined || !('updatedInput' in of)) return toldIn(of?.permissionDecisionReason ?? '')
    called.run(of.updatedInput)
    await ends[0]?.({ ...use, hook_event_name: 'PostToolUse' })
    return ranOf(called)
  }),
)

export const COPILOT = guardedSurface(
  'copilot',
  anew(async (kvlar, action, called) => {
    const { resource, server, parameters } = action
    const { server: _of, ...options } = optionsOf(action, called)
    const hooks = guardCopilot(kvlar, { ...options, ...(server !== undefined && { servers: [server] }) })
    const toolName = server === undefined ? resource : `${server}-${resource}`
    const use = { sessionId: 's', workingDirectory: '/', toolName }
    const answer = await hooks.onPreToolUse({ ...use, toolArgs: parameters })
    if (!('modifiedArgs' in answer)) return toldIn(answer.permissionDecisionReason)
    const toolArgs = answer.modifiedArgs as JsonObject
    called.run(toolArgs)
    await hooks.onPostToolUse({ ...use, toolArgs })
    return ranOf(called)
  }),
)
