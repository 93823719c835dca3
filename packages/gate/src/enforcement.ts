import { canonicalJson, sha256Hex, type JsonObject, type JsonValue } from '@kvlar/core/json'
import type { DriftOptions } from './drift/drift-options.ts'
import { readDriftOptions } from './drift/read-drift-options.ts'
import type { Evaluator } from './evaluators/evaluator.ts'
import type { Invariant } from './invariants/invariant.ts'

/** What stops calls beside the policies for as long as a gate is open, as it was given. */
export interface Enforcement {
  readonly invariants?: readonly Invariant[]
  readonly drift?: DriftOptions
  readonly evaluators?: readonly Pick<Evaluator, 'name'>[]
}

/** The same as a record keeps it. */
export interface DescribedEnforcement {
  /** `sha256:<hex>` over the meaning of all of it: the order counts, and how a file is laid out does not. */
  readonly digest: string
  /** Names, in the order in which they are asked. */
  readonly invariants?: readonly string[]
  /** With its defaults. */
  readonly drift?: JsonObject
  readonly evaluators?: readonly string[]
}

/**
 * Names what is in force beside the policies; undefined where nothing is. Of code only the name is known: what it does
 * is in no digest.
 * @throws ConfigError for options of drift that are none
 */
export function describeEnforcement({
  invariants = [],
  drift,
  evaluators = [],
}: Enforcement): DescribedEnforcement | undefined {
  if (invariants.length === 0 && drift === undefined && evaluators.length === 0) return undefined
  const looksFor = drift === undefined ? undefined : driftJson(drift)
  const names = evaluators.map(({ name }) => name)
  const meant: JsonValue = {
    format: 'kvlar-enforcement-1',
    invariants: invariants.map(invariantJson),
    drift: looksFor ?? null,
    evaluators: names,
  }
  return {
    digest: `sha256:${sha256Hex(canonicalJson(meant))}`,
    ...(invariants.length > 0 && { invariants: invariants.map(({ name }) => name) }),
    ...(looksFor !== undefined && { drift: looksFor }),
    ...(names.length > 0 && { evaluators: names }),
  }
}

function invariantJson({ name, actions, ...demand }: Invariant): JsonObject {
  const head = { name, ...(actions !== undefined && { actions: [...actions] }) }
  switch (demand.kind) {
    case 'param_max':
      return { ...head, kind: demand.kind, field: demand.field, max: demand.max }
    case 'param_min':
      return { ...head, kind: demand.kind, field: demand.field, min: demand.min }
    case 'max_actions_per_session':
      return { ...head, kind: demand.kind, max: demand.max }
    case 'max_session_age':
      return { ...head, kind: demand.kind, maxMs: demand.maxMs }
    case 'allowed_actions':
    case 'blocked_actions':
      return { ...head, kind: demand.kind, names: [...demand.names] }
    case 'custom':
      return { ...head, kind: demand.kind }
  }
}

function driftJson(drift: DriftOptions): JsonObject {
  const { geo, sessionAge, device, rate } = readDriftOptions(drift)
  return {
    geo: typeof geo === 'object' ? { max_km: geo.maxKm } : geo,
    session_age: sessionAge && { max_ms: sessionAge.maxMs },
    device,
    rate: rate && { warn_above: rate.warnAbove, max_per_minute: rate.maxPerMinute },
  }
}
