import { runInNewContext } from 'node:vm'
import { createMemoryCounters, type CountedCall, type Engine } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import type { Answer, AskRequest } from '@kvlar/gate'
import {
  action,
  call,
  codeOf,
  engineOf,
  engineThat,
  gateOf,
  NO_COUNTERS,
  settled,
  type Desk,
} from './gates.ts'

describe('a call', () => {
  test('that is allowed passes in the same breath, on record, with what its surface carries', () => {
    const { gate, events } = gateOf(engineThat('allow'))
    expect(gate.judge(call())).toEqual({ kind: 'pass' })
    expect(events).toMatchObject([
      {
        kind: 'decided',
        desk: 7,
        sessionId: 's',
        callId: 1,
        atMs: 1_800_000_000_000,
        effective: { outcome: 'allow', ruleId: 'allow' },
      },
    ])
  })

  test('that a rule denies is refused in the same breath', () => {
    const { gate, events } = gateOf(engineThat('deny'))
    expect(gate.judge(call())).toMatchObject({ kind: 'refuse', verdict: { code: 'POLICY_DENY' } })
    expect(events).toHaveLength(1)
  })

  test('of several actions passes only when all of them may, and each stands in the record', () => {
    const open = { id: 'open', match_on: { resources: ['read'] }, effect: { type: 'allow' } }
    const { gate, events } = gateOf(engineOf(open))
    const both = [action('read'), action('drop')]
    expect(gate.judge(call({ actions: both }))).toMatchObject({ verdict: { code: 'POLICY_DEFAULT_DENY' } })
    expect(events.map(({ effective }) => effective.outcome)).toEqual(['allow', 'deny'])
    expect(gate.judge(call({ actions: [action('read'), action('read')] }))).toEqual({ kind: 'pass' })
  })

  test('hides what the policy hides, and what the caller wants hidden beside it', () => {
    const rule = { id: 'r', effect: { type: 'allow', redact_fields: ['card'] } }
    const { gate, events } = gateOf(engineOf(rule))
    void gate.judge(call({ redact: ['note'] }))
    expect(events[0]?.redactFields).toEqual(expect.arrayContaining(['card', 'note']))
  })
})

describe('the record', () => {
  const broken = new Error('the disk is full')

  test.each<[string, () => void | Promise<void>]>([
    ['throws', () => expect.fail(broken.message)],
    ['rejects', () => Promise.reject(broken)],
    [
      'rejects by a promise of another realm, which is no instance of ours',
      () => runInNewContext('Promise.reject(0)') as Promise<void>,
    ],
  ])('that %s denies the call', async (_how, record) => {
    const failures: unknown[] = []
    const { gate } = gateOf(engineThat('allow'), { record, onFailure: (error) => failures.push(error) })
    expect(codeOf(await settled(gate.judge(call())))).toBe('KVLAR_RECORD_FAILED')
    expect(failures).toHaveLength(1)
  })

  test('that fails leaves a denial what it is', async () => {
    const { gate } = gateOf(engineThat('deny'), { record: () => Promise.reject(broken) })
    expect(codeOf(await settled(gate.judge(call())))).toBe('POLICY_DENY')
  })

  test('that fails asks nobody', async () => {
    const asked: unknown[] = []
    const ask = (request: unknown): Promise<Answer<Desk>> => {
      asked.push(request)
      return Promise.resolve({ kind: 'approved' })
    }
    const { gate } = gateOf(engineThat('require_approval'), { ask, record: () => Promise.reject(broken) })
    expect(codeOf(await settled(gate.judge(call())))).toBe('KVLAR_RECORD_FAILED')
    expect(asked).toEqual([])
  })
})

describe('what fails denies', () => {
  const allowing = engineThat('allow')
  const fails = (): never => {
    throw new Error('broken')
  }
  const promised: Partial<Engine> = {
    needs: () => [{ kind: 'rate', key: 'k', max: 1, windowMs: 1 } as never],
  }

  test.each([
    ['an engine', gateOf({ ...allowing, decide: fails })],
    ['an engine that cannot be had', gateOf(fails)],
    ['an engine that does not know what is to be hidden', gateOf({ ...allowing, redactFields: fails })],
    [
      'the same, after state that was waited for',
      gateOf({ ...allowing, ...promised, redactFields: fails }, later()),
    ],
    ['a floor', gateOf(allowing, { floor: fails })],
    ['a clock', gateOf(allowing, { now: fails })],
  ])('%s', async (_name, { gate }) => {
    expect(await settled(gate.judge(call()))).toMatchObject({
      kind: 'refuse',
      verdict: { outcome: 'deny', code: 'EVALUATION_ERROR', ruleId: '_evaluation_error' },
    })
  })

  test('also when whoever is told of failures fails', async () => {
    const { gate } = gateOf(allowing, { record: fails, onFailure: fails })
    expect(codeOf(await settled(gate.judge(call())))).toBe('KVLAR_RECORD_FAILED')
  })

  test('counters that cannot be had', async () => {
    const condition = { rate_limit: { max: 1, window: '1m' } }
    const rule = { id: 'r', match_on: { conditions: [condition] }, effect: { type: 'allow' } }
    const { gate } = gateOf(engineOf(rule), {
      counters: { ...NO_COUNTERS, count: () => Promise.reject(new Error('gone')) },
    })
    expect(codeOf(await settled(gate.judge(call())))).toBe('EVALUATION_STATE_UNAVAILABLE')
  })
})

describe('the floor', () => {
  test('denies whatever the policy says', () => {
    const floor = () => ({ kind: 'inside', reason: 'protected' }) as const
    expect(gateOf(engineThat('allow'), { floor }).gate.judge(call())).toMatchObject({
      verdict: { code: 'KVLAR_PROTECTED_PATH', ruleId: '_protected_path', reason: 'protected' },
    })
  })
})

describe('people', () => {
  const ask = (): Promise<Answer<Desk>> => Promise.resolve({ kind: 'approved', approvalId: 'apr_1' })

  test('are asked with what the surface carries and with what is known of the caller that waits', async () => {
    const asked: AskRequest<Desk>[] = []
    const { gate, events } = gateOf(engineThat('require_approval'), {
      ask: (request) => {
        asked.push(request)
        return ask()
      },
    })
    expect(await settled(gate.judge(call()), { waiting: { name: 'ana' } })).toEqual({
      kind: 'pass',
      approvalId: 'apr_1',
    })
    expect(asked).toMatchObject([{ desk: 7, name: 'ana', callId: 1, action: { resource: 'pay' } }])
    expect(events.map(({ effective, approvalId }) => [effective.outcome, approvalId])).toEqual([
      ['require_approval', undefined],
      ['allow', 'apr_1'],
    ])
  })

  test('who are not there: a denial, or the policy’s own words where the surface wants those', async () => {
    const asking = engineThat('require_approval')
    expect(gateOf(asking).gate.judge(call())).toMatchObject({
      verdict: { outcome: 'deny', code: 'APPROVAL_UNAVAILABLE' },
    })
    expect(gateOf(asking, { whenUnasked: 'policy_answer' }).gate.judge(call())).toMatchObject({
      verdict: { outcome: 'require_approval', code: 'POLICY_APPROVAL_REQUIRED' },
    })
  })

  test('are asked about no more calls than there is room for', () => {
    const { gate } = gateOf(engineThat('require_approval'), { ask })
    expect(gate.judge(call({ mayWait: false }))).toMatchObject({ verdict: { code: 'KVLAR_OVERLOADED' } })
  })

  test('are asked nothing about a call that was withdrawn, and their answer to one is void', async () => {
    const asking = engineThat('require_approval')
    const unasked = gateOf(asking, { ask: () => expect.fail('asked') })
    const held = { signal: AbortSignal.abort() }
    expect(codeOf(await settled(unasked.gate.judge(call()), held))).toBe('KVLAR_WITHDRAWN')
    const away = new AbortController()
    const late = gateOf(asking, {
      ask: () => {
        away.abort()
        return ask()
      },
    })
    expect(await settled(late.gate.judge(call()), { signal: away.signal })).toMatchObject({
      verdict: { code: 'KVLAR_WITHDRAWN' },
      approvalId: 'apr_1',
    })
  })

  test('about several actions: all must agree', async () => {
    const kinds: Answer<Desk>[] = [
      { kind: 'approved', approvalId: 'apr_1' },
      { kind: 'denied', reason: 'no' },
    ]
    const { gate } = gateOf(engineThat('require_approval'), {
      ask: ({ action: { resource } }) => Promise.resolve(kinds[Number(resource)] ?? { kind: 'expired' }),
    })
    const mixed = await settled(gate.judge(call({ actions: [action('0'), action('1')] })))
    expect(mixed).toMatchObject({ verdict: { code: 'APPROVAL_DENIED' }, approvalId: 'apr_1' })
  })
})

/** Counters that answer later. */
function later() {
  const counters = createMemoryCounters()
  return { counters: { ...NO_COUNTERS, count: async (asked: CountedCall) => counters.count(asked) } }
}
