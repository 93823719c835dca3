import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer, AskRequest, GateOptions } from '@kvlar/gate'
import { call, codeOf, engineOf, engineThat, gateOf, NO_COUNTERS, settled, type Desk } from './gates.ts'

/** A policy and a tool at one moment. */
interface Moment {
  readonly policy: 'ask-a' | 'ask-b' | 'allow' | 'deny'
  readonly definition: string | undefined
}

const ENGINES = {
  'ask-a': engineThat('require_approval', 'ask-a'),
  'ask-b': engineThat('require_approval', 'ask-b'),
  allow: engineThat('allow'),
  deny: engineThat('deny'),
}

const ANSWERS = {
  approved: { kind: 'approved', approvalId: 'apr_1' },
  denied: { kind: 'denied', approvalId: 'apr_1' },
  expired: { kind: 'expired', approvalId: 'apr_1' },
  superseded: { kind: 'superseded', approvalId: 'apr_1', reason: 'by now' },
  pending: { kind: 'pending', approvalId: 'apr_1' },
  input_required: { kind: 'input_required', approvalId: 'apr_1', question: 'may it?' },
} satisfies Record<string, Answer<Desk>>

interface Case {
  readonly asked: Moment
  /** How things stand when whoever holds the answer looks again; absent when nobody looks. */
  readonly seen: Moment | undefined
  readonly last: Moment
  readonly kind: keyof typeof ANSWERS | 'none'
  readonly whenSuperseded: NonNullable<GateOptions['whenSuperseded']>
}

async function run({ asked, seen, last, kind, whenSuperseded }: Case) {
  let at = asked
  const definitions = new Map<string, string>()
  const move = (moment: Moment): void => {
    at = moment
    definitions.clear()
    if (moment.definition !== undefined) definitions.set('pay', moment.definition)
  }
  move(asked)
  const ask = async (request: AskRequest<Desk>): Promise<Answer<Desk>> => {
    if (seen !== undefined) {
      move(seen)
      await request.current()
    }
    move(last)
    if (kind === 'none') throw new Error('nobody is there')
    return ANSWERS[kind]
  }
  const { gate, events } = gateOf(() => ENGINES[at.policy], { ask, whenSuperseded })
  return { ruling: await settled(gate.judge(call({ definitions }))), events }
}

/** The same in one sentence each, from nothing but the words of the contract. */
function mayRun({ asked, seen = asked, last, kind, whenSuperseded }: Case): boolean {
  if (kind === 'superseded') return whenSuperseded === 'policy_answer' && last.policy === 'allow'
  if (kind !== 'approved' || last.definition !== seen.definition) return false
  return last.policy === 'allow' || (last.policy !== 'deny' && last.policy === seen.policy)
}

const moment = fc.record({
  policy: fc.constantFrom<Moment['policy']>('ask-a', 'ask-b', 'allow', 'deny'),
  definition: fc.constantFrom(undefined, 'one', 'two'),
})
const cases = fc.record<Case>({
  asked: fc.record({ policy: fc.constant('ask-a' as const), definition: fc.constantFrom(undefined, 'one') }),
  seen: fc.option(moment, { nil: undefined }),
  last: moment,
  kind: fc.constantFrom<Case['kind']>(
    'approved',
    'denied',
    'expired',
    'superseded',
    'pending',
    'input_required',
    'none',
  ),
  whenSuperseded: fc.constantFrom<Case['whenSuperseded']>('call_again', 'policy_answer'),
})

describe('after an answer', () => {
  test('a call runs only if the policy allows it by now, or still asks by the rule and of the tool that was approved', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { ruling, events } = await run(one)
        expect(ruling.kind).toBe(mayRun(one) ? 'pass' : 'refuse')
        expect(events.at(-1)?.effective.outcome === 'allow').toBe(mayRun(one))
        if (one.kind === 'approved') expect(ruling.approvalId).toBe('apr_1')
      }),
      { numRuns: 1000 },
    )
  })

  const ASKED: Moment = { policy: 'ask-a', definition: undefined }
  const changed = (over: Partial<Case>): Case => ({
    asked: ASKED,
    seen: undefined,
    last: ASKED,
    kind: 'approved',
    whenSuperseded: 'call_again',
    ...over,
  })
  const allowed: Moment = { ...ASKED, policy: 'allow' }

  test('a caller whose question is void makes the call again, or takes the policy’s answer at once', async () => {
    const code = async (over: Partial<Case>) =>
      codeOf((await run(changed({ kind: 'superseded', ...over }))).ruling)
    expect(await code({ last: allowed })).toBe('APPROVAL_SUPERSEDED')
    expect(await code({ last: allowed, whenSuperseded: 'policy_answer' })).toBeUndefined()
    const denied: Moment = { ...ASKED, policy: 'deny' }
    expect(await code({ last: denied, whenSuperseded: 'policy_answer' })).toBe('POLICY_DENY')
    // A queue that says so although the policy still asks is believed in what stops the call.
    expect(await code({ whenSuperseded: 'policy_answer' })).toBe('APPROVAL_SUPERSEDED')
  })

  test('an approval is for the call as whoever holds it saw it last, not as it was asked about first', async () => {
    const other: Moment = { policy: 'ask-b', definition: 'two' }
    expect(codeOf((await run(changed({ seen: other, last: other }))).ruling)).toBeUndefined()
    expect(codeOf((await run(changed({ seen: other }))).ruling)).toBe('APPROVAL_SUPERSEDED')
    expect(codeOf((await run(changed({ last: other }))).ruling)).toBe('APPROVAL_SUPERSEDED')
  })

  test('nothing runs while its answer is out, though the policy allows it by now', async () => {
    const code = codeOf((await run(changed({ kind: 'pending', seen: allowed, last: allowed }))).ruling)
    expect(code).toBe('APPROVAL_SUPERSEDED')
  })
})

describe('whoever holds the answer', () => {
  test('is not told that the policy denies when its state cannot be had: the approval stays good', async () => {
    const condition = { rate_limit: { max: 9, window: '1m' } }
    const rule = {
      match_on: { conditions: [condition] },
      effect: { type: 'require_approval', reason: 'seldom' },
    }
    let isUp = true
    const used: unknown[] = []
    const { gate } = gateOf(engineOf({ id: 'often', ...rule }), {
      counters: {
        ...NO_COUNTERS,
        count: () => (isUp ? NO_COUNTERS.count() : Promise.reject(new Error('gone'))),
      },
      ask: async (request) => {
        isUp = false
        used.push(await request.current())
        return { kind: 'approved' }
      },
    })
    expect(codeOf(await settled(gate.judge(call())))).toBe('EVALUATION_STATE_UNAVAILABLE')
    expect(used).toEqual([])
  })
})
