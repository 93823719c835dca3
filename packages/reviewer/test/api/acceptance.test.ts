import { describe, expect, test } from 'vitest'
import { createBroker } from '@kvlar/approvals'
import { tokenSha256 } from '@kvlar/approvals/approvers'
import {
  createWebhookCallback,
  createWebhookChannel,
  signWebhook,
  webhookSecret,
} from '@kvlar/approvals/webhook'
import { createEngine, loadPolicy, type Action, type Decision } from '@kvlar/core'
import { ANA, call } from '../../../approvals/test/calls.ts'
import { OTHER_SECRET, SECRET, webhook } from '../../../approvals/test/hook.ts'
import { openQueue, queueFile } from '../../../approvals/test/queues.ts'
import { reviewed, served } from '../support/served.ts'
import { sender } from '../support/server.ts'

/*
 * The acceptance tests of asking a human, by number, over the queue on disk and the real server. Their other halves are
 * proved where they belong: 2 and 8 by killed and parallel processes (processes.test.ts), 12's locked button in a real
 * browser (page.test.ts), 12 in Slack (slack-receiver.test.ts).
 */

const approve = { verdict: 'approve', approver: ANA } as const

describe('1: what was approved is what runs', () => {
  test('arguments that changed after the approval are another call: it waits, and the approval stays unused', async () => {
    const { approvals, ask, held } = await served()
    const args = { to: 'ana', amount: 1 }
    const { id } = await held(args)
    await approvals.decide(id, approve)
    args.amount = 1_000_000
    expect(await approvals.consume(id, call(args))).toBeUndefined()
    const other = await ask(args)
    expect(other).toMatchObject({ kind: 'pending' })
    expect(other.approvalId).not.toBe(id)
    expect(await approvals.get(id)).toMatchObject({ state: 'approved' })
    expect(await ask({ to: 'ana', amount: 1 })).toMatchObject({ kind: 'approved', approvalId: id })
  })

  test('a decision about another digest than that of the request is answered 409', async () => {
    const { approvals, held, send } = await reviewed()
    const { id } = await held()
    const answer = await send('POST', `/api/requests/${id}/approve`, { body: { digest: 'hmac-sha256:00' } })
    expect({ status: answer.status, error: answer.json()['error'] }).toEqual({
      status: 409,
      error: 'DIGEST_MISMATCH',
    })
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
  })
})

test('2: of fifty callers who want one approval at once, one runs', async () => {
  const { approvals, file, held } = await served()
  const { id } = await held()
  await approvals.decide(id, approve)
  const other = await openQueue(file)
  const callers = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? approvals : other).consume(id, call()))
  expect((await Promise.all(callers)).filter((one) => one !== undefined)).toHaveLength(1)
})

describe('3: a policy that has changed while the call waited', () => {
  const action: Action = call().action
  const decided = (effect: object): Decision => {
    const rule = { id: 'ask-writes', match_on: { resources: ['write_file'] }, effect }
    const policy = loadPolicy({ name: 'files', rules: [rule] })
    const engine = createEngine([policy], { parseUrl: () => undefined })
    return engine.decide(action, { nowMs: 0 })
  }

  test('to deny, does not let the approved call run', async () => {
    const { approvals } = await served()
    const asked = { ...call(), decision: decided({ type: 'require_approval', reason: 'a human looks' }) }
    const { request } = await approvals.request(asked)
    await approvals.decide(request.id, approve)
    const now = { ...asked, decision: decided({ type: 'deny', reason: 'not any more' }) }
    expect(now.decision.outcome).toBe('deny')
    expect(await approvals.consume(request.id, now)).toBeUndefined()
    expect(await approvals.get(request.id)).toMatchObject({ state: 'approved' })
  })
})

test('4: a tool whose definition changed while the call waited is asked about again', async () => {
  const { approvals, ask, held } = await served()
  const { id } = await held({}, { definition: 'sha256:old' })
  await approvals.decide(id, approve)
  for (const definition of ['sha256:new', undefined])
    expect(await ask({}, definition === undefined ? {} : { definition })).toMatchObject({ kind: 'pending' })
  expect(await approvals.get(id)).toMatchObject({ state: 'approved' })
})

describe('5: whoever asks does not approve', () => {
  const own = { action: { principal: { id: 'local', kind: 'user', roles: [] } } } as const

  test('on the page and through the API it is answered 403', async () => {
    const { approvals, browser, cookie, held, origin, pageKey, send } = await reviewed()
    const { id } = await held({}, own)
    const path = `/api/requests/${id}/approve`
    const onPage = await browser('POST', path, { headers: { cookie, origin, 'x-page-key': pageKey } })
    for (const answer of [onPage, await send('POST', path)])
      expect([answer.status, answer.json()['error']]).toEqual([403, 'SELF_APPROVAL'])
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('through a signed callback it is answered 403', async () => {
    const { held, server, approvals } = await served((queue) => ({
      webhookCallback: createWebhookCallback({ approvals: queue, secrets: [SECRET], approverId: 'local' }),
    }))
    const { id, digest } = await held({}, own)
    const body = JSON.stringify({ decision: 'approved', request_id: id, digest })
    const headers = { ...signWebhook({ id: 'm', atMs: Date.now(), body }, [webhookSecret(SECRET)]) }
    const answer = await sender(server.url, '')('POST', `/api/requests/${id}/callback`, { headers, body })
    expect([answer.status, answer.json()['error']]).toEqual([403, 'SELF_APPROVAL'])
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
  })
})

test('6: a name in a header is not who decided, and one in a body decides nothing', async () => {
  const { approvals, held, send } = await reviewed()
  const { id } = await held()
  const named = await send('POST', `/api/requests/${id}/approve`, { body: { decided_by: 'mallory' } })
  expect(named.status).toBe(400)
  expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  await send('POST', `/api/requests/${id}/approve`, {
    headers: { 'x-decided-by': 'mallory', 'x-forwarded-user': 'mallory' },
  })
  expect(await approvals.get(id)).toMatchObject({ decisions: [{ approver: 'local' }] })
})

test('7: after a restart what ran out is denied, the rest can be decided, and nothing runs by itself', async () => {
  const file = queueFile()
  const clock = { ms: Date.now() }
  const before = await openQueue(file, () => clock.ms)
  const short = await before.request(call({ n: 1 }, { terms: { timeoutMs: 1000 } }))
  const long = await before.request(call({ n: 2 }))
  const approved = await before.request(call({ n: 3 }))
  await before.decide(approved.request.id, approve)
  clock.ms += 1000
  const after = await openQueue(file, () => clock.ms)
  await after.sweep()
  expect(await after.get(short.request.id)).toMatchObject({ state: 'expired' })
  expect(await after.get(approved.request.id)).toMatchObject({ state: 'approved' })
  expect(await after.decide(short.request.id, approve)).toMatchObject({ code: 'EXPIRED' })
  expect(await after.decide(long.request.id, approve)).toMatchObject({ kind: 'decided' })
})

test('8: what a dead process was running is interrupted, and asked about again instead of run again', async () => {
  const { approvals, ask, file, held } = await served()
  const { id } = await held()
  await approvals.decide(id, approve)
  const dying = await openQueue(file)
  await dying.consume(id, call())
  await dying.close()
  await approvals.sweep()
  expect(await approvals.get(id)).toMatchObject({ state: 'interrupted' })
  expect(await ask()).toMatchObject({ kind: 'pending' })
  expect(await approvals.get(id)).toMatchObject({ state: 'interrupted' })
})

test('9: callbacks over HTTP: replayed, stale and foreign ones are rejected, both secrets of a rotation are taken', async () => {
  const { approvals, server } = await served((queue) => ({
    webhookCallback: createWebhookCallback({ approvals: queue, secrets: [SECRET, OTHER_SECRET] }),
  }))
  const FOREIGN = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
  const post = sender(server.url, '')
  const send = async (
    { id, digest }: { readonly id: string; readonly digest: string },
    { secret = SECRET, ageMs = 0, messageId = `msg_${id}` } = {},
  ) => {
    const body = JSON.stringify({ decision: 'approved', request_id: id, digest })
    const message = { id: messageId, atMs: Date.now() - ageMs, body }
    const headers = { ...signWebhook(message, [webhookSecret(secret)]) }
    return (await post('POST', `/api/requests/${id}/callback`, { headers, body })).status
  }
  const { request } = await approvals.request(call({ n: 1 }))
  expect(await send(request, { ageMs: 302_000 })).toBe(401)
  expect(await send(request, { secret: FOREIGN })).toBe(401)
  expect(await approvals.get(request.id)).toMatchObject({ state: 'pending' })
  expect(await send(request)).toBe(200)
  expect(await send(request)).toBe(401)
  expect(await send(request, { messageId: 'msg_again' })).toBe(200)
  const other = await approvals.request(call({ n: 2 }))
  expect(await send(other.request, { secret: OTHER_SECRET })).toBe(200)
})

test('10: a webhook that answers the text ok has denied', async () => {
  const { url } = await webhook((response) => response.writeHead(200).end('ok'))
  const { approvals } = await served()
  const { announce } = createWebhookChannel({ approvals, url })
  const answer = await createBroker({ approvals, announce }).ask(call(), new AbortController().signal)
  expect(answer).toMatchObject({ kind: 'denied' })
  expect(JSON.stringify(answer)).toContain('APPROVAL_WEBHOOK_MALFORMED')
})

test('19: a quorum of two stays at one while the same person approves twice, on whatever surface', async () => {
  const approvers = ['ana', 'ben'].map((id) => ({ id, tokenSha256: tokenSha256(`${id}-token`) }))
  const { approvals, held, server } = await served(() => ({ approvers }))
  const { id } = await held({}, { terms: { quorum: 2 } })
  const by = async (name: string) =>
    (await sender(server.url, `${name}-token`)('POST', `/api/requests/${id}/approve`)).json()
  for (let time = 0; time < 2; time += 1)
    expect(await by('ana')).toMatchObject({ status: 'pending', approvals: 1, quorum: 2 })
  await approvals.decide(id, approve)
  expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
  expect(await by('ben')).toMatchObject({ status: 'approved', approvals: 2 })
})
