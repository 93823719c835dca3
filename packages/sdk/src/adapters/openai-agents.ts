/**
 * The OpenAI Agents SDK: function tools that run only when the policy or a person says so. A run stops for approval where
 * the policy asks, and what is approved or rejected there does not decide.
 *
 * Hosted tools run at OpenAI and never pass here.
 */
import type { PendingRequest } from '../errors/approval-pending.ts'
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { noticeOf, noticeText } from '../notice.ts'
import { askAheadOf, callTool, told, type Judge, type ToolOptions } from './call-tool.ts'

export { ToolStopped } from './call-tool.ts'

/** What the SDK says of a run: the context that the program gave to it. */
export interface AgentRun {
  readonly context?: unknown
}

interface Options {
  readonly name?: unknown
  readonly execute?: unknown
  readonly needsApproval?: unknown
  readonly outputSchema?: unknown
}
type Execute = (input: unknown, run: AgentRun, details?: { readonly signal?: AbortSignal }) => unknown
type NeedsApproval = (run: AgentRun, input: unknown, callId?: string) => unknown

/**
 * What `tool` of the SDK takes, guarded: `tool(guardTool(kvlar, { name, … }))`. What is judged are the arguments as the
 * schema made them. `onPending` is `throw` when absent, because the run has stopped for people before.
 *
 * @throws KvlarMisuse for a tool without a name or `execute`
 */
export function guardTool<Tool extends object>(
  kvlar: Judge,
  tool: Tool,
  given: ToolOptions<AgentRun> = {},
): Tool {
  const { name, execute, needsApproval, outputSchema }: Options = tool
  if (typeof name !== 'string' || typeof execute !== 'function')
    throw new KvlarMisuse('KVLAR_BAD_OPTION', 'a tool is guarded with its `name` and its `execute`')
  const options = { onPending: 'throw', ...given } as const
  const guarded: Execute = async (input, run, details) => {
    const start = (args: object): unknown => execute.call(tool, args, run, details) as unknown
    try {
      return await callTool(kvlar, { name, input, call: run, signal: details?.signal, start }, options)
    } catch (error) {
      const notice = noticeOf(error)
      // A result that is no text has a shape to keep to.
      if (!isKvlarError(error) || notice === undefined || outputSchema !== undefined) throw told(error)
      return noticeText(error, notice)
    }
  }
  const asks: NeedsApproval = async (run, input, callId) => {
    const own: unknown =
      typeof needsApproval === 'function' ? await needsApproval.call(tool, run, input, callId) : needsApproval
    const waits: PendingRequest | undefined = await askAheadOf(kvlar, { name, input, call: run }, options)
    return own === true || waits !== undefined
  }
  return { ...tool, execute: guarded, needsApproval: asks }
}
