import { createMemoryCounters, type Counters } from '@kvlar/core'
import { createFloor } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'
import { createKvlar, isKvlarError, KvlarDenied, type KvlarOptions } from '@kvlar/sdk'
import { answer, pendingId, POLICY, policy, program, story, thrownBy } from './program.ts'

describe('a guarded function', () => {
  test('runs when the policy allows the call, and gives what the function gives', async () => {
    const { kvlar, events } = program()
    const read = kvlar.guard('read_order', (args: { readonly id: string }) => `order ${args.id}`)
    expect(await read({ id: 'A1' })).toBe('order A1')
    expect(story(events)).toEqual(['allow POLICY_ALLOW', 'ok'])
  })

  test('does not run when a rule denies the call, and the error says which and why', async () => {
    const { kvlar, ran, events } = program()
    const drop = kvlar.guard('drop_table', (args: object) => ran.push(args))
    const error = await thrownBy(() => drop({ table: 'users' }))
    expect(error).toBeInstanceOf(KvlarDenied)
    expect(error).toMatchObject({
      name: 'KvlarDenied',
      code: 'POLICY_DENY',
      resource: 'drop_table',
      ruleId: 'deny-drops',
      reason: 'nothing is dropped here',
      message: '`drop_table` is denied and has not run: nothing is dropped here',
    })
    const [event] = events
    expect(event).toMatchObject({ kind: 'decided', method: 'guard', effective: { outcome: 'deny' } })
    if (event?.kind === 'decided')
      expect((error as KvlarDenied).decisionId).toBe(`${event.sessionId}:${event.callId}`)
    expect(ran).toEqual([])
  })

  test('does not run when no rule names it', async () => {
    const { kvlar, ran } = program()
    const other = kvlar.guard('launch', (args: object) => ran.push(args))
    expect(await thrownBy(() => other({}))).toMatchObject({
      code: 'POLICY_DEFAULT_DENY',
      ruleId: '_default_deny',
    })
    expect(ran).toEqual([])
  })

  test('does not run when it needs approval and there is nobody to ask', async () => {
    const { ran, issueRefund } = program()
    const kvlar = createKvlar({ policies: [POLICY] })
    const refund = kvlar.guard('issue_refund', issueRefund)
    expect(await thrownBy(() => refund({ orderId: 'A1', amount: 5 }))).toMatchObject({
      name: 'KvlarDenied',
      code: 'APPROVAL_UNAVAILABLE',
      ruleId: 'ask-refunds',
    })
    expect(ran).toEqual([])
  })

  test('keeps `this`, and a function that throws or rejects throws the same error', async () => {
    const { kvlar, events } = program()
    class Orders {
      readonly prefix = 'order'
      read = kvlar.guard('read_order', function read(this: Orders, args: { readonly id: number }) {
        return `${this.prefix} ${args.id}`
      })
    }
    expect(await new Orders().read({ id: 1 })).toBe('order 1')
    const failure = new Error('the database is down')
    const throwing = kvlar.guard('read_now', (_args: object): string => {
      throw failure
    })
    const rejecting = kvlar.guard('read_later', async (_args: object) => Promise.reject(failure))
    expect(await thrownBy(() => throwing({}))).toBe(failure)
    expect(await thrownBy(() => rejecting({}))).toBe(failure)
    expect(story(events)).toEqual([
      'allow POLICY_ALLOW',
      'ok',
      'allow POLICY_ALLOW',
      'failed',
      'allow POLICY_ALLOW',
      'failed',
    ])
  })

  test('keeps its type, but for being asynchronous', async () => {
    const { kvlar } = program()
    const sync = kvlar.guard('read_a', (args: { readonly id: number }) => args.id)
    const typed: (args: { readonly id: number }) => Promise<number> = sync
    const late = kvlar.guard('read_b', async (id: number, name: string) => `${id} ${name}`, {
      params: ['id', 'name'],
    })
    const positional: (id: number, name: string) => Promise<string> = late
    expect(await typed({ id: 1 })).toBe(1)
    expect(await positional(1, 'x')).toBe('1 x')
    // @ts-expect-error another type of argument
    expect(await sync({ id: '1' })).toBe('1')
  })

  test('of positional parameters is judged by their names, and may take none', async () => {
    const { kvlar } = program({
      policies: [
        policy(`
  - id: small
    match_on:
      resources: [pay]
      conditions: [{ field: amount, operator: less_than, value: 10 }]
    effect: { type: allow }
  - id: now
    match_on: { resources: [now] }
    effect: { type: allow }
`),
      ],
    })
    const pay = kvlar.guard('pay', (to: string, amount: number, note?: string) => [to, amount, note], {
      params: ['to', 'amount', 'note'],
    })
    expect(await pay('ben', 5)).toEqual(['ben', 5, undefined])
    expect(await pay('ben', 5, 'thanks')).toEqual(['ben', 5, 'thanks'])
    expect(await thrownBy(() => pay('ben', 50))).toMatchObject({ code: 'POLICY_DEFAULT_DENY' })
    expect(await kvlar.guard('now', () => 'now', { params: [] })()).toBe('now')
  })

  test('runs nothing more when the record fails, and says so', async () => {
    const broken = new Error('the disk is full')
    const { kvlar, ran, failures, issueRefund, approvals } = program({
      record: () => Promise.reject(broken),
    })
    const read = kvlar.guard('read_order', issueRefund)
    const refund = kvlar.guard('issue_refund', issueRefund)
    for (const guarded of [read, refund])
      expect(await thrownBy(() => guarded({ orderId: 'A1', amount: 5 }))).toMatchObject({
        name: 'KvlarDenied',
        code: 'KVLAR_RECORD_FAILED',
      })
    expect(ran).toEqual([])
    expect(failures).toEqual([broken, broken])
    // Nobody is asked about a call that could not be recorded.
    expect(await approvals.list()).toEqual([])
  })

  test('whose result cannot be recorded has run: the caller gets the result', async () => {
    const { kvlar, failures } = program({
      record: ({ kind }) => {
        if (kind === 'result') throw new Error('the disk is full')
      },
    })
    expect(await kvlar.guard('read_order', () => 'done', { params: [] })()).toBe('done')
    expect(failures).toHaveLength(1)
  })

  test('passes the server and the target to the rules, and a target that fails denies', async () => {
    const { kvlar, ran } = program({
      policies: [
        policy(`
  - id: staging
    match_on:
      resources: [deploy]
      targets: ['staging/*']
    effect: { type: allow }
`),
      ],
    })
    const deploy = kvlar.guard('deploy', (args: { readonly to: string }) => ran.push(args), {
      server: 'ops',
      target: ({ to }) => {
        if (to === 'boom') throw new Error(to)
        return to
      },
    })
    await deploy({ to: 'staging/web' })
    expect(await thrownBy(() => deploy({ to: 'production/web' }))).toMatchObject({
      code: 'POLICY_DEFAULT_DENY',
    })
    const error = await thrownBy(() => deploy({ to: 'boom' }))
    expect(error).toMatchObject({ name: 'InvalidArguments', code: 'KVLAR_TARGET_FAILED' })
    expect(String(error)).not.toContain('boom')
    expect(ran).toHaveLength(1)
  })
})

describe('the floor', () => {
  test('denies a guarded function that reaches for Kvlar itself, whatever the policy says', async () => {
    const floor = createFloor({
      protectedPaths: ['/home/ada/.kvlar'],
      cwd: '/home/ada/work',
      home: '/home/ada',
    })
    const { kvlar, ran, events } = program({ floor })
    const read = kvlar.guard('read_file', (args: { readonly path: string }) => ran.push(args))
    expect(await thrownBy(() => read({ path: '../.kvlar/policy.yaml' }))).toMatchObject({
      name: 'KvlarDenied',
      code: 'KVLAR_PROTECTED_PATH',
    })
    expect(ran).toEqual([])
    await read({ path: 'notes.txt' })
    expect(ran).toEqual([{ path: 'notes.txt' }])
    expect(story(events)).toEqual(['deny KVLAR_PROTECTED_PATH', 'allow POLICY_ALLOW', 'ok'])
  })
})

describe('limits in rules', () => {
  const LIMITED = policy(`
  - id: twice
    match_on:
      resources: [ping]
      conditions: [{ rate_limit: { max: 2, window: 1m } }]
    effect: { type: allow }
`)
  const rates = (over: Partial<KvlarOptions>) => {
    const { kvlar } = program({ policies: [LIMITED], ...over })
    return { kvlar, ping: kvlar.guard('ping', () => 'pong', { params: [] }) }
  }

  test('count each call once, by who calls', async () => {
    const { kvlar, ping } = rates({})
    expect([await ping(), await ping()]).toEqual(['pong', 'pong'])
    expect(await thrownBy(ping)).toMatchObject({
      code: 'RATE_LIMIT_EXCEEDED',
      hints: { retryAllowed: true, remaining: 0, resetsAtMs: expect.any(Number) },
    })
    const eve = { principal: { id: 'eve', kind: 'user' as const, roles: [] } }
    expect(await kvlar.run(eve, () => ping())).toBe('pong')
  })

  test('are not used up by asking what the policy says', async () => {
    const { kvlar, ping } = rates({})
    for (let times = 0; times < 5; times += 1)
      expect(kvlar.evaluate({ resource: 'ping', parameters: {} })).toMatchObject({ outcome: 'deny' })
    expect(await ping()).toBe('pong')
  })

  test('may be counted elsewhere; counters that fail deny', async () => {
    const counters = createMemoryCounters()
    const remote: Counters = {
      count: async (asked) => counters.count(asked),
      settle: async (id, end) => counters.settle(id, end),
    }
    const { ping } = rates({ counters: remote })
    expect([await ping(), await ping()]).toEqual(['pong', 'pong'])
    expect(await thrownBy(ping)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' })
    const { ping: unheard } = rates({
      counters: { ...remote, count: () => Promise.reject(new Error('gone')) },
    })
    expect(await thrownBy(unheard)).toMatchObject({ code: 'EVALUATION_STATE_UNAVAILABLE' })
  })
})

describe('asking what the policy says', () => {
  test('decides and does nothing else', async () => {
    const { kvlar, events, approvals } = program()
    expect(kvlar.evaluate({ resource: 'read_order', parameters: { id: 1 } })).toMatchObject({
      outcome: 'allow',
      ruleId: 'allow-reads',
    })
    expect(kvlar.evaluate({ resource: 'issue_refund', parameters: {} })).toMatchObject({
      outcome: 'require_approval',
    })
    expect(kvlar.evaluate({ resource: 'drop_x', parameters: {} })).toMatchObject({ outcome: 'deny' })
    expect(events).toEqual([])
    expect(await approvals.list()).toEqual([])
  })

  test('reads its arguments as strictly as a guarded function', () => {
    const { kvlar } = program()
    const parameters = { id: 1n } as never
    expect(() => kvlar.evaluate({ resource: 'read_order', parameters })).toThrow('is of type `bigint`')
  })
})

describe('mistakes of the program', () => {
  const fn = (_args: object) => 1
  test.each([
    ['a function without a name', () => program().kvlar.guard('', fn)],
    ['an unknown option of guard', () => program().kvlar.guard('x', fn, { onpending: 'throw' } as never)],
    ['an unknown option of createKvlar', () => createKvlar({ policies: [], recorder: fn } as never)],
    ['a floor that is none', () => createKvlar({ policies: [], floor: [] as never })],
    ['an unknown way to wait', () => program().kvlar.guard('x', fn, { onPending: 'allow' as never })],
    ['a hold without an end', () => program().kvlar.guard('x', fn, { holdMs: 5 })],
    ['two parameters of one name', () => program().kvlar.guard('x', fn, { params: ['a', 'a'] })],
    ['something that is no function', () => program().kvlar.guard('x', 'fn' as never)],
    ['an input that is no schema', () => program().kvlar.guard('x', fn, { input: {} as never })],
  ])('%s is refused at once', async (_name, doing) => {
    const error = await thrownBy(doing)
    expect(error).toMatchObject({ name: 'KvlarMisuse', code: 'KVLAR_BAD_OPTION' })
    expect(isKvlarError(error)).toBe(true)
  })
})

describe('policies that are replaced', () => {
  const DENYING = policy(`
  - id: closed
    match_on: { resources: ['*'] }
    effect: { type: deny, reason: closed for today }
`)
  const ALLOWING = policy(`
  - id: open
    match_on: { resources: ['*'] }
    effect: { type: allow }
`)

  test('hold for the next call, and for one that waits: its approval is worth nothing any more', async () => {
    const { kvlar, approvals, ran, issueRefund, events } = program()
    const refund = kvlar.guard('issue_refund', issueRefund)
    const call = thrownBy(() => refund({ orderId: 'A1', amount: 5 }))
    const id = await pendingId(approvals)
    kvlar.replacePolicies([DENYING])
    await answer(approvals, 'approve')
    expect(await call).toMatchObject({ name: 'KvlarDenied', code: 'POLICY_DENY', ruleId: 'closed' })
    expect(ran).toEqual([])
    expect(await approvals.get(id)).toMatchObject({ state: 'superseded' })
    expect(story(events)).toEqual(['require_approval POLICY_APPROVAL_REQUIRED', 'deny POLICY_DENY'])
    expect(await thrownBy(() => refund({ orderId: 'A1', amount: 5 }))).toMatchObject({ ruleId: 'closed' })
  })

  test('that allow by now let a call that waits run when it is answered', async () => {
    const { kvlar, approvals, ran, issueRefund } = program()
    const call = kvlar.guard('issue_refund', issueRefund)({ orderId: 'A1', amount: 5 })
    await pendingId(approvals)
    kvlar.replacePolicies([ALLOWING])
    await answer(approvals, 'approve')
    expect(await call).toBe('refunded')
    expect(ran).toHaveLength(1)
  })

  test('that ask by another rule make it another question', async () => {
    const { kvlar, approvals, ran, issueRefund } = program()
    const call = kvlar.guard('issue_refund', issueRefund)({ orderId: 'A1', amount: 5 })
    await pendingId(approvals)
    kvlar.replacePolicies([
      policy(`
  - id: stricter
    match_on: { resources: ['issue_refund'] }
    effect: { type: require_approval, reason: money really leaves }
`),
    ])
    const first = await answer(approvals, 'approve')
    const second = await pendingId(approvals)
    expect(second).not.toBe(first)
    expect(ran).toEqual([])
    await answer(approvals, 'approve')
    expect(await call).toBe('refunded')
    expect(ran).toHaveLength(1)
  })

  test('that cannot be compiled leave the old ones in force', async () => {
    const { kvlar, issueRefund } = program()
    expect(() => kvlar.replacePolicies([{} as never])).toThrow()
    expect(await kvlar.guard('read_order', issueRefund)({ orderId: 'A1', amount: 5 })).toBe('refunded')
  })
})
