import { canonicalJson } from '@kvlar/core/json'
import { keyedDigest } from '../store/approval-keys.ts'
import type { AskedCall } from '../requests/asked-call.ts'
import type { Grant } from './grant.ts'
import { fitsShape } from './grant-shape.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import { holdCall } from '../requests/hold-call.ts'
import { LIMITS } from '../limits.ts'
import { noteChange, type Queue } from '../store/queue.ts'
import { grantRow, grantSubject, readGrant, requestRow, type Versioned } from '../store/record-codec.ts'

/**
 * Answers a call from a grant, if one covers it by now; the use is counted in the conditional update that a
 * revocation would lose or win against. A deny of the policy never comes here: only calls that would be asked about.
 */
export async function useGrant(
  queue: Queue,
  asked: AskedCall,
  digest: string,
): Promise<HeldRequest | undefined> {
  for (let tries = 0; tries < LIMITS.updateTriesMax; tries += 1) {
    const found = await findGrant(queue, asked, digest)
    if (found === undefined) return undefined
    const grant: Grant = { ...found.value, uses: found.value.uses + 1 }
    if (await queue.store.replace(grantRow(grant, found.version + 1, queue.keys)))
      return answerFrom(queue, grant, { asked, digest })
  }
  return undefined
}

async function findGrant(
  queue: Queue,
  asked: AskedCall,
  digest: string,
): Promise<Versioned<Grant> | undefined> {
  const { action } = asked
  const principal = `${action.principal.kind}:${action.principal.id}`
  const subject = grantSubject({
    principal,
    type: action.type,
    resource: action.resource,
    ...(action.server !== undefined && { server: action.server }),
  })
  const rows = await queue.store.list({
    kind: 'grant',
    states: ['active'],
    digest: keyedDigest(queue.keys.digest, 'kvlar-approval-grant-v1', canonicalJson(subject)),
    limit: LIMITS.grantsMax,
  })
  return rows
    .map((row) => readGrant(row, queue.keys))
    .find(({ value }) => covers(queue, value, { asked, digest }))
}

interface AskedWithDigest {
  readonly asked: AskedCall
  readonly digest: string
}

function covers(queue: Queue, grant: Grant, { asked, digest }: AskedWithDigest): boolean {
  const { action, toolDefinition, decision, sessionId, redactFields } = asked
  const isSame =
    queue.now() < grant.expiresAtMs &&
    grant.principal === `${action.principal.kind}:${action.principal.id}` &&
    grant.server === action.server &&
    grant.type === action.type &&
    grant.resource === action.resource &&
    grant.target === action.target &&
    grant.definition === toolDefinition &&
    grant.ruleId === decision.ruleId &&
    (grant.sessionId === undefined || grant.sessionId === sessionId)
  if (!isSame) return false
  if (grant.scope.kind === 'exact') return grant.scope.digest === digest
  return fitsShape(action.parameters, grant.scope.fields, { redactFields, keys: queue.keys })
}

async function answerFrom(
  queue: Queue,
  grant: Grant,
  { asked, digest }: AskedWithDigest,
): Promise<HeldRequest> {
  const nowMs = queue.now()
  const held = holdCall(queue, asked, digest)
  const request: HeldRequest = { ...held, state: 'executing', decidedAtMs: nowMs, grantId: grant.id }
  await queue.store.insert(requestRow(request, 1, queue.keys))
  await queue.note({ kind: 'grant_used', atMs: nowMs, grant, requestId: request.id })
  await noteChange(queue, request, { kind: 'consumed' })
  return request
}
