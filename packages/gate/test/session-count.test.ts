import { createMemoryCounters } from '@kvlar/core'
import { expect, test } from 'vitest'
import {
  createInvariants,
  createMemorySessions,
  type ActionContext,
  type Answer,
  type SessionEntry,
} from '@kvlar/gate'
import { call, codeOf, engineOf, engineThat, gateOf, settled, type Desk } from './gates.ts'

test('an action that is decided again after people is counted once, and judged by what is held by then', async () => {
  const seen: ActionContext[] = []
  const { gate } = gateOf(engineThat('require_approval'), {
    invariants: (context) => void seen.push(context),
    ask: async (request): Promise<Answer<Desk>> => {
      await request.current()
      return { kind: 'approved', approvalId: 'apr_1' }
    },
  })
  for (let callId = 1; callId <= 2; callId += 1)
    expect((await settled(gate.judge(call({ callId })))).kind).toBe('pass')
  expect(seen.map(({ session }) => session?.actions)).toEqual([1, 1, 1, 2, 2, 2])
})

test('the age of a session in a rule is that of the session as it is held, also where the caller says nothing', async () => {
  const young = {
    id: 'young',
    match_on: { conditions: [{ session_age_max: '60s' }] },
    effect: { type: 'allow' },
  }
  let nowMs = 1_800_000_000_000
  const { gate } = gateOf(engineOf(young), { sessions: createMemorySessions(), now: () => nowMs })
  const kind = async (over: object = {}) => (await settled(gate.judge(call(over)))).kind
  expect(await kind()).toBe('pass')
  nowMs += 60_000
  expect(await kind({ sessionStartedAtMs: nowMs })).toBe('pass')
  nowMs += 1
  expect(await kind({ sessionStartedAtMs: nowMs })).toBe('refuse')
  expect(await kind({ sessionId: 'other', sessionStartedAtMs: nowMs - 60_001 })).toBe('refuse')
})

test('counters, sessions and revocations are asked in one breath, none waiting for another', async () => {
  const asked: string[] = []
  let answer = (): void => {}
  const answered = new Promise<void>((resolve) => (answer = resolve))
  const limit = { rate_limit: { max: 5, window: '1h' } }
  const rule = { id: 'r', match_on: { conditions: [limit] }, effect: { type: 'allow' } }
  const [counters, sessions] = [createMemoryCounters(), createMemorySessions()]
  const { gate } = gateOf(engineOf(rule), {
    counters: {
      count: async (...of) => {
        asked.push('counters')
        await answered
        return counters.count(...of)
      },
      settle: (...of) => counters.settle(...of),
    },
    sessions: {
      enter: async (entry: SessionEntry) => {
        asked.push('sessions')
        await answered
        return sessions.enter(entry)
      },
    },
    standing: {
      find: async () => {
        asked.push('standing')
        await answered
        return undefined
      },
      revoke: () => true,
    },
  })
  const ruling = gate.judge(call())
  expect(asked).toEqual(['counters', 'sessions', 'standing'])
  answer()
  expect((await settled(ruling)).kind).toBe('pass')
})

test('an action that is in no session leaves nothing behind, and only what its caller says is known', async () => {
  const seen: ActionContext['session'][] = []
  const { gate } = gateOf(engineThat('allow'), {
    sessions: { enter: () => expect.fail('entered') },
    invariants: ({ session }) => void seen.push(session),
  })
  const alone = { isInSession: false, environment: { ip: '192.0.2.1' } }
  expect((await settled(gate.judge(call(alone)))).kind).toBe('pass')
  expect((await settled(gate.judge(call({ ...alone, sessionStartedAtMs: 7 })))).kind).toBe('pass')
  expect(seen).toEqual([{ origin: alone.environment }, { origin: alone.environment, startedAtMs: 7 }])
})

test('bounds on sessions hold for an action that is in none: nobody leaves the session out to pass them', async () => {
  for (const demand of [
    { kind: 'max_actions_per_session', max: 9 },
    { kind: 'max_session_age', maxMs: 9 },
  ] as const) {
    const { gate } = gateOf(engineThat('allow'), { invariants: createInvariants([{ name: 'i', ...demand }]) })
    const code = async (over: object) => codeOf(await settled(gate.judge(call(over))))
    expect(await code({})).toBeUndefined()
    expect(await code({ isInSession: false })).toBe('INVARIANT_VIOLATION')
  }
  const young = {
    id: 'young',
    match_on: { conditions: [{ session_age_max: '60s' }] },
    effect: { type: 'allow' },
  }
  const { gate } = gateOf(engineOf(young), { sessions: createMemorySessions() })
  expect((await settled(gate.judge(call({ isInSession: false })))).kind).toBe('refuse')
})
