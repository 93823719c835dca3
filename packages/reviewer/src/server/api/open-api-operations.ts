import { ASKED } from './asked.ts'
import type { SchemaName } from './open-api-schemas.ts'
import type { AskedSchema } from './read-asked.ts'

type Parameter = readonly [name: string, description: string]

/** A status, what it means, and the schema of what comes with it. */
export type DocumentedAnswer = readonly [
  status: number,
  description: string,
  schema: SchemaName | `${SchemaName}[]`,
  type?: string,
]

/** One operation of the API. */
export interface Operation {
  readonly id: string
  readonly tag: 'requests' | 'grants' | 'audit' | 'server'
  readonly method: 'get' | 'post'
  readonly path: string
  readonly summary: string
  /** Those in the path. */
  readonly parameters?: readonly Parameter[]
  readonly query?: AskedSchema
  readonly body?: { readonly schema: SchemaName; readonly isRequired?: true }
  readonly answers: readonly DocumentedAnswer[]
  /** Whether it asks for no token. */
  readonly isOpen?: true
}

const ID: Parameter = ['id', 'The exact id; no prefix is accepted.']
const MISSING: DocumentedAnswer = [404, 'There is nothing by this id.', 'Error']
const DECIDED: readonly DocumentedAnswer[] = [
  [200, 'The request after the decision.', 'Request'],
  [403, 'You are the requester, not among the approvers, or lack the right.', 'Error'],
  MISSING,
  [409, 'It is decided or expired already, or is not what you were shown.', 'Error'],
]

/** One row for each operation; the document is made from them. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: 'getHealth',
    tag: 'server',
    method: 'get',
    path: '/api/health',
    summary: 'Whether the server answers.',
    answers: [[200, 'It does.', 'Ok']],
    isOpen: true,
  },
  {
    id: 'getOpenApi',
    tag: 'server',
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document.',
    answers: [[200, 'The document.', 'Document']],
    isOpen: true,
  },
  {
    id: 'listRequests',
    tag: 'requests',
    method: 'get',
    path: '/api/requests',
    summary: 'Lists requests, newest first.',
    query: ASKED.list,
    answers: [[200, 'The requests.', 'Request[]']],
  },
  {
    id: 'getRequest',
    tag: 'requests',
    method: 'get',
    path: '/api/requests/{id}',
    summary: 'Shows one request.',
    parameters: [ID],
    answers: [[200, 'The request.', 'Request'], MISSING],
  },
  {
    id: 'getCard',
    tag: 'requests',
    method: 'get',
    path: '/api/requests/{id}/card',
    summary: 'What people are shown of one request, in the order in which it is to be read.',
    parameters: [ID],
    answers: [[200, 'The card.', 'Card'], MISSING],
  },
  {
    id: 'approveRequest',
    tag: 'requests',
    method: 'post',
    path: '/api/requests/{id}/approve',
    summary: 'Approves a pending request.',
    parameters: [ID],
    body: { schema: 'Approval' },
    answers: DECIDED,
  },
  {
    id: 'rejectRequest',
    tag: 'requests',
    method: 'post',
    path: '/api/requests/{id}/reject',
    summary: 'Rejects a pending request.',
    parameters: [ID],
    body: { schema: 'Rejection' },
    answers: DECIDED,
  },
  {
    id: 'editRequest',
    tag: 'requests',
    method: 'post',
    path: '/api/requests/{id}/edit',
    summary: 'Approves another call in place of the one that was asked about.',
    parameters: [ID],
    body: { schema: 'EditedApproval', isRequired: true },
    answers: DECIDED,
  },
  {
    id: 'revealRequest',
    tag: 'requests',
    method: 'post',
    path: '/api/requests/{id}/reveal',
    summary: 'Shows hidden values to a reviewer with the right, on record.',
    parameters: [ID],
    answers: [[200, 'The arguments.', 'Revealed'], MISSING],
  },
  {
    id: 'markViewed',
    tag: 'requests',
    method: 'post',
    path: '/api/requests/{id}/viewed',
    summary: 'Records that you have seen a request.',
    parameters: [ID],
    answers: [[200, 'Recorded.', 'Ok'], MISSING],
  },
  {
    id: 'callBack',
    tag: 'requests',
    method: 'post',
    path: '/api/requests/{id}/callback',
    summary:
      'Decides by a signed callback, where a webhook is configured; its signature is its authentication.',
    parameters: [ID],
    body: { schema: 'Callback', isRequired: true },
    answers: [
      [200, 'The decision counts.', 'BatchAnswer'],
      [401, 'The signature, its time or its digest is not right.', 'Error'],
      MISSING,
      [409, 'It is decided or expired already.', 'Error'],
    ],
  },
  {
    id: 'approveBatch',
    tag: 'requests',
    method: 'post',
    path: '/api/batch/approve',
    summary: 'Approves requests of one rule and tool together; none of them critical.',
    body: { schema: 'Batch', isRequired: true },
    answers: [[200, 'One answer for each id.', 'BatchAnswer[]']],
  },
  {
    id: 'rejectBatch',
    tag: 'requests',
    method: 'post',
    path: '/api/batch/reject',
    summary: 'Rejects requests of one rule and tool together; none of them critical.',
    body: { schema: 'Batch', isRequired: true },
    answers: [[200, 'One answer for each id.', 'BatchAnswer[]']],
  },
  {
    id: 'listGrants',
    tag: 'grants',
    method: 'get',
    path: '/api/grants',
    summary: 'Lists the grants that are good.',
    answers: [[200, 'The grants.', 'Grant[]']],
  },
  {
    id: 'revokeGrant',
    tag: 'grants',
    method: 'post',
    path: '/api/grants/{id}/revoke',
    summary: 'Ends a grant at once.',
    parameters: [ID],
    answers: [[200, 'The grant.', 'Grant'], MISSING],
  },
  {
    id: 'listAudit',
    tag: 'audit',
    method: 'get',
    path: '/api/audit',
    summary: 'Lists what was answered, newest first.',
    answers: [[200, 'The entries.', 'AuditEntry[]']],
  },
  {
    id: 'getAuditStatus',
    tag: 'audit',
    method: 'get',
    path: '/api/audit/status',
    summary: 'Whether the audit record verifies.',
    answers: [[200, 'The state.', 'AuditStatus']],
  },
  {
    id: 'followChanges',
    tag: 'server',
    method: 'get',
    path: '/api/events',
    summary: 'Server-sent events: one `change` for each request or grant that changes.',
    answers: [[200, 'The stream.', 'EventStream', 'text/event-stream']],
  },
]
