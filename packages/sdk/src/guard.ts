import type { KvlarContext } from './call-context.ts'
import type { InputOf, OutputOf, StandardSchema } from './input/standard-schema.ts'

/** What a caller may say beside the arguments; the function gets it too, and it is not judged. */
export interface CallOptions {
  /** Withdraws the call while it waits, and is the function's to obey while it runs. */
  readonly signal?: AbortSignal
}

export interface GuardOptions<Args = never> {
  /** Names of the parameters in order; without it the function takes one object. */
  readonly params?: readonly string[]
  /** What parses the arguments; what it makes of them is judged and runs. */
  readonly input?: StandardSchema
  /** Configured name of what the function talks to, as `server` of a proxy. */
  readonly server?: string
  /** What the call is done to, or how to tell from the arguments; what rules call the target. */
  readonly target?: string | ((args: Args) => string | undefined)
  /** Names and paths of arguments to hide from the record and reviewers, beside what the policy hides. */
  readonly redact?: readonly string[]
  /** Who calls, or what says so at the moment of the call; in place of the context that `run` set. */
  readonly context?: KvlarContext | (() => KvlarContext)
  /** Whether a caller waits for a reviewer, which is the default, or gets `ApprovalPending` and calls again. */
  readonly onPending?: 'wait' | 'throw'
  /** With `throw`: how long the caller is held first; 0 when absent. */
  readonly holdMs?: number
}

/** Where no argument need be given, a call may go without. */
type GivenTo<Input> =
  Partial<Input> extends Input ? [args?: Input, call?: CallOptions] : [args: Input, call?: CallOptions]

/**
 * Wraps a function: it runs only when the policy or a reviewer says so, with a deep-frozen copy of the arguments that
 * were judged. It keeps its type, but for always being asynchronous, and its `this`.
 *
 * @param name what rules call it
 * @throws KvlarMisuse `KVLAR_BAD_OPTION`
 */
export interface Guard {
  <Schema extends StandardSchema, This, Result>(
    name: string,
    fn: (this: This, args: OutputOf<Schema>, call?: CallOptions) => Result,
    options: GuardOptions<OutputOf<Schema>> & { readonly input: Schema; readonly params?: undefined },
  ): (this: This, ...given: GivenTo<InputOf<Schema>>) => Promise<Awaited<Result>>

  <Given extends readonly unknown[], This, Result>(
    name: string,
    fn: (this: This, ...given: Given) => Result,
    options: GuardOptions<Readonly<Record<string, unknown>>> & { readonly params: readonly string[] },
  ): (this: This, ...given: [...Given, call?: CallOptions]) => Promise<Awaited<Result>>

  <Args extends object, This, Result>(
    name: string,
    fn: (this: This, args: Args, call?: CallOptions) => Result,
    options?: GuardOptions<Args> & { readonly input?: undefined; readonly params?: undefined },
  ): (this: This, ...given: GivenTo<Args>) => Promise<Awaited<Result>>
}
