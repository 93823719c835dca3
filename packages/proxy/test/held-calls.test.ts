import { setImmediate } from 'node:timers/promises'
import { LIMITS, type Answer } from '@kvlar/proxy'
import { describe, expect, test } from 'vitest'
import { MIXED } from './support/policies.ts'
import { noticeOf, textOf } from './support/proxied.ts'
import { patientHuman, talkingSession } from './support/talking.ts'

const READING = `${MIXED}
  - id: ask-before-reading
    match_on: { action_types: [resource_read] }
    effect: { type: require_approval, reason: It is a secret }
`

describe('a caller that waits', () => {
  async function waiting(meta: object = {}, options: { whereDecided?: string } = {}) {
    const human = patientHuman()
    const remarks: string[] = []
    const talk = talkingSession(MIXED, {
      ask: human.ask,
      remark: (text) => void remarks.push(text),
      ...options,
    })
    const params = { name: 'slow', arguments: {}, _meta: JSON.parse(JSON.stringify(meta)) }
    const answered = talk.send('client', { jsonrpc: '2.0', id: 1, method: 'tools/call', params })
    await setImmediate()
    await talk.answer('tools/list', { tools: [] })
    const beats = () => talk.told.filter(({ method }) => method === 'notifications/progress')
    return { ...talk, human, answered, beats, remarks }
  }

  test.each([['a token'], [7]])(
    'is told so now and then when it gave %j as its progress token',
    async (token) => {
      const { beats, elapse, human, answered } = await waiting({ progressToken: token })
      await elapse(LIMITS.heartbeatMs - 1)
      expect(beats()).toEqual([])
      await elapse(1 + 3 * LIMITS.heartbeatMs)
      expect(beats()).toHaveLength(4)
      for (const { to, params } of beats()) {
        expect(to).toBe('client')
        expect(params).toMatchObject({ progressToken: token, message: 'waiting for approval' })
      }
      const progress = beats().map(({ params }) => Number(params?.['progress']))
      expect(progress).toEqual(progress.toSorted((a, b) => a - b))
      expect(new Set(progress).size).toBe(4)
      human.say({ kind: 'approved' })
      await answered
      await elapse(10 * LIMITS.heartbeatMs)
      expect(beats()).toHaveLength(4)
    },
  )

  test('is told where people decide, as is whoever runs the proxy, while it waits and when it has to come back', async () => {
    const whereDecided = 'decide with `kvlar review`'
    const { beats, elapse, human, answered, remarks } = await waiting({ progressToken: 1 }, { whereDecided })
    expect(remarks).toEqual([`\`slow\` waits for approval: ${whereDecided}`])
    await elapse(LIMITS.heartbeatMs)
    expect(beats()[0]?.params).toMatchObject({ message: `waiting for approval: ${whereDecided}` })
    human.say({ kind: 'pending', approvalId: 'apr_1' })
    const { message } = await answered
    expect(textOf(message)).toContain(`A reviewer has to approve it: ${whereDecided}\n`)
  })

  test('has the URL of its request where there is one', async () => {
    const { human, answered } = await waiting({}, { whereDecided: 'decide with `kvlar review`' })
    human.say({ kind: 'pending', approvalId: 'apr_1', url: 'http://127.0.0.1:8765/?id=apr_1' })
    const { message } = await answered
    expect(textOf(message)).toContain('To be approved at: http://127.0.0.1:8765/?id=apr_1\n')
  })

  test.each([{}, { progressToken: {} }, { progressToken: null }, { 'x/progressToken': 1 }])(
    'is told nothing without one: %j',
    async (meta) => {
      const { beats, elapse } = await waiting(meta)
      await elapse(5 * LIMITS.heartbeatMs)
      expect(beats()).toEqual([])
    },
  )

  test('is told nothing more once it has cancelled, and no timer is left', async () => {
    const { beats, elapse, send, timers } = await waiting({ progressToken: 1 })
    await elapse(LIMITS.heartbeatMs)
    await send('client', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    await elapse(10 * LIMITS.heartbeatMs)
    expect(beats()).toHaveLength(1)
    expect(timers.size).toBe(0)
  })

  test('leaves no timer behind when its connection ends', async () => {
    const { session, timers } = await waiting({ progressToken: 1 })
    session.stopWaiting()
    expect(timers.size).toBe(0)
  })
})

describe('the caller of what is no tool', () => {
  const ended: [Answer, object][] = [
    [
      { kind: 'pending', approvalId: 'apr_1', expiresAtMs: 0, url: 'http://x/' },
      { id: 'apr_1', status: 'pending', expiresAt: '1970-01-01T00:00:00.000Z', url: 'http://x/' },
    ],
    [
      { kind: 'pending', approvalId: 'apr_1', expiresAtMs: Infinity },
      { id: 'apr_1', status: 'pending' },
    ],
    [
      { kind: 'denied', approvalId: 'apr_1' },
      { id: 'apr_1', status: 'denied' },
    ],
    [
      { kind: 'expired', approvalId: 'apr_1' },
      { id: 'apr_1', status: 'expired' },
    ],
  ]
  test.each(ended)('gets an error that says the same: %j', async (answer, notice) => {
    const { send } = talkingSession(READING, { ask: () => Promise.resolve(answer) })
    const { message } = await send('client', {
      jsonrpc: '2.0',
      id: 1,
      method: 'resources/read',
      params: { uri: 'a://b' },
    })
    expect(message.error).toMatchObject({ code: -31403, data: { _meta: { 'kvlar/approval': notice } } })
    expect(noticeOf(message)['rule_id']).toBe('ask-before-reading')
    if (answer.kind === 'pending')
      expect(message.error?.message).toMatch(/^Approval required: apr_1\. Nothing was executed\. /)
  })
})
