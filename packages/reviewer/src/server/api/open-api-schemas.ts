import { z } from 'zod'
import { REFUSAL_CODES, REQUEST_STATES } from '@kvlar/approvals'
import { CALLBACK_BODY } from '@kvlar/approvals/webhook'
import type { JsonObject } from '@kvlar/core/json'
import { ASKED } from './asked.ts'

const TEXT: JsonObject = { type: 'string' }
const TEXT_OR_NULL: JsonObject = { type: ['string', 'null'] }
const TIME_OR_NULL: JsonObject = { type: ['string', 'null'], format: 'date-time' }
const COUNT: JsonObject = { type: 'integer', minimum: 0 }
const TRUTH: JsonObject = { type: 'boolean' }
const TEXTS: JsonObject = { type: 'array', items: TEXT }
const ANY_OBJECT: JsonObject = { type: 'object' }
const STATUS: JsonObject = { type: 'string', enum: ['pending', 'approved', 'rejected', 'timeout'] }
const STATE: JsonObject = { type: 'string', enum: REQUEST_STATES }
const RISK: JsonObject = { type: 'string', enum: ['low', 'medium', 'high', 'critical'] }
const METADATA = object({
  risk_level: RISK,
  timeout: { type: 'number', description: 'Seconds.' },
  require_approval: TRUTH,
  auto_approve: TRUTH,
  redact_fields: TEXTS,
})

/** The schemas of the document, by name. */
export const SCHEMAS = {
  Error: object({
    error: { type: 'string', description: `For example \`${REFUSAL_CODES[0]}\`.` },
    message: TEXT,
  }),
  Ok: object({ ok: TRUTH }),
  Document: { ...ANY_OBJECT, description: 'An OpenAPI 3.1 document.' },
  EventStream: { type: 'string', description: '`event: change` with `{"id", "kind", "state"}`.' },
  Request: object({
    id: TEXT,
    tool_name: TEXT,
    tool_args: { ...ANY_OBJECT, description: 'With hidden values replaced.' },
    status: STATUS,
    created_at: { type: 'string', format: 'date-time' },
    reviewed_at: TIME_OR_NULL,
    reviewer_notes: TEXT_OR_NULL,
    metadata: METADATA,
    state: STATE,
    digest: { type: 'string', description: 'Keyed; binds the approval to the exact call.' },
    action_type: TEXT,
    server: TEXT_OR_NULL,
    target: TEXT_OR_NULL,
    agent_id: TEXT,
    principal: object({ id: TEXT, kind: TEXT, roles: TEXTS }),
    session_id: TEXT,
    definition: TEXT_OR_NULL,
    hidden: list({
      path: { type: 'array', items: { type: ['string', 'integer'] } },
      type: TEXT,
      length: { type: ['integer', 'null'] },
      digest: TEXT,
    }),
    rule: object({
      id: TEXT,
      policy: TEXT_OR_NULL,
      reason: TEXT,
      matched: TEXT_OR_NULL,
      file: TEXT_OR_NULL,
      line: { type: ['integer', 'null'] },
    }),
    policy_digest: TEXT,
    expires_at: TIME_OR_NULL,
    execute_by: TIME_OR_NULL,
    ended_at: TIME_OR_NULL,
    end_reason: TEXT_OR_NULL,
    quorum: COUNT,
    approvals: COUNT,
    approvers: TEXTS,
    grants: TEXTS,
    editable: TEXTS,
    decisions: list({
      approver: TEXT,
      authentication: TEXT,
      surface: TEXT,
      verdict: { type: 'string', enum: ['approve', 'deny'] },
      note: TEXT_OR_NULL,
      at: { type: 'string', format: 'date-time' },
      grant: TEXT,
      break_glass: TRUTH,
    }),
    grant_id: TEXT_OR_NULL,
    edit_of: TEXT_OR_NULL,
    replaced_by: TEXT_OR_NULL,
    changes: list({ path: TEXT, before: {}, after: {} }),
    break_glass: TRUTH,
  }),
  Card: object({
    id: TEXT,
    state: STATE,
    risk: RISK,
    digest: TEXT,
    rendered_digest: {
      type: 'string',
      description: 'Sent back with a decision, it says what was looked at.',
    },
    parts: {
      type: 'array',
      description:
        'Each has a `kind`, and `facts`, `values`, `renderings` or `changes` to show one after the other.',
      items: { type: 'object', required: ['kind'], properties: { kind: TEXT } },
    },
  }),
  Approval: asked(ASKED.approval),
  Rejection: asked(ASKED.rejection),
  EditedApproval: asked(ASKED.edit),
  Batch: asked(ASKED.batch),
  BatchAnswer: {
    ...optional({ id: TEXT, status: STATUS, error: TEXT, message: TEXT }),
    required: ['id'],
  },
  Callback: { ...asked(CALLBACK_BODY), description: 'Signed as a Standard Webhook.' },
  Revealed: object({ tool_args: ANY_OBJECT }),
  Grant: object({
    id: TEXT,
    state: { type: 'string', enum: ['active', 'revoked', 'ended'] },
    request_id: TEXT,
    given_by: TEXT,
    created_at: TIME_OR_NULL,
    expires_at: TIME_OR_NULL,
    session_id: TEXT_OR_NULL,
    principal: TEXT,
    server: TEXT_OR_NULL,
    tool_name: TEXT,
    rule: TEXT,
    covers: { oneOf: [TEXT, TEXTS] },
    uses: COUNT,
    revoked_by: TEXT_OR_NULL,
  }),
  AuditEntry: object({
    id: TEXT,
    request_id: TEXT,
    tool_name: TEXT,
    tool_args: ANY_OBJECT,
    decision: STATUS,
    timestamp: TIME_OR_NULL,
    reviewer_notes: TEXT_OR_NULL,
    metadata: METADATA,
    state: STATE,
  }),
  AuditStatus: object({
    status: { type: 'string', enum: ['intact', 'not-pinned', 'broken', 'unknown', 'absent'] },
    text: TEXT,
  }),
} as const satisfies Readonly<Record<string, JsonObject>>

export type SchemaName = keyof typeof SCHEMAS

/** An object that has all of these. */
function object(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', required: Object.keys(properties), properties }
}

/** An object that may have any of these. */
function optional(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', properties }
}

function list(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'array', items: object(properties) }
}

/** The JSON schema of what the server reads what it is asked by. */
export function asked(schema: z.core.$ZodType): JsonObject {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  // What zod writes is JSON.
  return rest as JsonObject
}
