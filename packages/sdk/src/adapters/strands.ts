/**
 * Strands Agents: tools of an agent that run only when the policy or a person says so, by a middleware. An agent is
 * interrupted for people, and what it is resumed with does not decide.
 *
 * `agent.tool.NAME.invoke(…)` is a call of the program itself, and does not pass here.
 */
import type { JsonObject } from '@kvlar/core/json'
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import { noticeOf, noticeText } from '../notice.ts'
import { callTool, type Judge, type ToolOptions } from './call-tool.ts'
import { streamOf } from './stream-of.ts'

/** What Strands says of a call: the state that the program gave to the run. */
export interface StrandsCall {
  readonly invocationState: Record<string, unknown>
}

/** What of Strands makes the answers; this package does not import it. */
export interface Strands<Text, Block> {
  readonly TextBlock: new (text: string) => Text
  readonly ToolResultBlock: new (fields: {
    readonly toolUseId: string
    readonly status: 'error'
    readonly content: Text[]
  }) => Block
}

interface ToolContext extends StrandsCall {
  readonly tool: { readonly name: string } | undefined
  readonly toolUse: { readonly name: string; readonly toolUseId: string; readonly input: unknown }
  readonly cancelSignal: AbortSignal
  interrupt(params: { readonly name: string; readonly reason: never }): unknown
}

/** Without `onPending`, an agent is interrupted where the policy asks. */
export type StrandsOptions = ToolOptions<StrandsCall>

/**
 * A middleware: `agent.addMiddleware(ExecuteToolStage, guardToolCalls(kvlar, { TextBlock, ToolResultBlock }))`. The one
 * that is added last stands next to the tools.
 */
export function guardToolCalls<Text, Block>(
  kvlar: Judge,
  { TextBlock, ToolResultBlock }: Strands<Text, Block>,
  { onPending, ...options }: StrandsOptions = {},
) {
  const blocked = (toolUseId: string, text: string): Block =>
    new ToolResultBlock({ toolUseId, status: 'error', content: [new TextBlock(text)] })

  return async function* <Context extends ToolContext, Event, Result>(
    context: Context,
    next: (context: Context) => AsyncGenerator<Event, { result: Result }, undefined>,
  ): AsyncGenerator<Event, { result: Result | Block }, undefined> {
    const { tool, toolUse, cancelSignal: signal } = context
    // Another one may have taken the place of the tool that the model named; what is judged is what runs.
    const name = tool?.name ?? toolUse.name
    let answer: { result: Result | Block } | undefined
    const work = async (emit: (event: Event) => Promise<void>): Promise<void> => {
      const start = async (input: JsonObject): Promise<{ result: Result }> => {
        const running = next({ ...context, toolUse: { ...toolUse, input } })
        try {
          for (;;) {
            const step = await running.next()
            if (step.done === true) return step.value
            await emit(step.value)
          }
        } finally {
          await running.return({} as never)
        }
      }
      const call = { name, input: toolUse.input, call: context, signal, start }
      for (let asked = 1; answer === undefined; asked += 1) {
        try {
          answer = await callTool(kvlar, call, { onPending: onPending ?? 'throw', ...options })
        } catch (error) {
          const _kvlar = noticeOf(error)
          if (signal.aborted) answer = { result: blocked(toolUse.toolUseId, 'cancelled') }
          else if (!isKvlarError(error) || _kvlar === undefined) throw error
          // Throws to stop the agent; comes back once that is resumed, whatever with, and the call is judged anew.
          else if (error.name === 'ApprovalPending' && onPending === undefined)
            // JSON, for which each framework has a type of its own.
            context.interrupt({ name: `kvlar-${asked}`, reason: { _kvlar } as never })
          else answer = { result: blocked(toolUse.toolUseId, noticeText(error, _kvlar)) }
        }
      }
    }
    for await (const event of streamOf(work)) yield event
    return answer ?? { result: blocked(toolUse.toolUseId, 'nothing has run') }
  }
}
