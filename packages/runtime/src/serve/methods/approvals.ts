import { waitForChange, type Approvals, type HeldRequest } from '@kvlar/approvals'
import { LISTED_STATUSES, requestJson, statesOf } from '@kvlar/reviewer'
import { z } from 'zod'
import { method, type Method, type MethodCall } from '../method.ts'
import { SERVE_LIMITS } from '../protocol.ts'
import { ServeError } from '../serve-error.ts'

const idShape = z.string().min(1).max(200)

const queueOf = async ({ serving }: MethodCall): Promise<Approvals> => (await serving.kvlar()).approvals()

/** @throws ServeError `SERVE_UNKNOWN_HANDLE` */
async function requestOf(approvals: Approvals, id: string): Promise<HeldRequest> {
  const request = await approvals.get(id)
  if (request !== undefined) return request
  throw new ServeError('SERVE_UNKNOWN_HANDLE', 'there is no such request')
}

const list = method({
  scope: 'approvals',
  does: 'Lists requests, newest first.',
  params: z.strictObject({
    status: z.enum(LISTED_STATUSES).default('pending'),
    limit: z.int().min(1).max(1000).exactOptional(),
  }),
  run: async ({ status, limit }, call) => {
    const approvals = await queueOf(call)
    const found = await approvals.list({ states: statesOf(status), ...(limit !== undefined && { limit }) })
    return { requests: found.map((request) => requestJson(request)) }
  },
})

const get = method({
  scope: 'approvals',
  does: 'Shows one request.',
  params: z.strictObject({ id: idShape }),
  run: async ({ id }, call) => ({ request: requestJson(await requestOf(await queueOf(call), id)) }),
})

const wait = method({
  scope: 'approvals',
  does: 'Waits until a request is no longer pending, or the time is over; a request that is still pending is an answer too. Nothing is used up.',
  params: z.strictObject({ id: idShape, timeout_ms: z.number().min(0).max(SERVE_LIMITS.waitMsMax) }),
  run: async ({ id, timeout_ms: timeoutMs }, call) => {
    const approvals = await queueOf(call)
    await requestOf(approvals, id)
    const until = { signal: call.signal, atMs: approvals.now() + timeoutMs }
    await waitForChange(approvals, id, until)
    call.signal.throwIfAborted()
    return { request: requestJson(await requestOf(approvals, id)) }
  },
})

const withdraw = method({
  scope: 'approvals',
  does: 'Withdraws a request that waits: its call is not made any more.',
  params: z.strictObject({ id: idShape }),
  run: async ({ id }, call) => {
    const approvals = await queueOf(call)
    await approvals.cancel(id)
    return { request: requestJson(await requestOf(approvals, id)) }
  },
})

const decide = method({
  scope: 'approvals',
  does: 'Decides a request, as the reviewer whose token it is: no scope and no other credential lets anybody decide.',
  params: z.strictObject({
    id: idShape,
    verdict: z.enum(['approve', 'deny']),
    token: z.string().min(1),
    note: z.string().exactOptional(),
    digest: z.string().exactOptional(),
    grant: z.string().exactOptional(),
    general: z.boolean().exactOptional(),
    break_glass: z.boolean().exactOptional(),
  }),
  run: async ({ id, token, general, break_glass: breakGlass, ...draft }, call) => {
    const identity = await call.serving.authenticate(token)
    if (identity === undefined)
      throw new ServeError('SERVE_NOT_ALLOWED', 'this token is no reviewer\u2019s; nothing was decided')
    const approvals = await queueOf(call)
    const answer = await approvals.decide(id, {
      ...draft,
      approver: { ...identity, surface: 'api' },
      ...(general !== undefined && { isGeneral: general }),
      ...(breakGlass !== undefined && { breakGlass }),
    })
    if (answer.kind === 'refused') return { decided: false, code: answer.code, message: answer.message }
    return { decided: true, repeated: answer.kind === 'repeated', request: requestJson(answer.request) }
  },
})

export const approvalsMethods: Readonly<Record<string, Method>> = {
  'approvals.list': list,
  'approvals.get': get,
  'approvals.wait': wait,
  'approvals.withdraw': withdraw,
  'approvals.decide': decide,
}
