import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { createApprovals, createMemoryStore, type ApprovalsOptions } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import {
  createWebhookCallback,
  signWebhook,
  webhookSecret,
  type WebhookCallbackOptions,
} from '@kvlar/approvals/webhook'
import { ANA, call, KEYS, memoryApprovals } from './calls.ts'
import { OTHER_SECRET, SECRET } from './hook.ts'

const FOREIGN = `whsec_${Buffer.alloc(32, 9).toString('base64')}`

interface Sent {
  readonly id?: string
  readonly atMs?: number
  readonly secret?: string
  readonly to?: string
  readonly body?: Readonly<Record<string, unknown>>
}

async function waiting(over: Partial<WebhookCallbackOptions & ApprovalsOptions> = {}, asked = call()) {
  const queue = memoryApprovals({ now: Date.now, ...over })
  const { request } = await queue.approvals.request(asked)
  const take = createWebhookCallback({ approvals: queue.approvals, secrets: [SECRET, OTHER_SECRET], ...over })
  const send = (sent: Sent = {}) => {
    const body = JSON.stringify({
      decision: 'approved',
      request_id: request.id,
      digest: request.digest,
      ...sent.body,
    })
    const message = { id: sent.id ?? 'msg_1', atMs: sent.atMs ?? Date.now(), body }
    return take(sent.to ?? request.id, signWebhook(message, [webhookSecret(sent.secret ?? SECRET)]), body)
  }
  return { ...queue, request, take, send }
}

describe('the signed callback', () => {
  test('decides, by either secret while one is replaced by the other', async () => {
    for (const secret of [SECRET, OTHER_SECRET]) {
      const { send } = await waiting()
      expect(await send({ secret })).toMatchObject({
        kind: 'decided',
        request: { state: 'approved', decisions: [{ approver: 'webhook', surface: 'webhook' }] },
      })
    }
  })

  test('may be signed by the reference implementation', async () => {
    const { request, take } = await waiting()
    const body = JSON.stringify({ decision: 'denied', request_id: request.id, digest: request.digest })
    const at = new Date()
    const headers = {
      'webhook-id': 'msg_9',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign('msg_9', at, body),
    }
    expect(await take(request.id, headers, body)).toMatchObject({ request: { state: 'denied' } })
  })

  test.each<[string, Sent, string]>([
    ['too old', { atMs: Date.now() - 302_000 }, 'APPROVAL_CALLBACK_LATE'],
    ['ahead of our clock', { atMs: Date.now() + 302_000 }, 'APPROVAL_CALLBACK_SKEWED'],
    ['signed by a foreign secret', { secret: FOREIGN }, 'APPROVAL_CALLBACK_FORGED'],
    ['an unknown word', { body: { decision: 'yes' } }, 'APPROVAL_CALLBACK_MALFORMED'],
    ['a member that is not known', { body: { only_if: 'x' } }, 'APPROVAL_CALLBACK_MALFORMED'],
    ['without a digest', { body: { digest: undefined } }, 'APPROVAL_CALLBACK_MALFORMED'],
    ['without a request id', { body: { request_id: undefined } }, 'APPROVAL_CALLBACK_MALFORMED'],
    ['for another request', { body: { request_id: 'apr_other' } }, 'APPROVAL_CALLBACK_MISDIRECTED'],
    ['of a stranger', { body: { approver: 'ana' } }, 'APPROVAL_CALLBACK_STRANGER'],
    ['about another digest', { body: { digest: 'other' } }, 'DIGEST_MISMATCH'],
    ['for a request that is not there', { to: 'apr_none', body: { request_id: 'apr_none' } }, 'NOT_FOUND'],
  ])('one that is %s decides nothing', async (_name, sent, code) => {
    const { approvals, request, send } = await waiting()
    expect(await send(sent)).toMatchObject({ code })
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('one that is not signed decides nothing, whatever header is missing', async () => {
    const { approvals, request, take } = await waiting()
    const body = JSON.stringify({ decision: 'approved', request_id: request.id, digest: request.digest })
    const whole = signWebhook({ id: 'msg_1', atMs: Date.now(), body }, [webhookSecret(SECRET)])
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)
      expect(await take(request.id, { ...whole, [name]: undefined }, body)).toMatchObject({
        code: 'APPROVAL_CALLBACK_UNSIGNED',
      })
    expect(await take(request.id, {}, body)).toMatchObject({ code: 'APPROVAL_CALLBACK_UNSIGNED' })
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending' })
  })

  test('the same id is used once; saying the same under another id is answered the same, saying otherwise is refused', async () => {
    const { events, send } = await waiting()
    expect(await send({ id: 'msg_1' })).toMatchObject({ kind: 'decided' })
    const told = events.length
    expect(await send({ id: 'msg_1' })).toMatchObject({ code: 'APPROVAL_CALLBACK_REPLAYED' })
    expect(await send({ id: 'msg_2' })).toMatchObject({ kind: 'repeated', request: { state: 'approved' } })
    expect(await send({ id: 'msg_3', body: { decision: 'denied' } })).toMatchObject({ code: 'NOT_PENDING' })
    expect(events).toHaveLength(told)
  })

  test('one that comes after the time of the request is refused', async () => {
    const clock = { ms: Date.now() }
    const { request, send } = await waiting({ now: () => clock.ms })
    clock.ms = request.expiresAtMs
    expect(await send({ atMs: clock.ms })).toMatchObject({ kind: 'refused', code: 'EXPIRED' })
  })

  test('one that could not be written down may be sent again under its id', async () => {
    const store = createMemoryStore()
    let isDown = false
    const failing: typeof store = {
      ...store,
      replace: async (row) => (isDown ? Promise.reject(new Error('the disk is full')) : store.replace(row)),
    }
    const { send } = await waiting({ store: failing })
    isDown = true
    await expect(send()).rejects.toThrow('the disk is full')
    isDown = false
    expect(await send()).toMatchObject({ kind: 'decided' })
  })

  test('a reason that is too long is cut, so that the denial counts', async () => {
    const { send } = await waiting()
    const answer = await send({ body: { decision: 'denied', reason: '\u{1f600}'.repeat(5000) } })
    expect(answer).toMatchObject({ request: { state: 'denied' } })
  })
})

describe('who a callback speaks for', () => {
  test('a webhook does not approve what was asked in its own name', async () => {
    const { send } = await waiting({ approverId: 'bot' })
    expect(await send()).toMatchObject({ code: 'SELF_APPROVAL' })
  })

  test('people whom the operator listed count as themselves, towards a quorum and as approvers', async () => {
    const asked = call({}, { terms: { quorum: 2, approvers: ['group:dba'] } })
    const speaksFor = [
      { id: 'ana', groups: ['dba'] },
      { id: 'ben', groups: ['dba'] },
      { id: 'cem' },
      { id: 'bot', groups: ['dba'] },
    ]
    const { send } = await waiting({ speaksFor }, asked)
    const from = async (approver: string, id: string) => send({ id, body: { approver } })
    expect(await from('ana', 'msg_1')).toMatchObject({ request: { state: 'pending' } })
    expect(await from('ana', 'msg_2')).toMatchObject({ kind: 'repeated', request: { state: 'pending' } })
    expect(await from('cem', 'msg_3')).toMatchObject({ code: 'NOT_AN_APPROVER' })
    expect(await from('bot', 'msg_4')).toMatchObject({ code: 'SELF_APPROVAL' })
    expect(await from('ben', 'msg_5')).toMatchObject({ request: { state: 'approved' } })
  })

  test('a name that nobody signed for, or that is no text, is nobody', async () => {
    const { send } = await waiting({ speaksFor: [{ id: 'ana' }] })
    for (const approver of ['eve', ['ana'], null, 'Ana'])
      expect(await send({ body: { approver } })).toMatchObject({ code: 'APPROVAL_CALLBACK_STRANGER' })
    // Under another name it is not known, and might have been meant.
    expect(await send({ body: { decided_by: 'eve' } })).toMatchObject({
      code: 'APPROVAL_CALLBACK_MALFORMED',
    })
    expect(await send({})).toMatchObject({ request: { decisions: [{ approver: 'webhook' }] } })
  })
})

describe('a callback that is replayed after a restart', () => {
  /** A queue on disk, opened anew each time, with a callback that remembers nothing of the time before. */
  async function restarts() {
    const file = join(mkdtempSync(join(tmpdir(), 'kvlar-callback-')), 'approvals.db')
    const keys = await openApprovalKeys(`${file}.key`)
    return async () => {
      const approvals = createApprovals({ store: await openSqliteStore(file), keys })
      return { approvals, take: createWebhookCallback({ approvals, secrets: [SECRET] }) }
    }
  }

  function signed(request: { readonly id: string; readonly digest: string }) {
    const body = JSON.stringify({ decision: 'approved', request_id: request.id, digest: request.digest })
    const headers = signWebhook({ id: 'msg_1', atMs: Date.now(), body }, [webhookSecret(SECRET)])
    return { body, headers }
  }

  test('decides nothing again: the request is decided already', async () => {
    const open = await restarts()
    const before = await open()
    const { request } = await before.approvals.request(call())
    const { headers, body } = signed(request)
    expect(await before.take(request.id, headers, body)).toMatchObject({ kind: 'decided' })
    await before.approvals.close()
    const after = await open()
    expect(await after.take(request.id, headers, body)).toMatchObject({ kind: 'repeated' })
    expect(await after.approvals.get(request.id)).toMatchObject({ decisions: [{ approver: 'webhook' }] })
    await after.approvals.close()
  })

  test('does not approve the same call when it is asked about again, although the digest is the same', async () => {
    const open = await restarts()
    const before = await open()
    const { request } = await before.approvals.request(call())
    const { headers, body } = signed(request)
    await before.take(request.id, headers, body)
    await before.approvals.consume(request.id, call())
    await before.approvals.finish(request.id, 'ok')
    const again = (await before.approvals.request(call())).request
    expect(again).toMatchObject({ state: 'pending', digest: request.digest })
    await before.approvals.close()
    const after = await open()
    expect(await after.take(again.id, headers, body)).toMatchObject({
      code: 'APPROVAL_CALLBACK_MISDIRECTED',
    })
    expect(await after.approvals.get(again.id)).toMatchObject({ state: 'pending', decisions: [] })
    await after.approvals.close()
  })

  test('does not decide what was withdrawn or decided otherwise meanwhile', async () => {
    const approvals = createApprovals({ store: createMemoryStore(), keys: KEYS })
    const [one, two] = [
      (await approvals.request(call({ n: 1 }))).request,
      (await approvals.request(call({ n: 2 }))).request,
    ]
    await approvals.cancel(one.id)
    await approvals.decide(two.id, { verdict: 'deny', approver: ANA })
    const take = createWebhookCallback({ approvals, secrets: [SECRET] })
    for (const request of [one, two]) {
      const { headers, body } = signed(request)
      expect(await take(request.id, { ...headers }, body)).toMatchObject({ code: expect.any(String) })
    }
    expect(await approvals.get(one.id)).toMatchObject({ state: 'cancelled' })
    expect(await approvals.get(two.id)).toMatchObject({ state: 'denied' })
  })
})
