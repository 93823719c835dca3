import { EFFECT_TYPES, PRINCIPAL_KINDS, type JsonArray, type JsonObject, type JsonValue } from '@kvlar/core'
import type { EntryBody, EntryKind } from './entry.ts'

/** Whether a value is what a field takes. */
type Check = (value: JsonValue) => boolean

export interface Field {
  readonly check: Check
  readonly required: boolean
}

const text: Check = (value) => typeof value === 'string'
const count: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const amount: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0
const digest: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const policyDigest: Check = (value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)
const chainId: Check = (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)
const requestId: Check = (value) => typeof value === 'string' || Number.isSafeInteger(value)
const object: Check = (value) => isObject(value)
const objects: Check = (value) => isArray(value) && value.every(isObject)
const path: Check = (value) => isArray(value) && value.every((part) => text(part) || count(part))
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value)
const shape =
  (fields: Readonly<Record<string, Field>>): Check =>
  (value) =>
    isObject(value) && fieldProblem(value, fields) === undefined
const listOf =
  (check: Check): Check =>
  (value) =>
    isArray(value) && value.every(check)

const need = (check: Check): Field => ({ check, required: true })
const may = (check: Check): Field => ({ check, required: false })

const principal = shape({ id: need(text), kind: need(oneOf(...PRINCIPAL_KINDS)), roles: need(listOf(text)) })
const counted = shape({ key: need(text), count: need(count) })
const facts = shape({
  now_ms: need(amount),
  counts: may(listOf(counted)),
  session_started_at_ms: may(amount),
})
const hidden = shape({
  path: need(path),
  type: need(oneOf('null', 'boolean', 'number', 'string', 'array', 'object')),
  length: may(count),
  digest: need(digest),
})
const conditionOutcome = shape({
  rule: need(text),
  part: need(text),
  truth: need(oneOf('true', 'false', 'error')),
})
const root: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value)
const head = shape({ chain: need(chainId), size: need(count), root: need(root) })
const side = oneOf('client', 'server')

/** A table that has a row for every field of a body, so that a renamed field does not compile. */
type FieldsOf<Body extends EntryBody> = { readonly [Key in Exclude<keyof Body, 'kind'>]-?: Field }

/** The fields of every kind of entry, one row each. What is not here is not an entry of this version. */
export const ENTRY_FIELDS: { readonly [Kind in EntryKind]: FieldsOf<Extract<EntryBody, { kind: Kind }>> } = {
  genesis: {
    chain: need(chainId),
    home: need(chainId),
    key_id: need(digest),
    suite: need(text),
    versions: need(object),
    others: need(listOf(head)),
  },
  policy: { policy_digest: need(policyDigest), policies: need(objects) },
  decided: {
    decision_id: need(text),
    session_id: need(text),
    from: need(side),
    method: need(text),
    request_id: may(requestId),
    action_type: need(text),
    resource: need(text),
    target: may(text),
    agent_id: need(text),
    principal: need(principal),
    server: may(text),
    tool_definition: may(digest),
    parameters: may(object),
    shape: may(object),
    parameters_digest: need(digest),
    parameters_bytes: need(count),
    hidden: may(listOf(hidden)),
    conditions: may(listOf(conditionOutcome)),
    facts: need(facts),
    policy_digest: need(policyDigest),
    matched_rule: need(text),
    policy: may(text),
    code: need(text),
    reason: need(text),
    error: may(text),
    decision: need(oneOf(...EFFECT_TYPES)),
    effective: need(oneOf('forward', 'refuse', 'wait')),
    effective_code: may(text),
    effective_reason: may(text),
    outcome: need(oneOf('allowed', 'denied', 'pending_approval')),
    approval_id: may(text),
    protocol: may(text),
    engine: need(text),
    decide_us: need(amount),
  },
  result: {
    decision_id: need(text),
    result: need(oneOf('ok', 'tool_error', 'failed', 'cancelled', 'unknown')),
    digest: may(digest),
    bytes: may(count),
    latency_ms: need(amount),
  },
  refused: {
    session_id: need(text),
    from: need(side),
    code: need(text),
    message: need(text),
    digest: may(digest),
    bytes: may(count),
  },
  approval: {
    approval_id: need(text),
    step: need(text),
    decision_id: may(text),
    by: may(text),
    digest: may(digest),
    detail: may(object),
  },
  reveal: { approval_id: need(text), by: need(text), path: need(path) },
  key: { key_id: need(digest), suite: need(text), previous_key_id: need(digest) },
  recovery: { unsigned_from: need(count), torn_bytes: need(count), torn_digest: may(digest) },
  close: { reason: need(text) },
}

/**
 * The first field that is unknown, missing or of another type; undefined when all are as the table says.
 * @param known fields that are judged elsewhere
 */
export function fieldProblem(
  value: JsonObject,
  fields: Readonly<Record<string, Field>>,
  known?: ReadonlySet<string>,
): string | undefined {
  for (const key in value) {
    if (!Object.hasOwn(fields, key) && known?.has(key) !== true)
      return `unknown field \`${key.slice(0, 64)}\``
  }
  for (const key in fields) {
    const field = fields[key]
    const item = value[key]
    if (item === undefined ? field?.required : field?.check(item) !== true) return `field \`${key}\``
  }
  return undefined
}

function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value)
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
