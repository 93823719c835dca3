import { describe, expect, test } from 'vitest'
import { agentPrincipal } from '@kvlar/core'
import { allows, desk, engineOf, HOUR } from '../history.ts'

const user = (id: string) => ({ principal: { ...agentPrincipal(id), kind: 'user' as const } })

describe('a count', () => {
  const five = { count: { within: '1h', at_most: 2 } }

  test('takes in this call and every other one that was let go, and no refused one', async () => {
    const at = desk(engineOf(allows('send', five)))
    expect(await at.outcomes(['send'], ['send'], ['send'], ['send'])).toEqual([
      'allow',
      'allow',
      'deny',
      'deny',
    ])
    at.pass(HOUR)
    expect(await at.outcomes(['send'], ['send'], ['send'])).toEqual(['allow', 'allow', 'deny'])
  })

  test('gives back what certainly has not run and nothing else', async () => {
    const at = desk(engineOf(allows('send', five)))
    const ends = [{ end: 'not_run' }, { end: 'failed' }, { end: 'not_run' }, { end: 'ok' }, {}] as const
    const calls = ends.map((end) => ['send', {}, end] as const)
    expect(await at.outcomes(...calls)).toEqual(['allow', 'allow', 'allow', 'allow', 'deny'])
  })

  test.each([
    [undefined, { principal: agentPrincipal('other') }],
    ['agent', { agentId: 'other' }],
    ['session', { session: 's-2' }],
    ['server', { server: 'other' }],
    ['tool', { server: 'other' }],
  ])('by %s is apart for each, and together for the same', async (by, other) => {
    const at = desk(engineOf(allows('send', { count: { ...five.count, ...(by && { by }) } })))
    expect(await at.outcomes(['send'], ['send', {}, other], ['send'], ['send'], ['send', {}, other])).toEqual(
      ['allow', 'allow', 'allow', 'deny', 'allow'],
    )
  })

  test('by rule is one for everybody', async () => {
    const at = desk(engineOf(allows('send', { count: { ...five.count, by: 'rule' } })))
    const others = { session: 's-2', agentId: 'b', ...user('ann') }
    expect(await at.outcomes(['send'], ['send', {}, others], ['send'])).toEqual(['allow', 'allow', 'deny'])
  })

  test('by the same argument is apart for each value, written as text or as a number', async () => {
    const at = desk(engineOf(allows('refund', { count: { within: '1d', at_most: 1, same: ['order'] } })))
    const order = (value: string | number) => ['refund', { order: value }] as const
    expect(await at.outcomes(order('7'), order(8), order(7), order('8'), order('07'))).toEqual([
      'allow',
      'allow',
      'deny',
      'deny',
      'allow',
    ])
  })

  test.each([[{}], [{ order: null }], [{ order: [7] }], [{ order: { id: 7 } }], [{ order: 7, Order: 8 }]])(
    'bound by an argument that is not one plain value, as in %j, is an error',
    async (parameters) => {
      const at = desk(engineOf(allows('refund', { count: { within: '1d', at_most: 9, same: ['order'] } })))
      expect(await at.outcomes(['refund', parameters])).toEqual(['deny'])
    },
  )

  test('of other calls takes in those that its match covers', async () => {
    const match = {
      resources: ['delete_*'],
      conditions: [{ field: 'force', operator: 'equals', value: true }],
    }
    const at = desk(engineOf(allows(['delete_*', 'archive'], { count: { match, within: '1h', at_most: 1 } })))
    expect(
      await at.outcomes(
        ['archive'],
        ['delete_a'],
        ['delete_b', { force: true }],
        ['delete_c', { force: true }],
      ),
    ).toEqual(['allow', 'allow', 'allow', 'deny'])
    // The window is full but not over: what its match does not cover adds nothing.
    expect(await at.outcomes(['archive'], ['delete_d', { force: 'true' }])).toEqual(['allow', 'deny'])
  })

  test('from below denies from that call on', async () => {
    const deny = {
      id: 'enough',
      match_on: { conditions: [{ count: { within: '1h', at_least: 3 } }] },
      effect: { type: 'deny', reason: 'enough for now', suggestion: 'wait an hour' },
    }
    const at = desk(engineOf(deny, { id: 'rest', effect: { type: 'allow' } }))
    expect(await at.outcomes(['a'], ['b'], ['c'])).toEqual(['allow', 'allow', 'deny'])
    const { code, reason, suggestion, limit } = await at.call('d')
    expect({ code, reason, suggestion, limit }).toEqual({
      code: 'RATE_LIMIT_EXCEEDED',
      reason: 'enough for now',
      suggestion: 'wait an hour',
      limit: { remaining: 0, resetsAtMs: at.nowMs + HOUR },
    })
  })
})

describe('a sum', () => {
  const budget = (over: object = {}) => ({ sum: { of: 'amount', within: '1d', at_most: 5000, ...over } })

  test('holds back the call that would go over it, and lets a smaller one pass', async () => {
    const at = desk(engineOf(allows('pay', budget())))
    const pay = (amount: number) => ['pay', { amount }] as const
    expect(await at.outcomes(pay(2000), pay(2000), pay(2000), pay(1000), pay(0.01), pay(0))).toEqual([
      'allow',
      'allow',
      'deny',
      'allow',
      'deny',
      'allow',
    ])
  })

  test('is exact to the last place', async () => {
    const at = desk(engineOf(allows('pay', budget({ at_most: '0.3' }))))
    expect(
      await at.outcomes(['pay', { amount: 0.1 }], ['pay', { amount: 0.2 }], ['pay', { amount: 0.0001 }]),
    ).toEqual(['allow', 'allow', 'deny'])
  })

  test.each([
    [{}],
    [{ amount: null }],
    [{ amount: -1 }],
    [{ amount: '5' }],
    [{ amount: 1e21 }],
    [{ amount: 0.000_01 }],
    [{ amount: [5] }],
    [{ amount: 1, Amount: 9 }],
  ])('of %j is an error, which lets nothing pass', async (parameters) => {
    const at = desk(engineOf(allows('pay', budget())))
    expect(await at.outcomes(['pay', parameters])).toEqual(['deny'])
  })

  test('of a list adds up all of it', async () => {
    const at = desk(engineOf(allows('pay', budget({ of: 'items[*].amount' }))))
    const items = (...amounts: readonly number[]) => ({ items: amounts.map((amount) => ({ amount })) })
    expect(await at.outcomes(['pay', items(2000, 3000)], ['pay', items(1)], ['pay', items()])).toEqual([
      'allow',
      'deny',
      'deny',
    ])
  })

  test('of money keeps currencies apart and reads smallest units', async () => {
    const money = { unit: 'minor', currency: ['EUR', 'JPY'], currency_field: 'currency', at_most: 100 }
    const at = desk(engineOf(allows('pay', budget(money))))
    const pay = (amount: number, currency: string) => ['pay', { amount, currency }] as const
    expect(
      await at.outcomes(pay(10_000, 'EUR'), pay(1, 'eur'), pay(100, 'JPY'), pay(1, 'JPY'), pay(1, 'USD')),
    ).toEqual(['allow', 'deny', 'allow', 'deny', 'deny'])
  })

  test('of a pot is shared by the rules that name it, whatever their arguments are called', async () => {
    const pot = { within: '30d', at_most: 1000, pot: 'travel' }
    const at = desk(
      engineOf(
        allows('book_hotel', { sum: { of: 'total', ...pot } }),
        allows('book_flight', { sum: { of: 'price', ...pot } }),
      ),
    )
    expect(
      await at.outcomes(
        ['book_hotel', { total: 600 }],
        ['book_flight', { price: 500 }],
        ['book_flight', { price: 400 }],
        ['book_hotel', { total: 1 }],
      ),
    ).toEqual(['allow', 'deny', 'allow', 'deny'])
  })

  test('over budget asks by the next rule, and what a person lets go is spent all the same', async () => {
    const ask = {
      id: 'ask',
      match_on: { resources: ['pay'] },
      effect: { type: 'require_approval', reason: 'ask' },
    }
    const engine = engineOf(allows('pay', budget()), ask)
    const at = desk(engine)
    const first = await at.call('pay', { amount: 4000 })
    const second = await at.call('pay', { amount: 2000 })
    expect([first.outcome, second.outcome, second.limit]).toEqual([
      'allow',
      'require_approval',
      { remaining: 1000, resetsAtMs: at.nowMs + 24 * HOUR },
    ])
    expect(engine.marks(call('pay', { amount: 2000 })).map(({ amount }) => amount)).toEqual([20_000_000])
  })

  test('that a call alone goes over has no time at which it would fit', async () => {
    const at = desk(engineOf(allows('pay', budget())))
    const { code, limit } = await at.call('pay', { amount: 5001 })
    expect([code, limit]).toEqual(['RATE_LIMIT_EXCEEDED', { remaining: 5000 }])
  })
})

describe('a call that must have been seen', () => {
  const seen = { seen: { match: { resources: ['look_up'] }, same: ['order'], within: '1h' } }
  const engine = engineOf(allows('refund', seen), allows('look_up'))

  test('counts once it has ended well, for the same principal and the same argument', async () => {
    const at = desk(engine)
    const refund = ['refund', { order: 7 }] as const
    expect(await at.outcomes(refund, ['look_up', { order: 7 }], refund)).toEqual(['deny', 'allow', 'deny'])
    await at.call('look_up', { order: 8 }, { end: 'ok' })
    await at.call('look_up', { order: 7 }, { end: 'failed' })
    await at.call('look_up', { order: 7 }, { end: 'ok', ...user('ann') })
    expect(await at.outcomes(refund)).toEqual(['deny'])
    await at.call('look_up', { order: 7 }, { end: 'ok' })
    expect(await at.outcomes(refund, refund, ['refund', { order: 9 }])).toEqual(['allow', 'allow', 'deny'])
    at.pass(HOUR)
    expect(await at.outcomes(refund)).toEqual(['deny'])
  })

  test('may call the argument otherwise, and may have to be there more than once', async () => {
    const same = [{ here: 'order', there: 'id' }]
    const at = desk(
      engineOf(allows('refund', { seen: { ...seen.seen, same, at_least: 2 } }), allows('look_up')),
    )
    const refund = ['refund', { order: 7 }] as const
    await at.call('look_up', { id: 7 }, { end: 'ok' })
    expect(await at.outcomes(refund)).toEqual(['deny'])
    await at.call('look_up', { id: '7' }, { end: 'ok' })
    expect(await at.outcomes(refund)).toEqual(['allow'])
  })

  test('is not one in doubt', async () => {
    const match = { resources: ['look_up'], arguments: { only: ['order'] } }
    const at = desk(engineOf(allows('refund', { seen: { ...seen.seen, match } }), allows('look_up')))
    await at.call('look_up', { order: 7, dry_run: true }, { end: 'ok' })
    expect(await at.outcomes(['refund', { order: 7 }])).toEqual(['deny'])
  })

  test('is no limit: who has not seen it is told so by the policy', async () => {
    expect((await desk(engine).call('refund', { order: 7 })).code).toBe('POLICY_DEFAULT_DENY')
  })
})

describe('state that nobody supplies', () => {
  const conditions = [
    { count: { within: '1h', at_most: 5 } },
    { sum: { of: 'amount', within: '1h', at_most: 5 } },
    { seen: { match: {}, within: '1h' } },
  ]
  test.each(conditions)('for %j is an error: it denies, and lets no deny rule slip', (condition) => {
    const allow = engineOf(allows('t', condition))
    const deny = engineOf(
      { id: 'd', match_on: { conditions: [condition] }, effect: { type: 'deny', reason: 'no' } },
      { id: 'a', effect: { type: 'allow' } },
    )
    const made = call('t', { amount: 1 })
    for (const counts of [undefined, new Map<string, number>()]) {
      const facts = { nowMs: 0, ...(counts && { counts }) }
      expect(allow.decide(made, facts).outcome).toBe('deny')
      expect(deny.decide(made, facts)).toMatchObject({ outcome: 'deny', ruleId: 'd' })
    }
  })

  test('a session that nobody names is one of them', () => {
    const engine = engineOf(allows('t', { count: { within: '1h', at_most: 5, by: 'session' } }))
    expect(engine.needs(call('t'))).toEqual([])
    expect(engine.needs(call('t'), { sessionId: 's' })).toHaveLength(1)
  })
})

describe('marks', () => {
  test('hold no argument, and tell windows apart whatever names are', () => {
    const engine = engineOf(
      allows('t', { count: { within: '1h', at_most: 5, same: ['secret'], by: ['agent', 'session'] } }),
    )
    const series = (agentId: string, sessionId: string) =>
      engine.marks(call('t', { secret: 'hunter2' }, { agentId }), { sessionId })[0]?.series
    expect(series('a', 'b')).not.toContain('hunter2')
    expect(
      new Set([series('a', 'b'), series('a","b', 'c'), series('a', 'b","c'), series('b', 'a')]).size,
    ).toBe(4)
  })

  test('are left by no call of a policy that asks for none', () => {
    expect(engineOf(allows('t')).marks(call('t'))).toEqual([])
    expect(
      engineOf(allows('t'), allows('u', { count: { within: '1h', at_most: 1 } })).marks(call('t')),
    ).toEqual([])
  })

  test('stay where they are when the rule is written elsewhere in the file or described otherwise', () => {
    const of = (extra: object, ...before: readonly object[]) =>
      engineOf(...before, { ...allows('t', { sum: { of: 'a', within: '1h', at_most: 5 } }), ...extra }).marks(
        call('t', { a: 1 }),
      )
    expect(of({ description: 'x' }, allows('u'))).toEqual(of({}))
  })
})

function call(resource: string, parameters = {}, over = {}) {
  return {
    type: 'tool_call' as const,
    resource,
    parameters,
    agentId: 'bot',
    principal: agentPrincipal('bot'),
    ...over,
  }
}
