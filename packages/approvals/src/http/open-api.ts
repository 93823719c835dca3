import type { JsonObject } from '@kvlar/core'

type Parameter = readonly [name: string, where: 'path' | 'query', description: string]

interface Operation {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly body?: string
  readonly answers: readonly (readonly [status: number, description: string])[]
}

const ID: Parameter = ['id', 'path', 'The exact id; no prefix is accepted.']
const DECIDED = [
  [200, 'The request after the decision.'],
  [403, 'You are the requester, or not among the approvers.'],
  [404, 'There is no such request.'],
  [409, 'It is decided or expired already, or its digest is another one.'],
] as const

/** One row for each operation; the document is made from them. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/health',
    summary: 'Whether the server answers.',
    answers: [[200, '`{"ok": true}`']],
  },
  {
    method: 'get',
    path: '/api/requests',
    summary: 'Lists requests, newest first.',
    parameters: [['status', 'query', '`pending` (default), `approved`, `rejected`, `timeout` or `all`.']],
    answers: [[200, 'The requests.']],
  },
  {
    method: 'get',
    path: '/api/requests/{id}',
    summary: 'Shows one request.',
    parameters: [ID],
    answers: [
      [200, 'The request.'],
      [404, 'There is no such request.'],
    ],
  },
  {
    method: 'post',
    path: '/api/requests/{id}/approve',
    summary: 'Approves a pending request.',
    parameters: [ID],
    body: 'Optional `notes`, `digest`, `grant`, `general`, `break_glass`.',
    answers: DECIDED,
  },
  {
    method: 'post',
    path: '/api/requests/{id}/reject',
    summary: 'Rejects a pending request.',
    parameters: [ID],
    body: 'Optional `notes`, `digest`.',
    answers: DECIDED,
  },
  {
    method: 'post',
    path: '/api/requests/{id}/edit',
    summary: 'Approves another call in place of the one that was asked about.',
    parameters: [ID],
    body: '`edits`: a list of `{path, value}`.',
    answers: DECIDED,
  },
  {
    method: 'post',
    path: '/api/requests/{id}/reveal',
    summary: 'Shows hidden values to a reviewer with the right, on record.',
    parameters: [ID],
    answers: [
      [200, 'The arguments.'],
      [403, 'You lack the right.'],
      [404, 'There is no such request.'],
    ],
  },
  {
    method: 'post',
    path: '/api/requests/{id}/viewed',
    summary: 'Records that you have seen a request.',
    parameters: [ID],
    answers: [[200, 'Recorded.']],
  },
  {
    method: 'post',
    path: '/api/batch/approve',
    summary: 'Approves requests of one rule and tool together.',
    body: '`ids`, and as for one.',
    answers: [[200, 'One answer for each id.']],
  },
  {
    method: 'post',
    path: '/api/batch/reject',
    summary: 'Rejects requests of one rule and tool together.',
    body: '`ids`, and as for one.',
    answers: [[200, 'One answer for each id.']],
  },
  {
    method: 'get',
    path: '/api/grants',
    summary: 'Lists the grants that are good.',
    answers: [[200, 'The grants.']],
  },
  {
    method: 'post',
    path: '/api/grants/{id}/revoke',
    summary: 'Ends a grant at once.',
    parameters: [ID],
    answers: [
      [200, 'The grant.'],
      [404, 'There is no such grant.'],
    ],
  },
  {
    method: 'get',
    path: '/api/audit',
    summary: 'Lists what was answered.',
    answers: [[200, 'The entries.']],
  },
  {
    method: 'get',
    path: '/api/audit/status',
    summary: 'Whether the audit record verifies.',
    answers: [[200, 'The state.']],
  },
  {
    method: 'get',
    path: '/api/events',
    summary: 'Server-sent events: one `change` for each request that changes.',
    answers: [[200, 'The stream.']],
  },
  { method: 'get', path: '/api/openapi.json', summary: 'This document.', answers: [[200, 'The document.']] },
]

/** The OpenAPI 3.1 document of the API. */
export function openApi(): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const operation of OPERATIONS) {
    const item = (paths[operation.path] ??= {})
    item[operation.method] = operationJson(operation)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kvlar approvals', version: '1' },
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    security: [{ bearer: [] }],
  }
}

function operationJson({ summary, parameters = [], body, answers }: Operation): JsonObject {
  return {
    summary,
    parameters: parameters.map(([name, where, description]) => ({
      name,
      in: where,
      required: where === 'path',
      description,
      schema: { type: 'string' },
    })),
    ...(body !== undefined && {
      requestBody: { description: body, content: { 'application/json': { schema: { type: 'object' } } } },
    }),
    responses: Object.fromEntries(answers.map(([status, description]) => [String(status), { description }])),
  }
}
