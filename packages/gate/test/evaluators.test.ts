import { ConfigError } from '@kvlar/core'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { ActionContext, Evaluator } from '@kvlar/gate'
import { action, call, codeOf, engineThat, gateOf, settled } from './gates.ts'

const SIGNAL = { signal: AbortSignal.timeout(60_000) }

function judged(evaluate: unknown) {
  const own = { name: 'own', evaluate } as Evaluator
  const { gate } = gateOf(engineThat('allow'), { evaluators: [own] })
  return settled(gate.judge(call()), SIGNAL)
}

describe('an evaluator of the program', () => {
  test.each<[string, unknown, string | undefined]>([
    ['says nothing', () => undefined, undefined],
    ['says nothing later', async () => undefined, undefined],
    ['refuses', () => ({ kind: 'refuse', reason: 'no' }), 'EVALUATOR_REFUSED'],
    ['refuses later', async () => ({ kind: 'refuse', reason: 'no' }), 'EVALUATOR_REFUSED'],
    [
      'refuses by a promise of another realm',
      () => runInNewContext('Promise.resolve({kind: "refuse", reason: "no"})') as unknown,
      'EVALUATOR_REFUSED',
    ],
    ['invalidates', () => ({ kind: 'invalidate', reason: 'no' }), 'EVALUATOR_REFUSED'],
    ['throws', () => expect.fail('broken'), 'EVALUATION_ERROR'],
    ['rejects', () => Promise.reject(new Error('broken')), 'EVALUATION_ERROR'],
    ['says true', () => true, 'EVALUATION_ERROR'],
    ['says null', () => null, 'EVALUATION_ERROR'],
    ['permits, which is not its to do', () => ({ kind: 'permit' }), 'EVALUATION_ERROR'],
    ['gives no reason', () => ({ kind: 'refuse' }), 'EVALUATION_ERROR'],
    [
      'names nobody',
      () => ({ kind: 'invalidate', reason: 'no', target: { kind: 'host', id: 'x' } }),
      'EVALUATION_ERROR',
    ],
  ])('that %s', async (_what, evaluate, code) => {
    const ruling = await judged(evaluate)
    expect(codeOf(ruling)).toBe(code)
    if (ruling.kind === 'refuse') expect(ruling.verdict.evaluator).toBe('own')
  })

  test('is given the whole call: parameters of any kind, the session as it is held, the environment, the time', async () => {
    const seen: ActionContext[] = []
    const parameters = { amount: 5, note: 'ok', tags: ['a', { b: null }], yes: true }
    const own: Evaluator = { name: 'own', evaluate: (context) => void seen.push(context) }
    const { gate } = gateOf(engineThat('allow'), { evaluators: [own] })
    const environment = { ip: '192.0.2.1', device: 'd-1' }
    const origin = { ip: '192.0.2.9' }
    await gate.judge(
      call({ actions: [{ ...action('pay'), target: 'orders/7', parameters }], environment, origin }),
    )
    expect(seen).toEqual([
      {
        action: expect.objectContaining({ resource: 'pay', target: 'orders/7', parameters }),
        sessionId: 's',
        session: expect.objectContaining({
          startedAtMs: 1_800_000_000_000,
          actions: 1,
          origin: { ip: '192.0.2.9', device: 'd-1' },
        }),
        environment,
        nowMs: 1_800_000_000_000,
      },
    ])
  })

  test('that turns a principal or a role away does so for their later calls in other sessions, too', async () => {
    const of = (principal: object, sessionId: string) =>
      call({
        sessionId,
        actions: [{ ...action('pay'), principal: { kind: 'user', roles: [], ...principal } as never }],
      })
    for (const [target, code] of [
      [{ kind: 'principal', id: 'eve' }, 'IDENTITY_FAILED'],
      [{ kind: 'role', id: 'temp' }, 'IDENTITY_FAILED'],
      [{ kind: 'session', id: 's-1' }, 'SESSION_INVALID'],
      [{ kind: 'everything' }, 'KILL_SWITCH'],
    ] as const) {
      let isOut = true
      const own: Evaluator = {
        name: 'own',
        evaluate: () => (isOut ? { kind: 'invalidate', reason: 'stolen', target } : undefined),
      }
      const { gate } = gateOf(engineThat('allow'), { evaluators: [own] })
      const eve = { id: 'eve', roles: ['temp'] }
      expect(codeOf(await settled(gate.judge(of(eve, 's-1'))))).toBe('EVALUATOR_REFUSED')
      isOut = false
      const same = target.kind === 'session' ? 's-1' : 's-2'
      expect(codeOf(await settled(gate.judge(of(eve, same))))).toBe(code)
      const isAll = target.kind === 'everything'
      expect(codeOf(await settled(gate.judge(of({ id: 'bob' }, 's-3'))))).toBe(isAll ? code : undefined)
    }
  })
})

test('an invalidation that cannot be remembered or published stands all the same', async () => {
  const failures: unknown[] = []
  const told: unknown[] = []
  const own: Evaluator = { name: 'own', evaluate: () => ({ kind: 'invalidate', reason: 'no' }) }
  for (const how of ['throws', 'rejects'] as const) {
    const fail = (): Promise<boolean> => {
      if (how === 'throws') throw new Error('gone')
      return Promise.reject(new Error('gone'))
    }
    const { gate } = gateOf(engineThat('allow'), {
      evaluators: [own],
      standing: { find: () => undefined, revoke: fail },
      publish: (revocation) => {
        told.push(revocation.target)
        return fail().then(() => undefined)
      },
      onFailure: (error) => failures.push(error),
    })
    expect(codeOf(await settled(gate.judge(call())))).toBe('EVALUATOR_REFUSED')
  }
  await new Promise((resolve) => setImmediate(resolve))
  expect(told).toEqual([
    { kind: 'session', id: 's' },
    { kind: 'session', id: 's' },
  ])
  expect(failures).toHaveLength(4)
})

test('an invalidation is published once, however often the session comes back', async () => {
  const told: unknown[] = []
  const own: Evaluator = {
    name: 'own',
    evaluate: () => ({ kind: 'invalidate', reason: 'no', target: { kind: 'role', id: 'absent' } }),
  }
  const { gate } = gateOf(engineThat('allow'), {
    evaluators: [own],
    publish: ({ target }) => void told.push(target),
  })
  for (let callId = 1; callId <= 3; callId += 1) await gate.judge(call({ callId }))
  expect(told).toEqual([{ kind: 'role', id: 'absent' }])
})

describe('an evaluator that never answers', () => {
  const never: Evaluator = { name: 'slow', evaluate: () => new Promise(() => undefined) }

  test('refuses once its time is up, and nobody behind it is asked', async () => {
    const last: Evaluator = { name: 'last', evaluate: () => expect.fail('asked') }
    const { gate, events } = gateOf(engineThat('allow'), {
      evaluators: [never, last],
      evaluatorTimeoutMs: 20,
    })
    expect(await settled(gate.judge(call()), SIGNAL)).toMatchObject({
      kind: 'refuse',
      verdict: {
        code: 'EVALUATION_ERROR',
        evaluator: 'slow',
        reason: 'evaluator `slow` has not answered within 0.02 s',
      },
    })
    expect(events.map(({ effective }) => effective.code)).toEqual(['EVALUATION_ERROR'])
  })

  test('keeps no other call waiting, and refuses one that people have approved in the meantime', async () => {
    let isAsked = false
    const own: Evaluator = {
      name: 'own',
      evaluate: ({ action: { resource } }) =>
        resource === 'read' || !isAsked ? undefined : new Promise(() => undefined),
    }
    const { gate } = gateOf(engineThat('require_approval'), {
      evaluators: [own],
      evaluatorTimeoutMs: 20,
      ask: async () => {
        isAsked = true
        return { kind: 'approved', approvalId: 'apr_1' }
      },
    })
    const held = settled(gate.judge(call()), SIGNAL)
    const other = settled(gate.judge(call({ callId: 2, actions: [action('read')] })), SIGNAL)
    expect((await other).kind).toBe('pass')
    expect(codeOf(await held)).toBe('EVALUATION_ERROR')
  })

  test('says nothing any more when it answers or fails late', async () => {
    for (const late of [
      { kind: 'invalidate', reason: 'late', target: { kind: 'everything' } },
      new Error('late'),
    ]) {
      const { promise, resolve, reject } = Promise.withResolvers<never>()
      const own: Evaluator = { name: 'own', evaluate: async () => promise }
      const { gate } = gateOf(engineThat('allow'), { evaluators: [own], evaluatorTimeoutMs: 1 })
      expect(codeOf(await settled(gate.judge(call()), SIGNAL))).toBe('EVALUATION_ERROR')
      if (late instanceof Error) reject(late)
      else resolve(late as never)
      expect(codeOf(await settled(gate.judge(call({ callId: 2 })), SIGNAL))).not.toBe('KILL_SWITCH')
    }
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 600_001, '5' as never])(
    'is given a time that is one: %j is refused at the start',
    (evaluatorTimeoutMs) => {
      expect(() => gateOf(engineThat('allow'), { evaluators: [never], evaluatorTimeoutMs })).toThrow(
        ConfigError,
      )
    },
  )
})

test.each<[string, readonly unknown[]]>([
  ['no name', [{ evaluate: () => undefined }]],
  ['the name of a step', [{ name: 'policy', evaluate: () => undefined }]],
  [
    'one name twice',
    [
      { name: 'a', evaluate: () => undefined },
      { name: 'a', evaluate: () => undefined },
    ],
  ],
  ['nothing to ask', [{ name: 'a' }]],
])('evaluators that cannot be told apart or asked are refused at the start: %s', (_what, evaluators) => {
  expect(() => gateOf(engineThat('allow'), { evaluators: evaluators as Evaluator[] })).toThrow(ConfigError)
})
