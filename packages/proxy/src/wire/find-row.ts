import { foldKey } from '@kvlar/core/json'
import { requestFault, type Fault } from './answers/fault.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { Side } from './message.ts'
import { METHODS, type MethodRow } from './methods.ts'
import { isUnsafeName } from './read-params.ts'

/** The row of a method as this side may send it; undefined is an unknown method. */
export function findRow(method: string, from: Side, kind: MethodRow['kind']): MethodRow | undefined {
  const row = METHODS.get(method)
  return row?.kind === kind && row.from.includes(from) ? row : undefined
}

const FOLDED_METHODS: ReadonlyMap<string, string> = new Map(
  [...METHODS.keys()].map((method) => [foldKey(method), method]),
)

/** What makes a method name unsafe: control characters, or that a lenient reader could take it for a known one. */
export function methodFault(method: string): Fault | undefined {
  if (METHODS.has(method)) return undefined
  if (method === '' || method.length > WIRE_LIMITS.methodCharsMax || isUnsafeName(method)) {
    return requestFault('BAD_METHOD', 'the method is empty, too long or holds a control character')
  }
  const meant = FOLDED_METHODS.get(foldKey(method).replaceAll(/\s/g, ''))
  return meant === undefined
    ? undefined
    : requestFault('BAD_METHOD', `the method could be read as \`${meant}\` without being it`)
}
