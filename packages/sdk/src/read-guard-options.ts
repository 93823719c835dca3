import type { JsonObject } from '@kvlar/core/json'
import { KvlarMisuse } from './errors/kvlar-misuse.ts'
import type { GuardOptions } from './guard.ts'
import { LIMITS } from './limits.ts'
import { unknownKey } from './unknown-key.ts'

/** Options of any guarded function, once the types have done their work. */
export type AnyGuardOptions = GuardOptions<JsonObject>

const KEYS: Readonly<Record<keyof AnyGuardOptions, true>> = {
  params: true,
  input: true,
  server: true,
  target: true,
  redact: true,
  context: true,
  onPending: true,
  holdMs: true,
}

/**
 * A copy of the options of a guarded function that the program can no longer change.
 *
 * @throws KvlarMisuse `KVLAR_BAD_OPTION`
 */
export function readGuardOptions(name: string, fn: unknown, options: AnyGuardOptions): AnyGuardOptions {
  if (typeof name !== 'string' || name === '' || name.length > LIMITS.nameCharsMax)
    throw bad('a function is guarded under a name, or no rule could name it')
  if (typeof fn !== 'function') throw bad(`what \`${name}\` guards is not a function`)
  const unknown = unknownKey(options, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not an option of \`guard\``)
  const { params, input, server, target, redact = [], context, onPending = 'wait', holdMs } = options
  if (params !== undefined && !isNames(params)) throw bad('`params` is not a list of different names')
  if (input !== undefined && typeof input['~standard']?.validate !== 'function')
    throw bad('`input` is not a Standard Schema')
  if (server !== undefined && typeof server !== 'string') throw bad('`server` is not a name')
  if (target !== undefined && typeof target !== 'string' && typeof target !== 'function')
    throw bad('`target` is neither a text nor a function')
  if (!Array.isArray(redact) || !redact.every((field) => typeof field === 'string'))
    throw bad('`redact` is not a list of fields')
  if (
    context !== undefined &&
    typeof context !== 'function' &&
    (typeof context !== 'object' || context === null)
  )
    throw bad('`context` is neither a context nor a function')
  if (onPending !== 'wait' && onPending !== 'throw') throw bad('`onPending` is neither `wait` nor `throw`')
  if (holdMs !== undefined && (onPending === 'wait' || !(holdMs >= 0)))
    throw bad('`holdMs` is a time from 0 on, and for `onPending: "throw"` only')
  return Object.freeze({
    ...options,
    ...(params !== undefined && { params: [...params] }),
    redact: [...redact],
    onPending,
  })
}

function isNames(params: readonly string[]): boolean {
  return (
    Array.isArray(params) &&
    params.every((name) => typeof name === 'string' && name !== '' && name !== '__proto__') &&
    new Set(params).size === params.length
  )
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_OPTION', `${what}; refusing to guard`)
}
