import { canonicalJson, readJson, type JsonObject } from '@kvlar/core/json'
import type { GuardOptions } from './guard-options.ts'

/**
 * The arguments of one call as a frozen JSON copy that nobody else holds, and the list to call the function with.
 *
 * @throws TypeError for arguments that are not JSON or do not fit the names
 */
export function bindArguments(
  given: readonly unknown[],
  { params }: Pick<GuardOptions, 'params'>,
): { readonly named: JsonObject; readonly list: readonly unknown[] } {
  if (params === undefined) {
    const [only, ...rest] = given
    if (rest.length > 0 || typeof only !== 'object' || only === null || Array.isArray(only))
      throw new TypeError(
        'a guarded function takes one object, or `params` names its parameters; not calling it',
      )
    const named = frozenCopy(only)
    return { named, list: [named] }
  }
  if (given.length > params.length)
    throw new TypeError(
      `\`params\` names ${params.length} parameters, ${given.length} were given; not calling it`,
    )
  const named = frozenCopy(
    Object.fromEntries(params.slice(0, given.length).map((name, at) => [name, given[at]])),
  )
  return { named, list: params.slice(0, given.length).map((name) => named[name]) }
}

function frozenCopy(value: object): JsonObject {
  let text: string
  try {
    // Canonical JSON refuses whatever is not JSON, which is what the cast would otherwise hide.
    text = canonicalJson(value as JsonObject)
  } catch (cause) {
    throw new TypeError('the arguments are not JSON; not calling the function', { cause })
  }
  const read = readJson(text)
  if (!read.ok)
    throw new TypeError(`the arguments cannot be read back (${read.refusal.message}); not calling it`)
  // An object was written, so one is read.
  return deepFreeze(read.value) as JsonObject
}

function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item)
    Object.freeze(value)
  }
  return value
}
