import type { Diagnostic, Source } from '@kvlar/core'
import {
  dropUndefined,
  freeze,
  readDuration,
  readInteger,
  readList,
  readMap,
  readName,
  readNumber,
  readSource,
  readText,
  type MapReader,
  type Read,
} from '@kvlar/core/document'
import { LIMITS } from '../limits.ts'
import type { Demand, Invariant } from './invariant.ts'
import { DEMAND_KEYS, INVARIANT_HEAD_KEYS, INVARIANTS_KEYS, MAX_KEYS, MIN_KEYS } from './invariant-keys.ts'

/** Invariants, or every problem that keeps them from being held. */
export type ReadInvariants =
  | { readonly ok: true; readonly invariants: readonly Invariant[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Reads a file of invariants (YAML, JSON, TOML or an object); never throws for what it says. */
export function readInvariants(source: Source): ReadInvariants {
  const diagnostics: Diagnostic[] = []
  const { report, node } = readSource(source, 'CONFIG', diagnostics)
  const map =
    node && readMap(node, report, { keys: INVARIANTS_KEYS, what: 'a file of invariants', file: 'invariants' })
  const invariants = map?.required('invariants', readList(readInvariant, { max: LIMITS.invariantsMax }))
  return invariants === undefined || diagnostics.some(({ severity }) => severity === 'error')
    ? { ok: false, diagnostics: freeze(diagnostics) }
    : { ok: true, invariants: freeze(invariants) }
}

const readInvariant: Read<Invariant> = (node, report) => {
  const map = readMap(node, report, {
    keys: { ...INVARIANT_HEAD_KEYS, ...DEMAND_KEYS },
    what: 'an invariant',
  })
  if (map === undefined) return undefined
  const name = map.required('name', readName)
  map.optional('description', readText)
  const actions = map.optional('actions', readNames)
  const demands = Object.keys(DEMAND_KEYS).filter((key) => map.has(key))
  const [key] = demands
  if (key === undefined || demands.length > 1)
    return report.shared(
      'BAD_VALUE',
      node,
      `an invariant demands exactly one thing, not ${demands.length}`,
      `write one of ${Object.keys(DEMAND_KEYS).join(', ')}; a second demand is an invariant of its own`,
    )
  const demand = readDemand(map)
  return name === undefined || demand === undefined ? undefined : dropUndefined({ name, actions, ...demand })
}

const readNames = readList(readName, { min: 1 })

function readDemand(map: MapReader): Demand | undefined {
  const [upper, lower] = [
    map.optional('param_max', readBound('max', MAX_KEYS)),
    map.optional('param_min', readBound('min', MIN_KEYS)),
  ]
  if (upper !== undefined) return { kind: 'param_max', field: upper.field, max: upper.bound }
  if (lower !== undefined) return { kind: 'param_min', field: lower.field, min: lower.bound }
  const actionsMax = map.optional('max_actions_per_session', readInteger(0, Number.MAX_SAFE_INTEGER))
  if (actionsMax !== undefined) return { kind: 'max_actions_per_session', max: actionsMax }
  const maxMs = map.optional('max_session_age', readDuration)
  if (maxMs !== undefined) return { kind: 'max_session_age', maxMs }
  const allowed = map.optional('allowed_actions', readNames)
  if (allowed !== undefined) return { kind: 'allowed_actions', names: allowed }
  const blocked = map.optional('blocked_actions', readNames)
  return blocked && { kind: 'blocked_actions', names: blocked }
}

function readBound(
  bound: 'max' | 'min',
  keys: typeof MAX_KEYS | typeof MIN_KEYS,
): Read<{ readonly field: string; readonly bound: number }> {
  return (node, report) => {
    const map = readMap(node, report, { keys, what: `\`param_${bound}\`` })
    const field = map?.required('field', readName)
    const value = map?.required(bound, readNumber)
    return field === undefined || value === undefined ? undefined : { field, bound: value }
  }
}
