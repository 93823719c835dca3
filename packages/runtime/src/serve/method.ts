import { z } from 'zod'
import type { Serving } from './serving.ts'
import { ServeError } from './serve-error.ts'

/** What a caller may do. `evaluate` is what a token has when it names none. */
export const SCOPES = ['evaluate', 'judge', 'approvals', 'audit', 'permits'] as const

export type Scope = (typeof SCOPES)[number]

/** What one method is called with beside its parameters. */
export interface MethodCall {
  readonly serving: Serving
  /** Aborts when the request is withdrawn, or its caller gone. */
  readonly signal: AbortSignal
}

/** One method of the protocol: the schema is what is checked, and what the specification prints. */
export interface Method {
  readonly scope: Scope
  readonly does: string
  readonly params: z.ZodType
  readonly run: (params: unknown, call: MethodCall) => object | Promise<object>
}

/** Ties the schema of the parameters to the code that gets them. */
export function method<Params extends z.ZodType>(given: {
  readonly scope: Scope
  /** One sentence, for the specification. */
  readonly does: string
  readonly params: Params
  readonly run: (params: z.output<Params>, call: MethodCall) => object | Promise<object>
}): Method {
  const { scope, does, params, run } = given
  return { scope, does, params, run: (read, call) => run(readParams(params, read), call) }
}

/** @throws ServeError `SERVE_BAD_PARAMS`, naming places and never values */
export function readParams<Params extends z.ZodType>(schema: Params, given: unknown): z.output<Params> {
  const read = schema.safeParse(given, { reportInput: false })
  if (read.success) return read.data
  const issues = read.error.issues.slice(0, ISSUES_MAX)
  const said = issues.map(({ path, message }) => `${path.map(String).join('.') || 'params'}: ${message}`)
  throw new ServeError('SERVE_BAD_PARAMS', `the parameters cannot be used: ${said.join('; ')}`)
}

const ISSUES_MAX = 5

/** What is checked, as JSON Schema 2020-12. */
export function paramsSchema({ params }: Method): object {
  return z.toJSONSchema(params, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // What is taken as the strict reader made it, whatever is in it.
      if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'object'
    },
  })
}
