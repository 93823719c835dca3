/**
 * LangChain.js: tools of an agent that run only when the policy or a person says so, by a middleware. A graph is
 * interrupted for people where the program wants that, and what it is resumed with does not decide.
 */
import type { JsonObject } from '@kvlar/core/json'
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import { noticeOf, noticeText, type Notice } from '../notice.ts'
import { callTool, type Judge, type ToolOptions } from './call-tool.ts'

/** What LangChain says of a run: the context that the program gave to it. */
export interface AgentRuntime {
  readonly context?: unknown
  readonly signal?: AbortSignal
}

/** What of LangChain makes the answers; this package does not import it. */
export interface LangChain<Message> {
  /** `ToolMessage` of `langchain`. */
  readonly ToolMessage: new (fields: ToolMessageFields) => Message
  /**
   * `interrupt` of `@langchain/langgraph`, for agents with a checkpointer. Absent: a call that needs approval waits, or as
   * `onPending` says.
   */
  readonly interrupt?: (value: { readonly _kvlar: Notice }) => unknown
}

export interface ToolMessageFields {
  readonly content: string
  readonly tool_call_id: string
  readonly name: string
  readonly status: 'error'
  readonly artifact: { readonly _kvlar: Notice }
}

interface ToolCallRequest {
  readonly toolCall: { readonly name: string; readonly args: Record<string, unknown>; readonly id?: string }
  readonly runtime: AgentRuntime
}

/** The `wrapToolCall` of a middleware: `createMiddleware({ name: 'Kvlar', wrapToolCall: guardToolCalls(kvlar, …) })`. */
export function guardToolCalls<Message>(
  kvlar: Judge,
  { ToolMessage, interrupt }: LangChain<Message>,
  options: ToolOptions<AgentRuntime> = {},
) {
  const stops = interrupt && ({ onPending: 'throw' } as const)
  return async <Request extends ToolCallRequest, Result>(
    request: Request,
    handler: (request: Request) => Result | Promise<Result>,
  ): Promise<Result | Message> => {
    const { toolCall, runtime } = request
    const { name, args: input, id = '' } = toolCall
    const start = (args: JsonObject) => handler({ ...request, toolCall: { ...toolCall, args } })
    const call = { name, input, call: runtime, signal: runtime.signal, start }
    for (;;) {
      try {
        return await callTool(kvlar, call, { ...stops, ...options })
      } catch (error) {
        const _kvlar = noticeOf(error)
        if (!isKvlarError(error) || _kvlar === undefined) throw error
        // Throws to stop the graph; comes back once that is resumed, whatever with, and the call is judged anew.
        if (error.name === 'ApprovalPending' && interrupt !== undefined) interrupt({ _kvlar })
        else {
          const content = noticeText(error, _kvlar)
          return new ToolMessage({ content, tool_call_id: id, name, status: 'error', artifact: { _kvlar } })
        }
      }
    }
  }
}
