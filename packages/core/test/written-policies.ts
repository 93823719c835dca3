/*
 * Random policies as files that a person could have written, for tests of what reads files. The Kvlar dialect cannot say
 * all that the engine knows (patterns of Kavach's, tests of the name inside of a connective): what it cannot say becomes
 * the nearest that it can, so that the file is what counts from here on.
 */
import fc from 'fast-check'
import {
  DEFAULT_ACTION_TYPES,
  parseGlob,
  readPolicy,
  type Condition,
  type HistoryCondition,
  type Match,
  type Operator,
  type Pattern,
  type Policy,
  type PrincipalMatch,
  type Rule,
  type TimeWindowCondition,
} from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { policies } from './random-policies.ts'

/** A policy with the text of its file; JSON, which is YAML too. */
export interface WrittenPolicy {
  readonly text: string
  readonly policy: Policy
}

/** Up to two files, each with the policy that it is read as. */
export const writtenPolicies: fc.Arbitrary<readonly WrittenPolicy[]> = policies.map((list) =>
  list.map((policy) => {
    const text = JSON.stringify(policyDocument(policy), (_key, value: unknown) => writable(value))
    const read = readPolicy({ file: `${policy.name}.yaml`, text })
    if (!read.ok) throw new Error(`${read.diagnostics[0]?.message} in ${text}`)
    return { text, policy: read.policy }
  }),
)

/** Files have no whole numbers that a double does not hold. */
export function writable(value: unknown): unknown {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? Number.MAX_SAFE_INTEGER : value
}

/** What a file would say. */
function policyDocument({ name, rules }: Policy): JsonObject {
  return { name, version: '1', rules: rules.map(ruleDocument) }
}

function ruleDocument({ id, effect, match }: Rule): JsonObject {
  const { type, reason = 'random', redactFields } = effect
  return {
    id,
    match_on: matchDocument(match),
    effect: { type, ...(type !== 'allow' && { reason }), redact_fields: redactFields },
  }
}

function matchDocument({ actionTypes, condition, ...match }: Match): JsonObject {
  const { resources, ignoreCase, words, agentIds, servers, targets, principals } = match
  const isDefault = actionTypes === DEFAULT_ACTION_TYPES && words === undefined
  const of = condition?.kind === 'all' ? condition.of : condition === undefined ? [] : [condition]
  const closed = of.find((one) => one.kind === 'arguments_only')
  const others = of.filter((one) => one !== closed).map(conditionDocument)
  return {
    ...(!isDefault && { action_types: actionTypes }),
    ...(resources && { resources: resources.map(patternText) }),
    ...(resources && ignoreCase && { ignore_case: true }),
    ...(words && { words }),
    ...(agentIds && { agent_ids: agentIds.map(patternText) }),
    ...(servers && { servers: servers.map(patternText) }),
    ...(targets && { targets: targets.map(patternText) }),
    ...(principals && { principals: principalsDocument(principals) }),
    ...(closed?.kind === 'arguments_only' && { arguments: { only: closed.paths.map(({ text }) => text) } }),
    ...(others.length > 0 && { conditions: others }),
  }
}

function principalsDocument({ ids, kinds, roles }: PrincipalMatch): JsonObject {
  return {
    ...(ids && { ids: ids.map(patternText) }),
    ...(kinds && { kinds }),
    ...(roles && { roles }),
  }
}

/** A pattern has something that can be seen; a name that looks like a pattern or a list is one of classes. */
function patternText({ kind, text }: Pattern): string {
  const seen = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
  if (seen.trim() === '') return kind === 'exact' ? '?' : '*'
  if (kind === 'prefix') return `${literal(seen)}*`
  const isLiteral = kind === 'exact' || !parseGlob(seen).ok || seen.startsWith('$')
  return isLiteral ? literal(seen) : seen
}

function literal(text: string): string {
  return text.replaceAll(/[*?[]|^\$/g, (sign) => `[${sign}]`)
}

/** Stands for what no file can say there. */
const INSTEAD: JsonObject = { field: 'b', operator: 'exists' }

function conditionDocument(condition: Condition): JsonObject {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.length === 0 ? INSTEAD : { [condition.kind]: condition.of.map(conditionDocument) }
    case 'not':
      return { not: conditionDocument(condition.of) }
    case 'field': {
      const { path, operator, value, except, relative } = condition
      return {
        field: path.text,
        operator,
        ...operandOf(operator, value),
        ...(except && { except }),
        ...(relative !== undefined && { relative }),
      }
    }
    case 'fields': {
      const { operator, paths, value } = condition
      const texts = [...new Set(paths.map(({ text }) => text))]
      return { ...(operator === 'money' ? { field: texts[0] ?? '' } : { fields: texts }), operator, value }
    }
    case 'anywhere':
      return { anywhere: { operator: condition.operator, ...operandOf(condition.operator, condition.value) } }
    case 'parameter_regex':
      return { field: condition.name, operator: 'matches', value: condition.pattern }
    case 'rate_limit':
      return { rate_limit: { max: condition.max, window: seconds(condition.windowMs) } }
    case 'history':
      return historyDocument(condition)
    case 'session_age_max':
      return { session_age_max: seconds(Math.max(1000, condition.maxMs)) }
    case 'time_window':
      return windowDocument(condition)
    case 'arguments_only':
    case 'resource':
    case 'target':
    case 'principal':
      return INSTEAD
  }
}

/** Secrets of whatever kind are looked for where no kinds are written. */
function operandOf(operator: Operator, value: JsonValue): { value?: JsonValue } {
  return operator === 'contains_secret' ? {} : { value }
}

function historyDocument({
  measure,
  match,
  sum,
  by,
  same,
  withinMs,
  bound,
  limit,
}: HistoryCondition): JsonObject {
  const single = same.filter(({ here }) => here.segments.every(({ kind }) => kind !== 'wildcard'))
  return {
    [measure]: {
      ...(match && { match: matchDocument(match) }),
      ...(sum && { of: sum.path.text }),
      by: by.length === 0 ? 'rule' : by,
      ...(single.length > 0 && { same: single.map(({ here }) => here.text) }),
      within: seconds(withinMs),
      [measure === 'seen' ? 'at_least' : bound]: limit,
    },
  }
}

function windowDocument({ startMs, endMs, zone, days, from, until }: TimeWindowCondition): JsonObject {
  const isWindow = startMs !== endMs
  const isDated = from !== undefined && until !== undefined && from >= until
  return {
    time_window: {
      hours: isWindow ? `${hour(startMs)}-${hour(endMs)}` : '00:00-24:00',
      zone,
      ...(days && { days }),
      ...(from !== undefined && { from }),
      ...(until !== undefined && !isDated && { until }),
    },
  }
}

const hour = (ms: number): string => `${String(ms / 3_600_000).padStart(2, '0')}:00`
const seconds = (ms: number): string => `${ms / 1000}s`
