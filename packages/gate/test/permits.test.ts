import { describe, expect, test } from 'vitest'
import type { Answer, PermitGrounds } from '@kvlar/gate'
import { action, call, codeOf, engineThat, gateOf, settled, type Desk } from './gates.ts'

const NOW = 1_800_000_000_000

function signing(over: Parameters<typeof gateOf>[1] = {}) {
  const signed: PermitGrounds[] = []
  const made = gateOf(engineThat('allow'), {
    sign: async (grounds) => {
      signed.push(grounds)
      return { expiresAtMs: NOW + 30_000 }
    },
    ...over,
  })
  return { ...made, signed }
}

describe('a permit', () => {
  test('is signed for each action of a call that may run, and binds what was judged', async () => {
    const { gate, signed, events } = signing()
    const ruling = await settled(gate.judge(call({ actions: [action('a'), action('b')] })))
    expect(ruling).toEqual({
      kind: 'pass',
      permits: [{ expiresAtMs: NOW + 30_000 }, { expiresAtMs: NOW + 30_000 }],
    })
    expect(signed).toMatchObject([
      {
        action: { resource: 'a' },
        sessionId: 's',
        evaluationId: 's:1',
        policyDigest: events[0]?.policyDigest,
      },
      { action: { resource: 'b' }, sessionId: 's', evaluationId: 's:1' },
    ])
  })

  test('is signed only after the decision stands in the record', async () => {
    const order: string[] = []
    const { gate } = signing({
      record: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        order.push('recorded')
      },
      sign: async () => {
        order.push('signed')
        return { expiresAtMs: NOW + 1 }
      },
    })
    await settled(gate.judge(call()))
    expect(order).toEqual(['recorded', 'signed'])
  })

  test('is signed only after an approved call was decided and recorded again', async () => {
    const { gate, events, signed } = signing({
      engine: () => engineThat('require_approval'),
      ask: async (): Promise<Answer<Desk>> => {
        expect(signed).toEqual([])
        return { kind: 'approved', approvalId: 'apr_1' }
      },
    })
    expect(await settled(gate.judge(call()))).toMatchObject({
      kind: 'pass',
      approvalId: 'apr_1',
      permits: [{}],
    })
    expect(events.map(({ effective }) => effective.outcome)).toEqual(['require_approval', 'allow'])
    expect(signed).toHaveLength(1)
  })

  test.each<[string, object]>([
    ['that is denied', { engine: () => engineThat('deny') }],
    ['that cannot be recorded', { record: () => expect.fail('full') }],
    [
      'of which another action is denied',
      {
        floor: ({ resource }: { resource: string }) =>
          resource === 'b' ? { kind: 'inside', reason: 'x' } : undefined,
      },
    ],
  ])('is signed for no call %s', async (_what, over) => {
    const { gate, signed } = signing(over)
    expect((await settled(gate.judge(call({ actions: [action('a'), action('b')] })))).kind).toBe('refuse')
    expect(signed).toEqual([])
  })

  test('that cannot be signed refuses the call, on record, and tells why only to whoever runs it', async () => {
    const failures: unknown[] = []
    const { gate, events } = signing({
      sign: () => Promise.reject(new Error('the KMS is gone')),
      onFailure: (error) => failures.push(error),
    })
    const ruling = await settled(gate.judge(call()))
    expect(ruling).toMatchObject({
      kind: 'refuse',
      verdict: { code: 'PERMIT_FAILED', evaluator: 'permit', reason: 'the permit could not be signed' },
    })
    expect(events.map(({ effective }) => effective.code)).toEqual(['POLICY_ALLOW', 'PERMIT_FAILED'])
    expect(failures).toHaveLength(1)
  })

  test('a signer that throws at once refuses, too', async () => {
    const { gate } = signing({ sign: () => expect.fail('broken') })
    expect(codeOf(await settled(gate.judge(call())))).toBe('PERMIT_FAILED')
  })

  test('that has expired when it is signed refuses the call, on record', async () => {
    let nowMs = NOW
    const { gate, events } = signing({
      now: () => nowMs,
      sign: async () => {
        nowMs += 30_000
        return { expiresAtMs: NOW + 30_000 }
      },
    })
    expect(codeOf(await settled(gate.judge(call())))).toBe('PERMIT_EXPIRED')
    expect(events.map(({ effective }) => effective.code)).toEqual(['POLICY_ALLOW', 'PERMIT_EXPIRED'])
  })

  test('is not there for an action that needs none, which runs all the same', async () => {
    const { gate } = signing({
      sign: async ({ action: { resource } }) =>
        resource === 'a' ? undefined : { expiresAtMs: NOW + 30_000 },
    })
    expect(await settled(gate.judge(call({ actions: [action('a'), action('b')] })))).toEqual({
      kind: 'pass',
      permits: [undefined, { expiresAtMs: NOW + 30_000 }],
    })
  })

  test('of no known end is an expired one', async () => {
    const { gate } = signing({ sign: async () => ({ expiresAtMs: Number.NaN }) })
    expect(codeOf(await settled(gate.judge(call())))).toBe('PERMIT_EXPIRED')
  })
})
