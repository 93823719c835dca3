import {
  agentPrincipal,
  createEngine,
  isFieldsOperator,
  type Action,
  type Condition,
  type Effect,
  type Engine,
  type Facts,
  type FieldPath,
  type FieldsOperator,
  type Match,
  type Operator,
  type Pattern,
  type Rule,
  type Truth,
} from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { platformUrl, policyOf } from './random-policies.ts'

export const origin = { file: 'test.yaml', line: 1, column: 1 }

export function rule(
  id: string,
  type: Effect['type'],
  match: Partial<Match> = {},
  rest: Partial<Rule & Effect> = {},
): Rule {
  const { priority = 100, reason = `reason of ${id}`, redactFields = [], ...effect } = rest
  return {
    id,
    policy: 'test',
    origin,
    priority,
    effect: { type, reason, redactFields, ...effect },
    match: { actionTypes: ['tool_call', 'resource_read', 'prompt_get'], ...match },
  }
}

export function globs(...texts: string[]): readonly Pattern[] {
  return texts.map((text) => ({ kind: 'glob', text }))
}

/** `a.b`, `a[0]`, `a[*].b` as the loader reads it. */
export function fieldPath(text: string): FieldPath {
  const segments = [...text.matchAll(/\[(\d+|\*)\]|[^.[\]]+/g)].map(([part, index]) =>
    index === undefined
      ? { kind: 'key' as const, key: part }
      : index === '*'
        ? { kind: 'wildcard' as const }
        : { kind: 'index' as const, index: Number(index) },
  )
  return { text, segments }
}

export function field(path: string, operator: Operator, value: JsonValue = null): Condition {
  if (isFieldsOperator(operator)) return fields([path], operator, value)
  return {
    kind: 'field',
    path: fieldPath(path),
    operator,
    value,
    origin,
  }
}

/** Several arguments judged as one; of `money`, the second is the currency. */
export function fields(paths: readonly string[], operator: FieldsOperator, value: JsonValue): Condition {
  return { kind: 'fields', paths: paths.map(fieldPath), operator, value, origin }
}

export function engineOf(...rules: Rule[]): Engine {
  return createEngine([policyOf('test', rules)], { parseUrl: platformUrl })
}

export function call(resource: string, parameters: JsonObject = {}, rest: Partial<Action> = {}): Action {
  return {
    type: 'tool_call',
    resource,
    parameters,
    agentId: 'bot',
    principal: agentPrincipal('bot'),
    ...rest,
  }
}

export const NOW = { nowMs: Date.UTC(2026, 5, 15, 12) }

/** The truth of a condition, seen from outside: an error matches in a deny rule and not in an allow rule. */
export function truthOf(
  condition: Condition,
  parameters: JsonObject,
  rest: Partial<Action> = {},
  facts: Facts = NOW,
): Truth {
  const denied =
    engineOf(rule('r', 'deny', { condition })).decide(call('t', parameters, rest), facts).code ===
    'POLICY_DENY'
  const allowed =
    engineOf(rule('r', 'allow', { condition })).decide(call('t', parameters, rest), facts).outcome === 'allow'
  if (allowed && !denied)
    throw new Error('a condition that lets an allow rule match must let a deny rule match')
  return denied ? (allowed ? 'true' : 'error') : 'false'
}
