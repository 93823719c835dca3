import type { JsonObject } from '@kvlar/core/json'
import type { KvlarContext } from '../call-context.ts'
import type { PendingRequest } from '../errors/approval-pending.ts'
import type { AnyKvlarError } from '../errors/is-kvlar-error.ts'
import type { GuardOptions } from '../guard.ts'
import type { LetGo } from '../guard-function.ts'
import type { Guarding } from '../guard-over.ts'
import type { StandardSchema } from '../input/standard-schema.ts'
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import { noticeOf, noticeText, type Notice } from '../notice.ts'

/** What an adapter needs of a running Kvlar. */
export type Judge = Pick<Guarding, 'guard' | 'run' | 'askAhead' | 'letGo'>

/** How the tools of a framework are guarded. `Call`: what the framework hands to a tool beside its arguments. */
export interface ToolOptions<Call = unknown> extends Pick<
  GuardOptions<JsonObject>,
  'server' | 'target' | 'redact' | 'onPending' | 'holdMs'
> {
  /** Who calls, from what the framework says of the run, which your code put there; else who `kvlar.run` says. */
  readonly context?: (call: Call) => KvlarContext
}

/** One call of a tool, in whatever framework. */
export interface ToolCall<Call, Result> {
  readonly name: string
  /** What the model wrote, as the framework read it. */
  readonly input: unknown
  /** What is to make the arguments of it, where the framework has not done so. */
  readonly schema?: StandardSchema<unknown, JsonObject> | undefined
  readonly call: Call
  readonly signal?: AbortSignal | undefined
  /** Runs the tool with a frozen copy of what was judged. */
  readonly start: (args: JsonObject) => Result | Promise<Result>
}

/** The one road from a framework to its tool: every adapter ends here. */
export async function callTool<Call, Result>(
  kvlar: Judge,
  { name, input, schema, call, signal, start }: ToolCall<Call, Result>,
  { context, ...given }: ToolOptions<Call>,
): Promise<Result> {
  const options = { ...given, ...(context && { context: () => context(call) }) }
  const guarded = schema
    ? kvlar.guard(name, start, { ...options, input: schema })
    : kvlar.guard(name, start, options)
  // A model that gives no arguments gives none; whatever else it gives is for the guard to read.
  return guarded((input ?? {}) as JsonObject, signal && { signal })
}

/** Puts a call before people before its framework makes it; undefined where it need not stop for them. */
export async function askAheadOf<Call>(
  kvlar: Judge,
  { name, input, call }: Pick<ToolCall<Call, unknown>, 'name' | 'input' | 'call'>,
  { context, ...options }: ToolOptions<Call>,
): Promise<PendingRequest | undefined> {
  const guarded = kvlar.guard(name, () => undefined, {
    ...options,
    ...(context && { context: () => context(call) }),
  })
  return kvlar.askAhead(guarded, (input ?? {}) as JsonObject)
}

/** The same road for a tool that its framework runs by itself, between two hooks. */
export async function letToolGo<Call>(
  kvlar: Judge,
  { name, input, call, signal }: Omit<ToolCall<Call, unknown>, 'start' | 'schema'>,
  { context, ...options }: ToolOptions<Call>,
): Promise<LetGo> {
  const guarded = kvlar.guard(name, () => undefined, {
    ...options,
    ...(context && { context: () => context(call) }),
  })
  return kvlar.letGo(guarded, (input ?? {}) as JsonObject, signal && { signal })
}

/** A tool that has not run, for frameworks that tell their model the message of what a tool throws. */
export class ToolStopped extends Error {
  override readonly name = 'ToolStopped'
  override readonly cause: AnyKvlarError
  readonly _kvlar: Notice

  constructor(cause: AnyKvlarError, notice: Notice) {
    super(noticeText(cause, notice))
    this.cause = cause
    this._kvlar = notice
  }
}

/** What is thrown in place of what stopped a call; what a tool itself throws stays what it is. */
export function told(error: unknown): unknown {
  const notice = noticeOf(error)
  return isKvlarError(error) && notice !== undefined ? new ToolStopped(error, notice) : error
}

/** Who is asked and where, for a person who sees that a run has stopped. */
export function waitsText({ approvalId, url }: PendingRequest): string {
  return `waits in Kvlar as ${approvalId}${url === undefined ? '' : `: ${url}`}; what is answered here does not decide it`
}
