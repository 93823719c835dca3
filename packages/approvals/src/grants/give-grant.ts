import type { Grant, GrantScope } from './grant.ts'
import { shapeOf } from './grant-shape.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import { LIMITS } from '../limits.ts'
import { newId, type Queue } from '../store/queue.ts'
import { grantRow } from '../store/record-codec.ts'
import { openCall } from '../requests/sealed-call.ts'

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** Makes the grant that the approvers of a request agreed on, if they did: all of them must have given the same. */
export async function giveGrant(queue: Queue, request: HeldRequest): Promise<Grant | undefined> {
  const yes = request.decisions.filter(({ verdict }) => verdict === 'approve')
  const last = yes.at(-1)
  const kind = last?.grant
  if (last === undefined || kind === undefined) return undefined
  if (!yes.every((one) => one.grant === kind && one.isGeneral === last.isGeneral)) return undefined
  const lifeMs = kind === 'session' ? LIMITS.grantMsMax : grantMs(kind)
  if (lifeMs === undefined) return undefined
  const nowMs = queue.now()
  const { call, rule } = request
  const grant: Grant = {
    id: newId('grt'),
    state: 'active',
    requestId: request.id,
    givenBy: last.approver,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + lifeMs,
    ...(kind === 'session' && { sessionId: request.sessionId }),
    principal: `${call.principal.kind}:${call.principal.id}`,
    ...(call.server !== undefined && { server: call.server }),
    type: call.type,
    resource: call.resource,
    ...(call.target !== undefined && { target: call.target }),
    ...(call.definition !== undefined && { definition: call.definition }),
    ruleId: rule.id,
    scope: scopeOf(queue, request, last.isGeneral === true),
    uses: 0,
  }
  const active = await queue.store.list({ kind: 'grant', states: ['active'], limit: LIMITS.grantsMax })
  if (active.filter(({ dueAtMs }) => dueAtMs > nowMs).length >= LIMITS.grantsMax) return undefined
  await queue.store.insert(grantRow(grant, 1, queue.keys))
  await queue.note({ kind: 'grant_created', atMs: nowMs, grant })
  return grant
}

/** A grant's duration such as `1h`, bounded; undefined for anything else. */
function grantMs(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const factor = UNIT_MS.get(unit)
  return factor === undefined ? undefined : Math.min(Number(count) * factor, LIMITS.grantMsMax)
}

function scopeOf(queue: Queue, request: HeldRequest, isGeneral: boolean): GrantScope {
  const exact: GrantScope = { kind: 'exact', digest: request.digest }
  if (!isGeneral) return exact
  const { parameters } = openCall(request.sealed, request.id, queue.keys)
  const fields = shapeOf(parameters, { redactFields: request.redactFields, keys: queue.keys })
  return fields === undefined ? exact : { kind: 'shape', fields }
}
