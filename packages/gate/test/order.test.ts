import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createMemoryRevocations,
  createMemorySessions,
  type Answer,
  type Finding,
  type Objection,
  type Target,
} from '@kvlar/gate'
import { call, engineThat, gateOf, settled, type Desk } from './gates.ts'

/** What each step says at one moment. */
interface Moment {
  readonly standing: 'holds' | 'revoked' | 'unavailable'
  readonly floor: 'passes' | 'denies' | 'fails'
  readonly policy: 'allow' | 'deny' | 'require_approval'
  readonly sessions: 'held' | 'unavailable'
  readonly drift: Stop
  readonly invariants: Stop
  readonly own: Stop
}

type Stop = 'nothing' | 'refuse' | 'invalidate'

const stop = fc.constantFrom<Stop>('nothing', 'nothing', 'nothing', 'refuse', 'invalidate')
const moment = fc.record<Moment>({
  standing: fc.constantFrom('holds', 'holds', 'holds', 'revoked', 'unavailable'),
  floor: fc.constantFrom('passes', 'passes', 'passes', 'denies', 'fails'),
  policy: fc.constantFrom('allow', 'deny', 'require_approval', 'require_approval'),
  sessions: fc.constantFrom('held', 'held', 'held', 'held', 'unavailable'),
  drift: stop,
  invariants: stop,
  own: stop,
})

const ENGINES = {
  allow: engineThat('allow'),
  deny: engineThat('deny'),
  require_approval: engineThat('require_approval'),
}

const SESSION: Target = { kind: 'session', id: 's' }

/** A gate whose steps say what the moment says, and all that it did. */
function gateAt(first: Moment, second: Moment, isLate: boolean) {
  let at = first
  const asked: string[] = []
  const published: string[] = []
  const finding = (step: 'drift' | 'invariants'): Finding | undefined => {
    asked.push(step)
    const kind = at[step]
    if (kind === 'nothing') return undefined
    const about = { code: 'DRIFT_DETECTED', ruleId: step, reason: step } as const
    return kind === 'refuse' ? { kind, ...about } : { kind, ...about, target: SESSION }
  }
  const later = <T>(value: T | Promise<T>): T | Promise<T> => (isLate ? Promise.resolve(value) : value)
  const fail = (): never => {
    throw new Error('gone')
  }
  const sessions = createMemorySessions()
  const remembered = createMemoryRevocations()
  const { gate, events } = gateOf(() => ENGINES[at.policy], {
    standing: {
      find: () => {
        asked.push('standing')
        if (at.standing === 'unavailable') return fail()
        return later(
          at.standing === 'revoked' ? { target: SESSION, reason: 'r', by: 'ana', atMs: 1 } : undefined,
        )
      },
      revoke: (revocation) => remembered.revoke(revocation),
    },
    sessions: { enter: (entry) => (at.sessions === 'unavailable' ? fail() : later(sessions.enter(entry))) },
    floor: () => {
      asked.push('floor')
      if (at.floor === 'fails') return fail()
      return at.floor === 'denies' ? { kind: 'inside', reason: 'protected' } : undefined
    },
    drift: () => finding('drift'),
    invariants: () => finding('invariants'),
    evaluators: [
      {
        name: 'own',
        evaluate: () => {
          asked.push('own')
          const objection: Objection | undefined =
            at.own === 'nothing' ? undefined : { kind: at.own, reason: 'own' }
          return later(objection)
        },
      },
    ],
    ask: async (): Promise<Answer<Desk>> => {
      asked.push('people')
      at = second
      return { kind: 'approved', approvalId: 'apr_1' }
    },
    publish: ({ target, by }) => void published.push(`${target.kind} by ${by}`),
  })
  return { gate, events, asked, published, remembered }
}

/** Who ends it, by nothing but the words of the order. */
function endedBy(at: Moment): string | undefined {
  if (at.standing !== 'holds') return 'standing'
  if (at.floor !== 'passes') return 'floor'
  if (at.policy === 'deny') return 'policy'
  if (at.sessions !== 'held') return 'sessions'
  if (at.drift !== 'nothing') return 'drift'
  if (at.invariants !== 'nothing') return 'invariants'
  return at.own === 'nothing' ? undefined : 'own'
}

/** Whether it turns the session away, too. */
function invalidates(at: Moment): boolean {
  const by = endedBy(at)
  return (by === 'drift' || by === 'invariants' || by === 'own') && at[by] === 'invalidate'
}

test('what can stop a call is asked in its order, ends it when it does, and is asked again before an approved call runs', async () => {
  await fc.assert(
    fc.asyncProperty(moment, moment, fc.boolean(), async (first, second, isLate) => {
      const { gate, events, asked, published, remembered } = gateAt(first, second, isLate)
      const ruling = await settled(gate.judge(call()))
      const isAsked = endedBy(first) === undefined && first.policy === 'require_approval'
      const last = isAsked ? second : first
      const by = endedBy(last)

      expect(ruling.kind).toBe(by === undefined ? 'pass' : 'refuse')
      if (ruling.kind === 'refuse') {
        expect(ruling.verdict.evaluator).toBe(by)
        expect(ruling.verdict.invalidates !== undefined).toBe(invalidates(last))
      }
      expect(asked.includes('people')).toBe(isAsked)

      // The policy is asked and recorded whoever ends it.
      expect(events.map(({ decision }) => decision.outcome)).toEqual([
        first.policy,
        ...(isAsked ? [second.policy] : []),
      ])
      expect(events[0]?.effective.outcome).toBe(endedBy(first) === undefined ? first.policy : 'deny')
      // Nobody behind whoever ends it is asked.
      const order = ['floor', 'drift', 'invariants', 'own']
      const mine = isAsked ? asked.slice(asked.indexOf('people') + 1) : asked
      const behind = by === undefined ? order.length : order.indexOf(by)
      for (const [place, step] of order.entries())
        if (by !== undefined && behind >= 0 && place > behind) expect(mine).not.toContain(step)

      expect(published).toEqual(invalidates(last) ? [`session by ${by}`] : [])
      expect((await remembered.list()).length).toBe(invalidates(last) ? 1 : 0)
    }),
    { numRuns: 2000 },
  )
})
