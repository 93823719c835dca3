/**
 * The GitHub Copilot SDK: every tool of a session and of its subagents, built in, of a server or of the program, runs
 * only when the policy or a person says so, by hooks.
 *
 * It takes away and gives nothing: what may run here is still asked about by `onPermissionRequest` of the program.
 */
import { canonicalJson, type JsonValue } from '@kvlar/core/json'
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import { noticeOf, noticeText } from '../notice.ts'
import { letToolGo, type Judge, type ToolOptions } from './call-tool.ts'
import { createEnds } from './ends.ts'

/** What the SDK says of a call. */
export interface CopilotCall {
  /** Of the session, or of a subagent of it. */
  readonly sessionId: string
  readonly workingDirectory: string
}

export interface CopilotOptions extends Omit<ToolOptions<CopilotCall>, 'server'> {
  /** Names of MCP servers as the session has them; their tools go by their own name and that of the server. */
  readonly servers?: readonly string[]
}

interface ToolUse extends CopilotCall {
  readonly toolName: string
  readonly toolArgs: unknown
}

/** Hooks of a session: `client.createSession({ hooks: guardHooks(kvlar) })`. */
export function guardHooks(kvlar: Judge, { servers = [], ...options }: CopilotOptions = {}) {
  const ends = createEnds()
  /** The SDK gives a call no name; calls that are the same end in the order in which they began. */
  const keyOf = ({ sessionId, toolName }: ToolUse, args: unknown): string =>
    JSON.stringify([sessionId, toolName, canonicalJson(args as JsonValue)])

  return {
    onPreToolUse: async (use: ToolUse) => {
      try {
        const { toolName, toolArgs } = use
        const { name, ...of } = toolOf(toolName, servers)
        // Tools that take a text alone.
        const isText = typeof toolArgs === 'string'
        const input = isText ? { input: toolArgs } : toolArgs
        const { args, ended } = await letToolGo(kvlar, { name, input, call: use }, { ...options, ...of })
        const modifiedArgs = isText ? args['input'] : args
        ends.add(keyOf(use, modifiedArgs), ended)
        return { modifiedArgs }
      } catch (error) {
        // INVARIANT: never throws; a hook that does lets the tool run.
        return { permissionDecision: 'deny' as const, permissionDecisionReason: whyNot(error) }
      }
    },
    onPostToolUse: async (use: ToolUse) => ends.tell(keyOf(use, use.toolArgs), 'ok'),
    onPostToolUseFailure: async (use: ToolUse) => ends.tell(keyOf(use, use.toolArgs), 'failed'),
  }
}

function whyNot(error: unknown): string {
  const notice = noticeOf(error)
  if (isKvlarError(error) && notice !== undefined) return noticeText(error, notice)
  // What it says may quote the arguments.
  return '[BLOCKED BY KVLAR] what judges the call failed, so that nothing has run'
}

/** A tool of one of these servers; any other goes by the name that the model uses. */
function toolOf(toolName: string, servers: readonly string[]): { name: string; server?: string } {
  const found = [...new Set(servers)].flatMap((server) => {
    const head = `${server.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-`
    return toolName.startsWith(head) && toolName !== head
      ? [{ name: toolName.slice(head.length), server }]
      : []
  })
  return found.length === 1 && found[0] !== undefined ? found[0] : { name: toolName }
}
