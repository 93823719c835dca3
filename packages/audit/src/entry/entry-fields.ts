import { EFFECT_TYPES, PRINCIPAL_KINDS } from '@kvlar/core'
import type { EntryBody, EntryKind } from './entry.ts'
import { either, field, listOf, oneOf, type Write } from './field.ts'
import { shape, type Field } from './members.ts'

const need = (write: Write): Field => ({ write, required: true })
const may = (write: Write): Field => ({ write, required: false })

const principal = shape({
  id: need(field.text),
  kind: need(oneOf(...PRINCIPAL_KINDS)),
  roles: need(listOf(field.text)),
})
const counted = shape({ key: need(field.text), count: need(field.count) })
const facts = shape({
  now_ms: need(field.amount),
  counts: may(listOf(counted)),
  session_started_at_ms: may(field.amount),
})
const requestId = either(field.text, field.integer)
const path = listOf(either(field.text, field.count))
const hidden = shape({
  path: need(path),
  type: need(oneOf('null', 'boolean', 'number', 'string', 'array', 'object')),
  length: may(field.count),
  digest: need(field.digest),
})
const conditionOutcome = shape({
  rule: need(field.text),
  part: need(field.text),
  truth: need(oneOf('true', 'false', 'error')),
})
const wouldBe = shape({
  effective: need(oneOf('refuse', 'wait')),
  code: need(field.text),
  reason: need(field.text),
  evaluator: need(field.text),
})
const target = shape({
  kind: need(oneOf('session', 'principal', 'role', 'everything')),
  id: may(field.text),
})
const enforcement = shape({
  digest: need(field.policyDigest),
  invariants: may(listOf(field.text)),
  text: may(shape({ file: need(field.text), digest: need(field.digest) })),
  drift: may(field.object),
  evaluators: may(listOf(field.text)),
})
const observeOnly = shape({ until: may(field.time), lifts_invariants: may(field.yes) })
const head = shape({ chain: need(field.id), size: need(field.count), root: need(field.root) })
const side = oneOf('client', 'server')

/** A table that has a row for every field of a body, so that a renamed field does not compile. */
type FieldsOf<Body extends EntryBody> = { readonly [Key in Exclude<keyof Body, 'kind'>]-?: Field }

/** The fields of every kind of entry, one row each. What is not here is not an entry of this version. */
export const ENTRY_FIELDS: { readonly [Kind in EntryKind]: FieldsOf<Extract<EntryBody, { kind: Kind }>> } = {
  genesis: {
    chain: need(field.id),
    home: need(field.id),
    key_id: need(field.digest),
    suite: need(field.text),
    versions: need(field.object),
    others: need(listOf(head)),
  },
  policy: {
    policy_digest: need(field.policyDigest),
    policies: need(field.objects),
    enforcement: may(enforcement),
    observe_only: may(observeOnly),
  },
  decided: {
    decision_id: need(field.text),
    session_id: need(field.text),
    from: need(side),
    method: need(field.text),
    request_id: may(requestId),
    action_type: need(field.text),
    resource: need(field.text),
    target: may(field.text),
    agent_id: need(field.text),
    principal: need(principal),
    server: may(field.text),
    tool_definition: may(field.digest),
    parameters: may(field.object),
    shape: may(field.object),
    parameters_digest: need(field.digest),
    parameters_bytes: need(field.count),
    hidden: may(listOf(hidden)),
    conditions: may(listOf(conditionOutcome)),
    facts: need(facts),
    policy_digest: need(field.policyDigest),
    enforcement_digest: may(field.policyDigest),
    matched_rule: need(field.text),
    policy: may(field.text),
    code: need(field.text),
    reason: need(field.text),
    error: may(field.text),
    matched: may(field.text),
    decision: need(oneOf(...EFFECT_TYPES)),
    effective: need(oneOf('forward', 'refuse', 'wait')),
    effective_code: may(field.text),
    effective_reason: may(field.text),
    evaluator: may(field.text),
    would_be: may(wouldBe),
    invalidates: may(target),
    outcome: need(oneOf('allowed', 'denied', 'pending_approval')),
    approval_id: may(field.text),
    protocol: may(field.text),
    engine: need(field.text),
    decide_us: need(field.amount),
  },
  result: {
    decision_id: need(field.text),
    result: need(oneOf('ok', 'tool_error', 'failed', 'cancelled', 'unknown')),
    digest: may(field.digest),
    bytes: may(field.count),
    latency_ms: need(field.amount),
  },
  refused: {
    session_id: need(field.text),
    from: need(side),
    code: need(field.text),
    message: need(field.text),
    digest: may(field.digest),
    bytes: may(field.count),
  },
  approval: {
    approval_id: need(field.text),
    step: need(field.text),
    decision_id: may(field.text),
    by: may(field.text),
    digest: may(field.digest),
    detail: may(field.object),
  },
  reveal: { approval_id: need(field.text), by: need(field.text), path: need(path) },
  revocation: {
    step: need(oneOf('revoked', 'restored')),
    target: need(target),
    by: need(field.text),
    reason: need(field.text),
  },
  key: { key_id: need(field.digest), suite: need(field.text), previous_key_id: need(field.digest) },
  recovery: {
    unsigned_from: need(field.count),
    torn_bytes: need(field.count),
    torn_digest: may(field.digest),
  },
  limits: {
    step: need(oneOf('begun', 'reset')),
    store: need(field.text),
    series: may(field.text),
    calls: may(field.count),
  },
  sessions: { step: need(oneOf('begun', 'reset')), store: need(field.text) },
  close: { reason: need(field.text) },
}
