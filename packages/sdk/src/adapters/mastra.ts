/**
 * Mastra: tools that run only when the policy or a person says so. A run is suspended for people, and what it is resumed
 * with does not decide.
 *
 * It governs tools that are made with it. What Mastra adds by itself (tools of a workspace or of memory, other agents) and
 * what a provider or a browser executes never passes here.
 */
import type { JsonObject } from '@kvlar/core/json'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import type { StandardSchema } from '../input/standard-schema.ts'
import { noticeOf } from '../notice.ts'
import { callTool, told, type Judge, type ToolOptions } from './call-tool.ts'

export { ToolStopped } from './call-tool.ts'

/** What Mastra says of a call; the program put into `requestContext` what it knows. */
export interface MastraCall {
  readonly requestContext?: { get(key: string): unknown } | undefined
}

/** Without `onPending`, a run is suspended where the policy asks, if a `Mastra` keeps it; else the call waits. */
export type MastraOptions = ToolOptions<MastraCall>

/** `createTool` of `@mastra/core/tools`. */
type CreateTool = (tool: never) => object

interface Execution extends MastraCall {
  readonly abortSignal?: AbortSignal | undefined
  readonly mastra?: unknown
  readonly agent?: Suspending | undefined
  readonly workflow?: Suspending | undefined
}

interface Suspending {
  readonly resumeData?: unknown
  readonly suspend?: (payload: object) => Promise<unknown>
}

interface Tool {
  readonly id?: unknown
  readonly execute?: unknown
  readonly inputSchema?: unknown
  readonly suspendSchema?: unknown
  readonly resumeSchema?: unknown
}

/**
 * `createTool`, whose tools are guarded: `const createGuarded = guardCreateTool(kvlar, createTool)`. It takes tools that
 * are made already, too. What is judged are the arguments as the schema made them; rules know a tool by its `id`.
 */
export function guardCreateTool<Create extends CreateTool>(
  kvlar: Judge,
  createTool: Create,
  options: MastraOptions = {},
): Create {
  const create = (tool: Tool): object => {
    const { id: name, execute, suspendSchema, resumeSchema } = tool
    if (typeof name !== 'string' || typeof execute !== 'function')
      throw new KvlarMisuse('KVLAR_BAD_OPTION', 'a tool is guarded with its `id` and its `execute`')
    // A tool that is suspended by itself has shapes of its own for it.
    const maySuspend =
      options.onPending === undefined && suspendSchema === undefined && resumeSchema === undefined
    const guarded = async (input: unknown, call: Execution): Promise<unknown> => {
      const { suspend, resumeData } = call.agent ?? call.workflow ?? {}
      const stops = maySuspend && call.mastra !== undefined ? suspend : undefined
      // Mastra asks it, and it completes the arguments, but not again when a run is resumed.
      const isResumed = resumeData !== undefined && resumeData !== null
      const schema = isResumed && isSchema(made.inputSchema) ? made.inputSchema : undefined
      const start = (args: object): unknown => execute.call(tool, args, call) as unknown
      try {
        return await callTool(
          kvlar,
          { name, input, schema, call, signal: call.abortSignal, start },
          stops ? { ...options, onPending: 'throw' } : options,
        )
      } catch (error) {
        if (stops === undefined || !isKvlarError(error) || error.name !== 'ApprovalPending') throw told(error)
        await stops({ _kvlar: noticeOf(error) })
        return undefined
      }
    }
    const made: Tool = createTool({ ...tool, execute: guarded } as never)
    return made
  }
  // Each tool is what it would be, but for what it executes.
  return create as unknown as Create
}

function isSchema(schema: unknown): schema is StandardSchema<unknown, JsonObject> {
  return typeof schema === 'object' && schema !== null && '~standard' in schema
}
