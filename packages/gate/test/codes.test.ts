import { DECISION_CODES } from '@kvlar/core'
import { expect, test } from 'vitest'
import {
  createDrift,
  createInvariants,
  createMemoryRevocations,
  VERDICT_CODES,
  type Answer,
  type Call,
  type GateOptions,
  type Held,
  type Target,
  type VerdictCode,
} from '@kvlar/gate'
import { action, call, engineOf, engineThat, gateOf, settled, type Desk } from './gates.ts'

const NOW = 1_800_000_000_000
const gone = (): never => {
  throw new Error('gone')
}

/** A gate and a call by which a code comes about. */
interface Way {
  readonly policy?: 'allow' | 'deny' | 'require_approval' | 'nothing'
  readonly gate?: Partial<GateOptions<Desk>>
  readonly call?: Partial<Call<Desk>>
  readonly held?: Partial<Held<Desk>>
  /** Calls that are made before. */
  readonly before?: number
}

const answers = (answer: Answer<Desk>): Way => ({
  policy: 'require_approval',
  gate: { ask: () => Promise.resolve(answer) },
})

const revoked = (target: Target): Way => {
  const standing = createMemoryRevocations()
  void standing.revoke({ target, reason: 'stolen', by: 'ana', atMs: 1 })
  return {
    gate: { standing },
    call: { actions: [{ ...action('pay'), principal: { id: 'eve', kind: 'user', roles: ['temp'] } }] },
  }
}

const limited = engineOf({
  id: 'seldom',
  match_on: { conditions: [{ rate_limit: { max: 2, window: '1h' } }] },
  effect: { type: 'allow' },
})

/** One way to each code that a verdict can have. */
const WAYS: Readonly<Record<VerdictCode, Way>> = {
  POLICY_ALLOW: {},
  POLICY_DENY: { policy: 'deny' },
  POLICY_DEFAULT_DENY: { policy: 'nothing' },
  POLICY_APPROVAL_REQUIRED: answers({ kind: 'pending', approvalId: 'apr_1' }),
  EVALUATION_ERROR: { gate: { floor: gone } },
  KILL_SWITCH: revoked({ kind: 'everything' }),
  SESSION_INVALID: revoked({ kind: 'session', id: 's' }),
  IDENTITY_FAILED: revoked({ kind: 'role', id: 'temp' }),
  KVLAR_PROTECTED_PATH: { gate: { floor: () => ({ kind: 'inside', reason: 'protected' }) } },
  EVALUATION_STATE_UNAVAILABLE: { gate: { standing: { find: gone, revoke: gone } } },
  RATE_LIMIT_EXCEEDED: { gate: { engine: () => limited }, before: 2 },
  DRIFT_DETECTED: {
    gate: { drift: createDrift() },
    call: { origin: { geo: { countryCode: 'IN' } }, environment: { geo: { countryCode: 'US' } } },
  },
  INVARIANT_VIOLATION: {
    gate: { invariants: createInvariants([{ name: 'never', kind: 'blocked_actions', names: ['pay'] }]) },
  },
  EVALUATOR_REFUSED: {
    gate: { evaluators: [{ name: 'own', evaluate: () => ({ kind: 'refuse', reason: 'no' }) }] },
  },
  KVLAR_OBSERVED: { policy: 'deny', gate: { observeOnly: {} } },
  KVLAR_RECORD_FAILED: { gate: { record: gone } },
  PERMIT_FAILED: { gate: { sign: gone } },
  PERMIT_EXPIRED: { gate: { sign: async () => ({ expiresAtMs: NOW }) } },
  KVLAR_OVERLOADED: { ...answers({ kind: 'approved' }), call: { mayWait: false } },
  KVLAR_WITHDRAWN: { ...answers({ kind: 'approved' }), held: { signal: AbortSignal.abort() } },
  APPROVAL_DENIED: answers({ kind: 'denied' }),
  APPROVAL_EXPIRED: answers({ kind: 'expired' }),
  APPROVAL_UNAVAILABLE: { policy: 'require_approval' },
  APPROVAL_SUPERSEDED: answers({ kind: 'superseded', reason: 'by now' }),
}

test('every code that a verdict can have has a way to it here', () => {
  expect(Object.keys(WAYS).toSorted()).toEqual([...DECISION_CODES, ...VERDICT_CODES].toSorted())
})

test.each(Object.entries(WAYS))('%s', async (code, way) => {
  const { policy = 'allow', before = 0 } = way
  const engine = policy === 'nothing' ? engineOf() : engineThat(policy)
  const { gate, events } = gateOf(engine, way.gate)
  const judge = async (callId: number) => settled(gate.judge(call({ ...way.call, callId })), way.held)
  for (let callId = 1; callId <= before; callId += 1) expect((await judge(callId)).kind).toBe('pass')
  const ruling = await judge(before + 1)
  const said = ruling.kind === 'refuse' ? ruling.verdict : events.at(-1)?.effective
  expect(said).toMatchObject({ code, evaluator: expect.stringMatching(/./), reason: expect.any(String) })
  expect(ruling.kind).toBe(['POLICY_ALLOW', 'KVLAR_OBSERVED'].includes(code) ? 'pass' : 'refuse')
})

test('a call over a limit is told from one that no rule lets go, also behind a rule that denies the rest', async () => {
  const rest = { id: 'rest', effect: { type: 'deny', reason: 'no' } }
  const seldom = {
    id: 'seldom',
    match_on: { resources: ['pay'], conditions: [{ rate_limit: { max: 1, window: '1h' } }] },
    effect: { type: 'allow' },
  }
  const { gate, events } = gateOf(engineOf(seldom, rest))
  for (let callId = 1; callId <= 2; callId += 1) void gate.judge(call({ callId }))
  void gate.judge(call({ callId: 3, actions: [action('drop')] }))
  expect(events.map(({ decision, effective }) => `${decision.code} ${effective.code}`)).toEqual([
    'POLICY_ALLOW POLICY_ALLOW',
    'RATE_LIMIT_EXCEEDED RATE_LIMIT_EXCEEDED',
    'POLICY_DENY POLICY_DENY',
  ])
})

test('a limit on what people are asked about is one, too', async () => {
  const limit = { rate_limit: { max: 0, window: '1h' } }
  const ask = {
    id: 'ask',
    match_on: { conditions: [{ not: limit }] },
    effect: { type: 'deny', reason: 'no' },
  }
  const rest = { id: 'rest', effect: { type: 'require_approval', reason: 'money' } }
  const ruling = await settled(
    gateOf(engineOf(ask, rest), { ask: () => expect.fail('asked') }).gate.judge(call()),
  )
  expect(ruling).toMatchObject({ verdict: { code: 'RATE_LIMIT_EXCEEDED' } })
})

test('a limit of none stops every call, as a limit', async () => {
  const never = {
    id: 'never',
    match_on: { conditions: [{ rate_limit: { max: 0, window: '1h' } }] },
    effect: { type: 'allow' },
  }
  const ruling = await settled(gateOf(engineOf(never)).gate.judge(call()))
  expect(ruling).toMatchObject({ verdict: { code: 'RATE_LIMIT_EXCEEDED' } })
})
