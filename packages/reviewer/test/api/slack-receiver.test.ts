import { describe, expect, test } from 'vitest'
import { createBroker } from '@kvlar/approvals'
import {
  createWebhookCallback,
  createWebhookChannel,
  signWebhook,
  webhookSecret,
} from '@kvlar/approvals/webhook'
import { startReviewerServer } from '@kvlar/reviewer/server'
import { ANA, call, onlyPending } from '../../../approvals/test/calls.ts'
import { OTHER_SECRET, SECRET, until } from '../../../approvals/test/hook.ts'
import { openQueue, queueFile } from '../../../approvals/test/queues.ts'
import { fakeSlack, startReceiver, type SlackCall } from '../support/slack.ts'

const never = new AbortController().signal

/** Queue, reviewer server, receiver and Slack, each a real one but the last. */
async function connected(answer?: Parameters<typeof fakeSlack>[0]) {
  const approvals = await openQueue(queueFile())
  const server = await startReviewerServer({
    approvals,
    port: 0,
    tokenFile: queueFile(),
    webhookCallback: createWebhookCallback({
      approvals,
      secrets: [SECRET],
      speaksFor: [{ id: 'ana' }, { id: 'ben' }, { id: 'bot' }],
    }),
  })
  const slack = await fakeSlack(answer)
  const receiver = await startReceiver(slack.url, server.url)
  const channel = createWebhookChannel({ approvals, url: receiver.url, secrets: [SECRET] })
  const stop = await channel.follow()
  const broker = createBroker({ approvals, announce: channel.announce })
  const ask = async (...asked: Parameters<typeof call>) => {
    const answering = broker.ask(call(...asked), never)
    const id = await onlyPending(approvals)
    await until(() => slack.of('chat.postMessage').length > 0)
    return { answering, id }
  }
  const end = async () => {
    stop()
    await server.close()
  }
  return { approvals, ask, end, receiver, slack }
}

const buttons = ({ body }: SlackCall) =>
  (body.blocks ?? []).flatMap(({ type, elements = [] }) =>
    type === 'actions' ? elements.map((element) => element['action_id']) : [],
  )

describe('the Slack receiver', () => {
  test('asks in the channel; a click approves under the person\u2019s name, the call runs, and the buttons go', async () => {
    const { approvals, ask, end, receiver, slack } = await connected()
    const { answering, id } = await ask({ path: '/srv/a' }, { riskLevel: 'high' })
    const [posted] = slack.of('chat.postMessage')
    expect(posted).toMatchObject({ authorization: 'Bearer xoxb-1', body: { channel: 'C1' } })
    expect(posted && buttons(posted)).toEqual(['approve', 'deny'])
    expect(JSON.stringify(posted?.body.blocks)).toContain('/srv/a')
    expect(await receiver.click({ id })).toBe(200)
    expect(await answering).toMatchObject({ kind: 'approved' })
    expect(await approvals.get(id)).toMatchObject({
      decisions: [{ approver: 'ana', authentication: 'webhook-signature', surface: 'webhook' }],
    })
    await until(() => slack.of('chat.update').length > 0)
    const [edited] = slack.of('chat.update')
    expect(edited && buttons(edited)).toEqual([])
    expect(edited?.body['ts']).toBe('17.1')
    expect(JSON.stringify(edited?.body)).toContain('approve by ana')
    await end()
  })

  test('a denial comes back to the caller', async () => {
    const { ask, end, receiver } = await connected()
    const { answering, id } = await ask()
    await receiver.click({ id, action: 'deny' })
    expect(await answering).toMatchObject({ kind: 'denied' })
    await end()
  })

  test('what somebody decided elsewhere takes the buttons away here', async () => {
    const { approvals, ask, end, slack } = await connected()
    const { answering, id } = await ask()
    await approvals.decide(id, { verdict: 'deny', approver: ANA })
    await answering
    await until(() => slack.of('chat.update').length > 0)
    expect(slack.of('chat.update').flatMap(buttons)).toEqual([])
    await end()
  })

  test('a quorum needs two people; whoever asked, and whoever is not mapped, counts for nothing', async () => {
    const { approvals, ask, end, receiver, slack } = await connected()
    const { answering, id } = await ask({}, { terms: { quorum: 2 } })
    for (const [user, told] of [
      ['U9', 'not among the reviewers'],
      ['U3', 'whoever asks does not approve'],
      ['U1', 'somebody else must approve too'],
      ['U1', 'somebody else must approve too'],
    ] as const) {
      const before = slack.of('chat.postEphemeral').length
      await receiver.click({ id, user })
      await until(() => slack.of('chat.postEphemeral').length > before)
      expect(slack.of('chat.postEphemeral').at(-1)?.body).toMatchObject({ user })
      expect(String(slack.of('chat.postEphemeral').at(-1)?.body['text'])).toContain(told)
    }
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [{ approver: 'ana' }] })
    await receiver.click({ id, user: 'U2' })
    expect(await answering).toMatchObject({ kind: 'approved' })
    await end()
  })

  test('clicks that Slack did not sign, or long ago, and messages that Kvlar did not sign, do nothing', async () => {
    const { approvals, ask, end, receiver, slack } = await connected()
    const { answering, id } = await ask()
    expect(await receiver.click({ id, secret: 'another' })).toBe(401)
    expect(await receiver.click({ id, ageS: 400 })).toBe(401)
    const body = JSON.stringify({ type: 'approval.requested', request_id: 'apr_x' })
    const forged = signWebhook({ id: 'msg_x', atMs: Date.now(), body }, [webhookSecret(OTHER_SECRET)])
    for (const headers of [{}, { ...forged }])
      expect((await receiver.send('POST', '/kvlar', { headers, body })).status).toBe(401)
    expect((await receiver.send('GET', '/kvlar')).status).toBe(404)
    expect(slack.calls).toHaveLength(1)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
    await receiver.click({ id, action: 'deny' })
    await answering
    await end()
  })

  test('nothing of a call is markup in Slack, and hidden characters are written out', async () => {
    const { ask, end, receiver, slack } = await connected()
    const hostile =
      '<!channel> *Approved \u2713* <https://evil.example|ok> :white_check_mark: \u202e\u200b\u{e0041}\u001b'
    const { answering, id } = await ask({ note: hostile }, { action: { resource: hostile } })
    const [posted] = slack.of('chat.postMessage')
    const text = JSON.stringify(posted?.body)
    expect(text).not.toContain('mrkdwn')
    expect(String(posted?.body['text'])).toBe(`A tool call waits for approval (${id})`)
    for (const escape of ['\\\\u{202e}', '\\\\u{200b}', '\\\\u{e0041}', '\\\\u{1b}'])
      expect(text).toContain(escape)
    expect(text).not.toMatch(/[\u202e\u200b\u001b]|\u{e0041}/u)
    const types = new Set([...text.matchAll(/"type":"([a-z_]+)"/g)].map(([, type]) => type))
    expect(types).toEqual(
      new Set(['header', 'plain_text', 'rich_text', 'rich_text_preformatted', 'text', 'actions', 'button']),
    )
    await receiver.click({ id, action: 'deny' })
    await answering
    await end()
  })

  test('what cannot be shown whole cannot be approved there, by a forged click neither', async () => {
    const { approvals, ask, end, receiver, slack } = await connected()
    const { answering, id } = await ask({ text: `${' '.repeat(4000)}rm -rf /` })
    const [posted] = slack.of('chat.postMessage')
    expect(posted && buttons(posted)).toEqual(['deny'])
    expect(JSON.stringify(posted?.body)).toContain('approve it on the reviewer page')
    await receiver.click({ id, action: 'approve' })
    expect(await answering).toMatchObject({ kind: 'denied' })
    expect(await approvals.get(id)).toMatchObject({ state: 'denied' })
    await end()
  })

  test('while Slack does not take it, Kvlar tries again', async () => {
    const { ask, end, receiver, slack } = await connected((calls) =>
      calls === 1 ? { ok: false, error: 'ratelimited' } : { ok: true },
    )
    const { answering, id } = await ask()
    await until(() => slack.of('chat.postMessage').length === 2)
    await receiver.click({ id, action: 'deny' })
    await answering
    expect(slack.of('chat.postMessage')).toHaveLength(2)
    await end()
  })

  test('an escalation is told beneath the question, whose buttons stay', async () => {
    const { approvals, ask, end, receiver, slack } = await connected()
    const terms = { approvers: ['user:ana'], escalate: [{ afterMs: 1, to: ['group:oncall'] }] }
    const { answering, id } = await ask({}, { terms })
    await approvals.sweep()
    await until(() => slack.of('chat.postMessage').length === 2)
    const [question, told] = slack.of('chat.postMessage')
    expect(told?.body).toMatchObject({ thread_ts: '17.1' })
    expect(JSON.stringify(told?.body.blocks)).toContain('user:ana, group:oncall')
    expect(question === undefined ? [] : buttons(question)).toContain('approve')
    expect(slack.of('chat.update')).toEqual([])
    await receiver.click({ id, action: 'approve' })
    expect(await answering).toMatchObject({ kind: 'approved' })
    await end()
  })

  test('a message that is delivered twice is posted once', async () => {
    const { end, receiver, slack } = await connected()
    const data = { truncated: [], risk_level: 'low', principal: 'bot', hidden_values: 0, expires_at: '' }
    const fields = { request_id: 'apr_1', tool_name: 'write', tool_arguments: {}, rule_id: 'r' }
    const body = JSON.stringify({ type: 'approval.requested', ...fields, data })
    const headers = { ...signWebhook({ id: 'msg_1', atMs: Date.now(), body }, [webhookSecret(SECRET)]) }
    for (let delivery = 0; delivery < 2; delivery += 1)
      expect((await receiver.send('POST', '/kvlar', { headers, body })).status).toBe(202)
    expect(slack.calls).toHaveLength(1)
    await end()
  })
})
