import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import type { CallOptions } from '../guard.ts'
import { InvalidArguments } from '../errors/invalid-arguments.ts'
import { frozenJson } from './frozen-json.ts'

/** What a guarded function was called with. */
export interface Given {
  /** A frozen copy. */
  readonly named: JsonObject
  /** Absent when the caller gave none. */
  readonly call?: CallOptions
}

/**
 * The arguments of one call by name, and the options that may follow them. A function of one object that is given none is
 * called with no argument.
 *
 * @param params names of the parameters in order; one object of named arguments when absent
 * @throws InvalidArguments
 */
export function bindGiven(given: readonly unknown[], params: readonly string[] | undefined): Given {
  const positions = params?.length ?? 1
  if (given.length > positions + 1)
    throw misplaced(`takes ${positions} arguments and then \`{ signal }\`, ${given.length} were given`)
  const call = readCallOptions(given[positions])
  const named = asObject(frozenJson(params === undefined ? oneOf(given) : byName(given, params)))
  return { named, ...(call !== undefined && { call }) }
}

/** What the function is called with: what was judged, in the places where it was given, and nothing else. */
export function listOf(
  parameters: JsonObject,
  params: readonly string[] | undefined,
  call: CallOptions | undefined,
): readonly unknown[] {
  const list: unknown[] =
    params === undefined
      ? [parameters]
      : params.map((name) => (Object.hasOwn(parameters, name) ? parameters[name] : undefined))
  if (call !== undefined) return [...list, call]
  return list.slice(0, list.findLastIndex((value) => value !== undefined) + 1)
}

/** @throws InvalidArguments when it is not an object of named arguments */
export function asObject(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value
  throw misplaced('takes one object, or `params` names its parameters')
}

function oneOf([first = {}]: readonly unknown[]): unknown {
  return first
}

function byName(given: readonly unknown[], params: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(params.map((name, index) => [name, given[index]]))
}

/** INVARIANT: nothing but a signal passes beside the arguments that are judged. */
function readCallOptions(options: unknown): CallOptions | undefined {
  if (options === undefined) return undefined
  if (typeof options !== 'object' || options === null)
    throw misplaced('takes `{ signal }` as its last argument')
  const { signal, ...others } = isOfAiSdk(options)
    ? { signal: options.abortSignal }
    : (options as { readonly signal?: unknown })
  if (Reflect.ownKeys(others).length > 0) throw misplaced('takes nothing but `signal` in its last argument')
  if (signal === undefined) return Object.freeze({})
  if (!isSignal(signal)) throw misplaced('takes an `AbortSignal` as its `signal`')
  return Object.freeze({ signal })
}

/**
 * What the Vercel AI SDK calls `execute` with beside the arguments; of it the function gets the signal, and nothing that
 * nobody judged.
 */
function isOfAiSdk(options: object): options is { readonly abortSignal?: unknown } {
  return (
    'toolCallId' in options &&
    typeof options.toolCallId === 'string' &&
    'messages' in options &&
    Array.isArray(options.messages)
  )
}

/** By its shape, because there are other realms and polyfills. */
function isSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  )
}

function misplaced(what: string): InvalidArguments {
  return new InvalidArguments('KVLAR_ARGUMENTS_MISPLACED', `a guarded function ${what}; it has not run`)
}
