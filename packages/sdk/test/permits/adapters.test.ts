import { KeyPair, PqTokenSigner } from '@kvlar/crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { permitOf, type RefusalReason } from '@kvlar/sdk/permits'
import { DOORS, post, type Door } from './doors.ts'
import { service } from './services.ts'

type Service = Awaited<ReturnType<typeof service>>

const BODY = '{"amount":500}'

/** What is sent in place of a good call, and what the operator is told. */
interface Attack {
  readonly what: string
  readonly reason: RefusalReason
  readonly send: (
    service: Service,
  ) => Promise<{ readonly body?: string; readonly permits: readonly string[] }>
}

const text = async (permit: Promise<{ readonly text: string }>): Promise<string> => (await permit).text

const ATTACKS: readonly Attack[] = [
  { what: 'no permit', reason: 'PERMIT_MISSING', send: async () => ({ permits: [] }) },
  { what: 'an empty one', reason: 'PERMIT_MALFORMED', send: async () => ({ permits: [''] }) },
  { what: 'one that is none', reason: 'PERMIT_MALFORMED', send: async () => ({ permits: ['Bearer abc'] }) },
  {
    what: 'a permit that is too long',
    reason: 'PERMIT_MALFORMED',
    send: async ({ issue }) => ({ permits: [(await text(issue())) + 'A'.repeat(3000)] }),
  },
  {
    what: 'the header twice, alike',
    reason: 'PERMIT_MALFORMED',
    send: async ({ issue }) => {
      const permit = await text(issue())
      return { permits: [permit, permit] }
    },
  },
  {
    what: 'the header twice',
    reason: 'PERMIT_MALFORMED',
    send: async ({ issue }) => ({ permits: [await text(issue()), await text(issue())] }),
  },
  {
    what: 'another amount',
    reason: 'PERMIT_WRONG_PARAMETERS',
    send: async ({ issue }) => ({ body: '{"amount":501}', permits: [await text(issue())] }),
  },
  {
    what: 'the amount as a text',
    reason: 'PERMIT_WRONG_PARAMETERS',
    send: async ({ issue }) => ({ body: '{"amount":"500"}', permits: [await text(issue())] }),
  },
  {
    what: 'one more argument',
    reason: 'PERMIT_WRONG_PARAMETERS',
    send: async ({ issue }) => ({ body: '{"amount":500,"to":"mallory"}', permits: [await text(issue())] }),
  },
  {
    what: 'a list around the arguments',
    reason: 'PERMIT_WRONG_PARAMETERS',
    send: async ({ issue }) => ({ body: '[{"amount":500}]', permits: [await text(issue())] }),
  },
  {
    what: 'the same text in another normal form of Unicode',
    reason: 'PERMIT_WRONG_PARAMETERS',
    send: async ({ issue }) => ({
      body: JSON.stringify({ to: 'Zoe\u0308' }),
      permits: [await text(issue({ parameters: { to: 'Zo\u00eb' } }))],
    }),
  },
  {
    what: 'a permit for another tool',
    reason: 'PERMIT_WRONG_ACTION',
    send: async ({ issue }) => ({ permits: [await text(issue({ action: 'read_order' }))] }),
  },
  {
    what: 'a permit for another service',
    reason: 'PERMIT_WRONG_AUDIENCE',
    send: async ({ issue }) => ({ permits: [await text(issue({ audience: 'crm' }))] }),
  },
  {
    what: 'a permit past its time and the skew',
    reason: 'PERMIT_EXPIRED',
    send: async ({ issue, clock }) => {
      const permit = await text(issue())
      clock.serviceMs += 35_000
      return { permits: [permit] }
    },
  },
  {
    what: 'a permit from a clock that is ahead',
    reason: 'PERMIT_NOT_YET_VALID',
    send: async ({ issue, clock }) => {
      clock.signerMs += 6000
      return { permits: [await text(issue())] }
    },
  },
  {
    what: 'a permit that lives too long',
    reason: 'PERMIT_LIFETIME_TOO_LONG',
    send: async ({ issue }) => ({ permits: [await text(issue({ lifetimeSeconds: 301 }))] }),
  },
  {
    what: 'a permit by a key that nobody knows',
    reason: 'NotFound',
    send: async ({ issue, clock }) => {
      const stranger = await PqTokenSigner.generateHybrid({ now: () => clock.signerMs })
      return { permits: [await text(issue({}, stranger))] }
    },
  },
  {
    what: 'a permit by a key that was taken out',
    reason: 'NotFound',
    send: async ({ issue, directory, signer }) => {
      const permit = await text(issue())
      directory.remove(signer.keyId)
      return { permits: [permit] }
    },
  },
  {
    what: 'a permit by half a key',
    reason: 'AlgorithmMismatch',
    send: async ({ issue, directory, clock }) => {
      const pair = await KeyPair.generate({ now: () => clock.signerMs })
      directory.insert(pair.publicKeys())
      const half = PqTokenSigner.fromKeypairPqOnly(pair, { now: () => clock.signerMs })
      return { permits: [await text(issue({}, half))] }
    },
  },
  {
    what: 'a permit that was used',
    reason: 'PERMIT_REPLAYED',
    send: async ({ issue, permits }) => {
      const permit = await text(issue())
      await permits.redeem(permit, { action: 'issue_refund', parameters: { amount: 500 } })
      return { permits: [permit] }
    },
  },
  ...Array.from({ length: 12 }, (_, index): Attack => {
    const at = (length: number): number => 5 + Math.floor(((length - 6) * index) / 11)
    return {
      what: `a permit with another character, place ${index} of 11`,
      // Whichever part it hits.
      reason: 'PERMIT_MALFORMED',
      send: async ({ issue }) => {
        const permit = await text(issue())
        const place = at(permit.length)
        const other = permit[place] === 'A' ? 'B' : 'A'
        return { permits: [permit.slice(0, place) + other + permit.slice(place + 1)] }
      },
    }
  }),
]

/** What else carries the very same arguments. */
const SAME: readonly [string, object, string][] = [
  ['as they were sent', { amount: 500 }, BODY],
  ['with another order of keys', { amount: 500, to: 'ana' }, '{"to":"ana","amount":500}'],
  ['with another spelling of a number', { amount: 500 }, '{"amount":5.0e2}'],
  ['with blanks and line feeds', { amount: 500 }, '{\n  "amount": 500\n}'],
  ['with escapes', { to: 'Zoë' }, String.raw`{"to":"Zo\u00eb"}`],
]

describe.each(Object.entries(DOORS))('%s', (_name, open) => {
  let made: Service
  let door: Door
  beforeEach(async () => {
    made = await service()
    door = await open(made.permits)
  })
  afterEach(() => door.close())

  test.each(SAME)('runs a call with its permit, once, %s', async (_how, parameters, body) => {
    const permit = await text(made.issue({ parameters }))
    expect((await post(door, body, [permit])).status).toBe(200)
    expect(door.ran).toEqual([parameters])
    expect(Object.isFrozen(door.ran[0])).toBe(true)
    expect((await post(door, body, [permit])).status).toBe(401)
    expect(door.ran).toHaveLength(1)
    expect(made.refusals.map(({ reason }) => reason)).toEqual(['PERMIT_REPLAYED'])
  })

  test('takes clocks that are a little apart', async () => {
    made.clock.signerMs += 5000
    expect((await post(door, BODY, [await text(made.issue())])).status).toBe(200)
    made.clock.signerMs -= 5000
    const permit = await text(made.issue())
    made.clock.serviceMs += 34_999
    expect((await post(door, BODY, [permit])).status).toBe(200)
  })

  test('answers every attack alike, runs nothing, and tells its operator why', async () => {
    const answers = new Set<string>()
    for (const { what, reason, send } of ATTACKS) {
      const attacked = await service()
      const under = await open(attacked.permits)
      try {
        const { body = BODY, permits } = await send(attacked)
        const { status, body: said, headers } = await post(under, body, permits)
        const { 'www-authenticate': scheme, 'content-type': type, 'content-length': length } = headers
        expect([what, status, said]).toEqual([what, 401, '{"error":"a permit is required"}'])
        answers.add(JSON.stringify([status, said, scheme, type, length, Object.keys(headers).toSorted()]))
        expect([what, under.ran]).toEqual([what, []])
        const reasons = attacked.refusals.map((refusal) => refusal.reason)
        if (what.includes('another character')) expect(reasons).toHaveLength(1)
        else expect([what, ...reasons]).toEqual([what, reason])
        expect(JSON.stringify(attacked.refusals)).not.toContain('mallory')
      } finally {
        await under.close()
      }
    }
    expect(answers.size).toBe(1)
  })

  test('lets one of many at once through', async () => {
    const permit = await text(made.issue())
    const all = await Promise.all(Array.from({ length: 16 }, () => post(door, BODY, [permit])))
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 15 }, () => 401),
    ])
    expect(door.ran).toHaveLength(1)
  })

  test('never spends a permit on a call that it is not for', async () => {
    const permit = await text(made.issue())
    expect((await post(door, '{"amount":501}', [permit])).status).toBe(401)
    expect((await post(door, BODY, [permit])).status).toBe(200)
  })
})

describe.each(['Hono', 'a Request'])('%s', (name) => {
  test.each([
    ['with a key twice', '{"amount":500,"amount":500}'],
    ['with a number that loses digits', '{"amount":500.00000000000000001}'],
    ['with `__proto__`', '{"amount":500,"__proto__":{"to":"mallory"}}'],
    ['that is no JSON', 'amount=500'],
    ['that is empty', ''],
  ])('refuses a body %s', async (_what, body) => {
    const { permits, issue, refusals } = await service()
    const door = await DOORS[name]?.(permits)
    if (door === undefined) throw new Error(name)
    try {
      expect((await post(door, body, [await text(issue())])).status).toBe(401)
      expect(refusals).toHaveLength(1)
    } finally {
      await door.close()
    }
  })
})

test('a request that no adapter has let through has no permit', () => {
  expect(() => permitOf({})).toThrow('no permit was taken for this request')
})
