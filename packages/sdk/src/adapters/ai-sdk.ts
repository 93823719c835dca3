/**
 * The Vercel AI SDK: tools that run only when the policy or a person says so.
 *
 * It governs what the SDK executes. What a provider or a browser executes never passes here, so that such tools are
 * refused unless they are named in `unjudged`.
 */
import type { PendingRequest } from '../errors/approval-pending.ts'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { askAheadOf, callTool, told, waitsText, type Judge, type ToolOptions } from './call-tool.ts'
import { streamOf } from './stream-of.ts'

export { ToolStopped } from './call-tool.ts'

/** What the SDK says of a call: the context of the tool, as the program gave it in `toolsContext`. */
export interface AiToolCall {
  readonly context?: unknown
}

export interface AiToolOptions extends ToolOptions<AiToolCall> {
  /** Tools that a provider or a browser executes, which Kvlar does not see. */
  readonly unjudged?: readonly string[]
}

type Execute = (input: unknown, call: AiToolCall & { readonly abortSignal?: AbortSignal }) => unknown
type AskAhead = (input: unknown, call: AiToolCall) => Promise<PendingRequest | undefined>

/** By the `execute` of guarded tools. */
const askers = new WeakMap<object, AskAhead>()

/** The same tools, guarded. @throws KvlarMisuse for tools that are executed elsewhere */
export function guardTools<Tools extends Readonly<Record<string, object>>>(
  kvlar: Judge,
  tools: Tools,
  { unjudged = [], ...options }: AiToolOptions = {},
): Tools {
  const guarded = Object.entries(tools).map(([name, tool]) => {
    const execute = executeOf(tool)
    if (execute === undefined && unjudged.includes(name)) return [name, tool]
    if (execute === undefined)
      throw new KvlarMisuse(
        'KVLAR_BAD_OPTION',
        `\`${name}\` runs elsewhere, unseen; name it in \`unjudged\` if that is meant`,
      )
    return [name, { ...tool, execute: guardedExecute(kvlar, name, { execute, options }) }]
  })
  // Each tool is what it was, but for what it executes.
  return Object.fromEntries(guarded)
}

/** Hand it on as `toolApproval`: the run stops for approval where the policy asks, and people are asked in Kvlar's queue. */
export async function toolApproval({
  toolCall,
  tools,
  toolsContext,
}: ApprovalQuestion): Promise<undefined | { readonly type: 'user-approval'; readonly reason: string }> {
  const { toolName, input } = toolCall
  const tool: object | undefined =
    tools !== undefined && Object.hasOwn(tools, toolName) ? tools[toolName] : undefined
  const askAhead = tool && askers.get(executeOf(tool) ?? tool)
  const waits = await askAhead?.(input, { context: toolsContext?.[toolName] })
  return waits && { type: 'user-approval', reason: waitsText(waits) }
}

interface ApprovalQuestion {
  readonly toolCall: { readonly toolName: string; readonly input: unknown }
  readonly tools?: Readonly<Record<string, object>> | undefined
  readonly toolsContext?: Readonly<Record<string, unknown>> | undefined
}

function guardedExecute(
  kvlar: Judge,
  name: string,
  { execute, options }: { readonly execute: Execute; readonly options: ToolOptions<AiToolCall> },
): Execute {
  const judged = async (input: unknown, call: Parameters<Execute>[1], start: (args: object) => unknown) =>
    callTool(kvlar, { name, input, call, signal: call.abortSignal, start }, options).catch(
      (error: unknown) => {
        throw told(error)
      },
    )
  /** The SDK tells a tool that streams by what `execute` gives at once. */
  const guarded: Execute = isGenerator(execute)
    ? (input, call) =>
        streamOf((emit) =>
          judged(input, call, async (args) => {
            for await (const part of execute(args, call) as AsyncIterable<unknown>) await emit(part)
          }),
        )
    : async (input, call) => judged(input, call, (args) => execute(args, call))
  askers.set(guarded, async (input, call) => askAheadOf(kvlar, { name, input, call }, options))
  return guarded
}

function executeOf(tool: object): Execute | undefined {
  return 'execute' in tool && typeof tool.execute === 'function' ? (tool.execute as Execute) : undefined
}

function isGenerator(execute: Execute): boolean {
  return Object.prototype.toString.call(execute) === '[object AsyncGeneratorFunction]'
}
