/**
 * The Claude Agent SDK: every tool of an agent and of its subagents, built in, of a server or of the program, runs only
 * when the policy or a person says so. By hooks, because `canUseTool` is not asked where a rule or a mode allows.
 *
 * It takes away and gives nothing: what may run here still meets the rules, the mode and `canUseTool` of the program.
 */
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import { LIMITS } from '../limits.ts'
import { noticeOf, noticeText } from '../notice.ts'
import { letToolGo, type Judge, type ToolOptions } from './call-tool.ts'
import { createEnds } from './ends.ts'

/** What the SDK says of a call. */
export interface ClaudeCall {
  readonly session_id: string
  readonly cwd: string
  /** Of a subagent; absent for the agent itself. */
  readonly agent_id?: string
  readonly agent_type?: string
}

/** Without `onPending`, the run of an agent is deferred where the policy asks; a subagent waits. */
export type ClaudeOptions = Omit<ToolOptions<ClaudeCall>, 'server'>

/** Of any event: nothing of it has been looked at. */
interface HookInput extends ClaudeCall {
  readonly hook_event_name: string
  readonly prompt_id?: string
  readonly tool_name?: string
  readonly tool_input?: unknown
  readonly tool_use_id?: string
  readonly mcp_server?: { readonly name: string }
  readonly tool_calls?: readonly { readonly tool_use_id: string }[]
}

/** A hook waits for people as long as a request may wait; the SDK refuses the call after that. */
const HOOK_SECONDS = 7 * 24 * 60 * 60

/** Hooks of a run: `query({ prompt, options: { hooks: guardHooks(kvlar) } })`. */
export function guardHooks(kvlar: Judge, { onPending, ...options }: ClaudeOptions = {}) {
  const ends = createEnds()
  /** The one call for which a turn stops. */
  const deferred = new Map<string, string>()

  const before = async (input: HookInput, _id: string | undefined, { signal }: { signal: AbortSignal }) => {
    const { hook_event_name, session_id, prompt_id = '', tool_use_id: id = '', tool_input } = input
    // What a skill runs as it is loaded is no call of the model, and cannot be stopped for.
    const isCall = hook_event_name === 'PreToolUse'
    const mayDefer = isCall && onPending === undefined && input.agent_id === undefined
    const turn = `${session_id} ${prompt_id}`
    const { name, ...of } = toolOf(input)
    const call = { name, input: tool_input, call: input, signal }
    const waiting = { onPending: mayDefer ? 'throw' : (onPending ?? 'wait') } as const
    try {
      const { args: updatedInput, ended } = await letToolGo(kvlar, call, { ...options, ...of, ...waiting })
      if (deferred.get(turn) === id) deferred.delete(turn)
      if (!isCall) return {}
      ends.add(id, ended)
      return { hookSpecificOutput: { hookEventName: 'PreToolUse' as const, updatedInput } }
    } catch (error) {
      const notice = noticeOf(error)
      // Counts as a denial by `onFailure`.
      if (!isKvlarError(error) || notice === undefined) throw error
      const isFirst = (deferred.get(turn) ?? id) === id
      const defers = mayDefer && error.name === 'ApprovalPending' && isFirst
      if (defers) deferred.set(turn, id)
      else if (isFirst) deferred.delete(turn)
      const [oldest] = deferred.keys()
      if (deferred.size > LIMITS.openCallsMax && oldest !== undefined) deferred.delete(oldest)
      const hookEventName = isCall ? ('PreToolUse' as const) : ('PreSkillShellCommand' as const)
      const permissionDecision = defers ? ('defer' as const) : ('deny' as const)
      const permissionDecisionReason = noticeText(error, notice)
      return { hookSpecificOutput: { hookEventName, permissionDecision, permissionDecisionReason } }
    }
  }

  const after = (result: 'ok' | 'failed') => async (input: HookInput) => {
    const { tool_use_id: id = '', tool_calls = [{ tool_use_id: id }] } = input
    for (const { tool_use_id } of tool_calls) await ends.tell(tool_use_id, result)
    return {}
  }

  const asking = [{ hooks: [before], onFailure: 'block' as const, timeout: HOOK_SECONDS }]
  return {
    PreToolUse: asking,
    PreSkillShellCommand: asking,
    PostToolUse: [{ hooks: [after('ok')] }],
    PostToolUseFailure: [{ hooks: [after('failed')] }],
    // Of a turn: whatever has not said by now that it has ended was stopped by somebody else.
    PostToolBatch: [{ hooks: [after('failed')] }],
  }
}

/** A tool of a server by the names under which the program configured it. */
function toolOf({ tool_name: name = '', mcp_server }: HookInput): { name: string; server?: string } {
  const server = mcp_server?.name
  const head = server === undefined ? '' : `mcp__${server.replaceAll(/[^A-Za-z0-9_-]/g, '_')}__`
  if (server === undefined || !name.startsWith(head) || name === head) return { name }
  return { name: name.slice(head.length), server }
}
