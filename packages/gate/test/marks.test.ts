import { describe, expect, test } from 'vitest'
import { createMemoryCounters, type CallEnd, type CountedCall, type Counters } from '@kvlar/core'
import type { Answer } from '@kvlar/gate'
import { action, call, codeOf, engineOf, gateOf, settled } from './gates.ts'

const pay = (callId: number, amount: number) =>
  call({ callId, actions: [{ ...action('pay'), parameters: { amount } }] })

const budget = {
  id: 'budget',
  match_on: { resources: ['pay'], conditions: [{ sum: { of: 'amount', within: '1d', at_most: 5000 } }] },
  effect: { type: 'allow' },
}
const ask = {
  id: 'ask',
  match_on: { resources: ['pay'] },
  effect: { type: 'require_approval', reason: 'over budget' },
}
const approved = async (): Promise<Answer<never>> => ({ kind: 'approved' })

/** Counters that answer later, as those of another process do. */
function later(): Counters & { readonly settled: (readonly [string, CallEnd])[] } {
  const counters = createMemoryCounters()
  const told: (readonly [string, CallEnd])[] = []
  return {
    settled: told,
    count: async (one: CountedCall) => counters.count(one),
    settle: async (id, end) => {
      told.push([id, end])
      counters.settle(id, end)
    },
  }
}

describe('calls in flight', () => {
  test.each([
    ['at once', createMemoryCounters],
    ['later', later],
  ])(
    'count: of three concurrent 2,000s two pass a limit of 5,000, with counters that answer %s',
    async (_name, make) => {
      const { gate } = gateOf(engineOf(budget), { counters: make() })
      const rulings = await Promise.all([1, 2, 3].map((id) => settled(gate.judge(pay(id, 2000)))))
      expect(rulings.map(({ kind }) => kind)).toEqual(['pass', 'pass', 'refuse'])
      expect(codeOf(rulings[2]!)).toBe('RATE_LIMIT_EXCEEDED')
      // The one that was refused holds nothing back.
      expect((await settled(gate.judge(pay(4, 1000)))).kind).toBe('pass')
    },
  )

  test('give back what certainly has not run, and nothing else', async () => {
    const { gate } = gateOf(engineOf(budget))
    const ends: readonly CallEnd[] = ['not_run', 'failed', 'ok']
    for (const [index, end] of ends.entries()) {
      await settled(gate.judge(pay(index, 2000)))
      gate.ended({ sessionId: 's', callId: index }, end)
    }
    expect((await settled(gate.judge(pay(7, 1001)))).kind).toBe('refuse')
    expect((await settled(gate.judge(pay(8, 1000)))).kind).toBe('pass')
  })
})

describe('a call that does not run leaves nothing', () => {
  const left = async (gate: ReturnType<typeof gateOf>['gate']) =>
    (await settled(gate.judge(pay(99, 5000)))).kind === 'pass' ? 'nothing' : 'something'

  test('when the floor denies it', async () => {
    let denies = true
    const floor = () => (denies ? ({ path: '/k', reason: 'ours' } as never) : undefined)
    const { gate } = gateOf(engineOf(budget), { floor })
    expect(codeOf(await settled(gate.judge(pay(1, 10))))).toBe('KVLAR_PROTECTED_PATH')
    denies = false
    expect(await left(gate)).toBe('nothing')
  })

  test('when it cannot be recorded', async () => {
    let fails = true
    const record = () => {
      if (fails) throw new Error('disk full')
    }
    const { gate } = gateOf(engineOf(budget), { record })
    expect(codeOf(await settled(gate.judge(pay(1, 10))))).toBe('KVLAR_RECORD_FAILED')
    fails = false
    expect(await left(gate)).toBe('nothing')
  })

  test('when another action of the same call is denied', async () => {
    const { gate } = gateOf(engineOf(budget))
    const actions = [...pay(1, 10).actions, action('launch')]
    expect((await settled(gate.judge(call({ actions })))).kind).toBe('refuse')
    expect(await left(gate)).toBe('nothing')
  })

  test.each(['denied', 'pending', 'fails'])('when people were asked and the answer is: %s', async (kind) => {
    const asked = {
      ...ask,
      match_on: { ...ask.match_on, conditions: [{ count: { within: '1d', at_most: 9 } }] },
    }
    const answer = async (): Promise<Answer<never>> => {
      if (kind === 'fails') throw new Error('queue gone')
      return kind === 'denied' ? { kind } : { kind: 'pending' }
    }
    let first = true
    const engine = () => (first ? engineOf(asked, budget) : engineOf(budget))
    const { gate } = gateOf(engine, { ask: answer })
    expect((await settled(gate.judge(pay(1, 10)))).kind).toBe('refuse')
    first = false
    expect(await left(gate)).toBe('nothing')
  })
})

describe('over a budget', () => {
  test('a person can be asked by the next rule, and what they let go is spent', async () => {
    const { gate, events } = gateOf(engineOf(budget, ask), { ask: approved })
    await settled(gate.judge(pay(1, 4000)))
    expect(await settled(gate.judge(pay(2, 2000)))).toMatchObject({ kind: 'pass' })
    expect(events.at(-1)?.effective).toMatchObject({ outcome: 'allow', ruleId: 'ask' })
    const { gate: quiet } = gateOf(engineOf(budget, ask), { ask: approved })
    expect((await quiet.judge(pay(1, 5000))).kind).toBe('pass')
    expect((await quiet.judge(pay(2, 1))).kind).toBe('hold')
    // 4,000 and the 2,000 that a person let go.
    expect((await gate.judge(pay(3, 0.01))).kind).toBe('hold')
  })

  test('a call that is held is counted when it is let go, and not before', async () => {
    let go: (answer: Answer<never>) => void = () => {}
    const answer = () => new Promise<Answer<never>>((resolve) => (go = resolve))
    const { gate } = gateOf(engineOf(budget, ask), { ask: answer })
    await settled(gate.judge(pay(1, 4000)))
    const waiting = settled(gate.judge(pay(2, 2000)))
    await new Promise(setImmediate)
    expect((await gate.judge(pay(3, 1000))).kind).toBe('pass')
    gate.ended({ sessionId: 's', callId: 3 }, 'not_run')
    go({ kind: 'approved' })
    expect((await waiting).kind).toBe('pass')
    expect((await gate.judge(pay(4, 1000))).kind).toBe('hold')
  })

  test('a call that is held leaves the room to others that it would fit into itself', async () => {
    const large = {
      id: 'large',
      match_on: {
        resources: ['pay'],
        conditions: [{ field: 'amount', operator: 'greater_than', value: 1000 }],
      },
      effect: { type: 'require_approval', reason: 'large' },
    }
    const { gate } = gateOf(engineOf(large, budget), { ask: () => new Promise<Answer<never>>(() => {}) })
    expect((await gate.judge(pay(1, 4500))).kind).toBe('hold')
    expect((await gate.judge(pay(2, 1000))).kind).toBe('pass')
  })

  test('a call whose amount cannot be kept does not run, also when a person has said yes', async () => {
    const counters = createMemoryCounters()
    const { gate } = gateOf(engineOf(budget, ask), {
      ask: approved,
      counters: {
        ...counters,
        count: (one: CountedCall) => {
          if (one.isLetGo === true) throw new Error('disk full')
          return counters.count(one)
        },
        settle: () => undefined,
      },
    })
    expect(codeOf(await settled(gate.judge(pay(1, 6000))))).toBe('EVALUATION_STATE_UNAVAILABLE')
  })
})

test('a prerequisite holds once the earlier call has ended well', async () => {
  const engine = engineOf(
    { id: 'look', match_on: { resources: ['look_up'] }, effect: { type: 'allow' } },
    {
      id: 'pay',
      match_on: {
        resources: ['pay'],
        conditions: [{ seen: { match: { resources: ['look_up'] }, within: '1h', by: 'session' } }],
      },
      effect: { type: 'allow' },
    },
  )
  const { gate } = gateOf(engine)
  const look = (callId: number) => gate.judge(call({ callId, actions: [action('look_up')] }))
  const outcome = async () => (await gate.judge(pay(50, 1))).kind
  expect([(await look(1)).kind, await outcome()]).toEqual(['pass', 'refuse'])
  gate.ended({ sessionId: 's', callId: 1 }, 'failed')
  expect(await outcome()).toBe('refuse')
  await look(2)
  gate.ended({ sessionId: 's', callId: 2 }, 'ok')
  expect(await outcome()).toBe('pass')
})

test('a policy without state asks the counters nothing', () => {
  const fails = () => {
    throw new Error('asked')
  }
  const { gate } = gateOf(engineOf({ id: 'all', effect: { type: 'allow' } }), {
    counters: { count: fails, settle: fails },
  })
  expect(gate.judge(pay(1, 1))).toEqual({ kind: 'pass' })
  gate.ended({ sessionId: 's', callId: 1 }, 'ok')
})
