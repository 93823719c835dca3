import { createHmac, timingSafeEqual } from 'node:crypto'
import { canonicalJson, readJson, type JsonValue } from '@kvlar/core/json'
import { keyedDigest, type ApprovalKeys } from './approval-keys.ts'
import { ApprovalsError } from '../approvals-error.ts'
import type { Grant } from '../grants/grant.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import type { Row } from './row.ts'
import { isLive } from '../requests/transition.ts'

/** A record and the version under which it was read. */
export interface Versioned<T> {
  readonly value: T
  readonly version: number
}

/** The row of a request. */
export function requestRow(request: HeldRequest, version: number, keys: ApprovalKeys): Row {
  const { id, state, digest, call, sessionId, owner, createdAtMs } = request
  return authenticated(
    {
      id,
      kind: 'request',
      version,
      state,
      isLive: isLive(state),
      digest,
      principal: `${call.principal.kind}:${call.principal.id}`,
      server: call.server ?? '',
      session: sessionId,
      owner,
      createdAtMs,
      dueAtMs: request.executeByMs ?? request.expiresAtMs,
      body: bodyOf(request),
    },
    keys,
  )
}

/** The row of a grant. */
export function grantRow(grant: Grant, version: number, keys: ApprovalKeys): Row {
  const { id, state, createdAtMs, expiresAtMs } = grant
  return authenticated(
    {
      id,
      kind: 'grant',
      version,
      state,
      isLive: false,
      digest: keyedDigest(keys.digest, 'kvlar-approval-grant-v1', canonicalJson(grantSubject(grant))),
      principal: grant.principal,
      server: grant.server ?? '',
      session: grant.sessionId ?? '',
      owner: '',
      createdAtMs,
      dueAtMs: expiresAtMs,
      body: bodyOf(grant),
    },
    keys,
  )
}

/**
 * Reads a request back.
 *
 * @throws ApprovalsError `APPROVAL_TAMPERED` when anything in the row is not what this package wrote
 */
export function readRequest(row: Row, keys: ApprovalKeys): Versioned<HeldRequest> {
  // Authenticated: only `requestRow` wrote it.
  return { value: readBody(row, 'request', keys) as unknown as HeldRequest, version: row.version }
}

/** Reads a grant back; throws as `readRequest` does. */
export function readGrant(row: Row, keys: ApprovalKeys): Versioned<Grant> {
  // Authenticated: only `grantRow` wrote it.
  return { value: readBody(row, 'grant', keys) as unknown as Grant, version: row.version }
}

/** What a grant is for; grants for the same share a digest, by which they are found. */
export function grantSubject(
  of: Pick<Grant, 'principal' | 'server' | 'type' | 'resource'>,
): readonly (string | null)[] {
  return [of.principal, of.server ?? null, of.type, of.resource]
}

function readBody(row: Row, kind: Row['kind'], keys: ApprovalKeys): JsonValue {
  const { mac, ...columns } = row
  const expected = Buffer.from(macOf(columns, keys))
  const given = Buffer.from(mac)
  const isGenuine = given.length === expected.length && timingSafeEqual(given, expected)
  const read = isGenuine && row.kind === kind ? readJson(row.body, { depthMax: 20_000 }) : undefined
  if (read?.ok !== true)
    throw new ApprovalsError('APPROVAL_TAMPERED', `the row of \`${row.id}\` is not genuine; refusing it`)
  return read.value
}

function bodyOf(value: HeldRequest | Grant): string {
  // Records hold JSON only. Arguments keep the order in which they were given, so that people read them in it.
  return JSON.stringify(value)
}

function authenticated(columns: Omit<Row, 'mac'>, keys: ApprovalKeys): Row {
  return { ...columns, mac: macOf(columns, keys) }
}

function macOf(columns: Omit<Row, 'mac'>, keys: ApprovalKeys): string {
  const text = JSON.stringify([
    'kvlar-approval-row-v1',
    columns.id,
    columns.kind,
    columns.version,
    columns.state,
    columns.isLive,
    columns.digest,
    columns.principal,
    columns.server,
    columns.session,
    columns.owner,
    columns.createdAtMs,
    columns.dueAtMs,
    columns.body,
  ])
  return createHmac('sha256', keys.row).update(text).digest('base64url')
}
