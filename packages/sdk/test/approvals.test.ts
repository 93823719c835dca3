import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApprovals, type Approvals } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import { createMemoryCounters } from '@kvlar/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ApprovalDenied, ApprovalExpired, ApprovalPending } from '@kvlar/sdk'
import { ANA, answer, pendingId, policy, program, story, thrownBy, type Refund } from './program.ts'

const CALL: Refund = { orderId: 'A1', amount: 500 }
let folder: string
let file: string
let approvals: Approvals
const others: Approvals[] = []

/** One more view of the queue, as another process has it. */
async function openQueue(now?: () => number): Promise<Approvals> {
  const opened = createApprovals({
    store: await openSqliteStore(file),
    keys: await openApprovalKeys(`${file}.key`),
    ...(now !== undefined && { now }),
  })
  others.push(opened)
  return opened
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kvlar-sdk-'))
  file = join(folder, 'approvals.db')
  approvals = await openQueue()
})

afterEach(async () => {
  for (const opened of others.splice(0)) await opened.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a call that needs approval', () => {
  test('waits for a reviewer, runs once approved, and is on record from asking to its end', async () => {
    const { kvlar, ran, events, issueRefund } = program({ approvals })
    const call = kvlar.guard('issue_refund', issueRefund)(CALL)
    const id = await answer(await openQueue(), 'approve')
    expect(await call).toBe('refunded')
    expect(ran).toEqual([CALL])
    expect(await approvals.get(id)).toMatchObject({ state: 'executed' })
    expect(story(events)).toEqual([
      'require_approval POLICY_APPROVAL_REQUIRED',
      'allow POLICY_APPROVAL_REQUIRED',
      'ok',
    ])
    expect(events[1]).toMatchObject({ approvalId: id })
  })

  test('is approved by another process', async () => {
    const { kvlar, issueRefund } = program({ approvals })
    const call = kvlar.guard('issue_refund', issueRefund)(CALL)
    const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/reviewer.ts'), file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    expect(await call).toBe('refunded')
    expect(child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)))).toBe(0)
  })

  test('does not run when a reviewer says no, and the same call gets the same answer', async () => {
    const { kvlar, ran, events, issueRefund } = program({ approvals })
    const refund = kvlar.guard('issue_refund', issueRefund)
    const call = thrownBy(() => refund(CALL))
    const id = await answer(approvals, 'deny', 'too much')
    const error = await call
    expect(error).toBeInstanceOf(ApprovalDenied)
    expect(error).toMatchObject({ code: 'APPROVAL_DENIED', approvalId: id, ruleId: 'ask-refunds' })
    expect(String(error)).toContain('too much')
    expect(await thrownBy(() => refund(CALL))).toMatchObject({ code: 'APPROVAL_DENIED', approvalId: id })
    expect(ran).toEqual([])
    expect(story(events).slice(0, 2)).toEqual([
      'require_approval POLICY_APPROVAL_REQUIRED',
      'deny APPROVAL_DENIED',
    ])
  })

  test('does not run when nobody answers in time', async () => {
    let nowMs = Date.now()
    const queue = await openQueue(() => nowMs)
    const { kvlar, ran, issueRefund } = program({ approvals: queue })
    const call = thrownBy(() => kvlar.guard('issue_refund', issueRefund)(CALL))
    await pendingId(queue)
    nowMs += 600_000
    await queue.sweep()
    const error = await call
    expect(error).toBeInstanceOf(ApprovalExpired)
    expect(error).toMatchObject({ code: 'APPROVAL_EXPIRED' })
    expect(ran).toEqual([])
  })

  test('runs with the arguments that were approved, whatever the caller does to its own meanwhile', async () => {
    const { kvlar, ran, issueRefund } = program({ approvals })
    const items = [{ orderId: 'A1', amount: 5 }]
    const refund = kvlar.guard('issue_refund', (args: { readonly items: readonly Refund[] }) =>
      args.items.map(issueRefund),
    )
    const call = refund({ items })
    for (const item of items) item.amount = 1_000_000
    items.push({ orderId: 'A2', amount: 7 })
    await pendingId(approvals)
    for (const item of items) item.amount = 2_000_000
    await answer(approvals, 'approve')
    await call
    expect(ran).toEqual([{ orderId: 'A1', amount: 5 }])
    expect(Object.isFrozen(ran[0])).toBe(true)
  })

  test('is denied when the queue is gone', async () => {
    const queue = await openQueue()
    const { kvlar, ran, issueRefund, failures } = program({ approvals: queue })
    await queue.close()
    others.splice(others.indexOf(queue), 1)
    expect(await thrownBy(() => kvlar.guard('issue_refund', issueRefund)(CALL))).toMatchObject({
      name: 'KvlarDenied',
      code: 'APPROVAL_UNAVAILABLE',
    })
    expect(failures).toHaveLength(1)
    expect(ran).toEqual([])
  })

  test('that fails, or cannot be recorded once approved, leaves an approval that is spent', async () => {
    let decisions = 0
    const { kvlar, ran, issueRefund } = program({
      approvals,
      record: ({ kind }) => {
        if (kind === 'decided' && (decisions += 1) === 2) throw new Error('the disk is full')
      },
    })
    const unrecorded = thrownBy(() => kvlar.guard('issue_refund', issueRefund)(CALL))
    const first = await answer(approvals, 'approve')
    expect(await unrecorded).toMatchObject({ code: 'KVLAR_RECORD_FAILED' })
    expect(ran).toEqual([])
    expect(await approvals.get(first)).toMatchObject({ state: 'failed' })
    const failing = kvlar.guard('issue_refund', (_args: Refund) => Promise.reject(new Error('no money')))
    const failed = thrownBy(() => failing(CALL))
    const second = await answer(approvals, 'approve')
    expect(String(await failed)).toContain('no money')
    expect(await approvals.get(second)).toMatchObject({ state: 'failed' })
  })

  test('is shown to reviewers without what is to stay hidden, and runs with it', async () => {
    const { kvlar, ran, issueRefund } = program({ approvals })
    const secret = '4111-1111-1111-1111'
    const call = kvlar.guard('issue_refund', issueRefund, { redact: ['orderId'] })({ ...CALL, card: secret })
    const request = await approvals.get(await pendingId(approvals))
    expect(request?.call.args).toEqual({ orderId: '[REDACTED]', amount: 500, card: '[REDACTED]' })
    await answer(approvals, 'approve')
    await call
    expect(ran).toEqual([{ ...CALL, card: secret }])
  })

  test('is not approved by whoever makes it', async () => {
    const { kvlar, issueRefund } = program({ approvals })
    const ana = { id: 'ana', kind: 'user' as const, roles: [] }
    const abort = new AbortController()
    const call = thrownBy(() =>
      kvlar.run({ principal: ana }, () =>
        kvlar.guard('issue_refund', issueRefund)(CALL, { signal: abort.signal }),
      ),
    )
    const id = await pendingId(approvals)
    expect(await approvals.decide(id, { verdict: 'approve', approver: ANA })).toMatchObject({
      code: 'SELF_APPROVAL',
    })
    abort.abort()
    await call
  })

  test('is announced to reviewers once it is in the queue', async () => {
    const announced: string[] = []
    const { kvlar, issueRefund } = program({
      approvals,
      announce: ({ id }) => {
        announced.push(id)
        return Promise.reject(new Error('the channel is down'))
      },
    })
    const call = kvlar.guard('issue_refund', issueRefund)(CALL)
    const id = await answer(approvals, 'approve')
    expect(await call).toBe('refunded')
    expect(announced).toEqual([id])
  })
})

describe('a caller that does not wait', () => {
  test('is told of the request, and the same call runs once it is approved', async () => {
    const { kvlar, ran, issueRefund } = program({
      approvals,
      approvalUrl: (id) => `https://reviewer.test/${id}`,
    })
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    const error = await thrownBy(() => refund(CALL))
    expect(error).toBeInstanceOf(ApprovalPending)
    const id = await pendingId(approvals)
    const request = await approvals.get(id)
    expect(error).toMatchObject({
      code: 'POLICY_APPROVAL_REQUIRED',
      approvalId: id,
      url: `https://reviewer.test/${id}`,
      expiresAt: new Date(request?.expiresAtMs ?? 0),
    })
    expect(await thrownBy(() => refund(CALL))).toMatchObject({ approvalId: id })
    await answer(approvals, 'approve')
    // Another amount is another call.
    expect(await thrownBy(() => refund({ ...CALL, amount: 501 }))).toBeInstanceOf(ApprovalPending)
    expect(await refund(CALL)).toBe('refunded')
    expect(ran).toEqual([CALL])
    // Once: the next equal call is asked about again.
    expect(await thrownBy(() => refund(CALL))).toBeInstanceOf(ApprovalPending)
  })

  test('can be held for a while first', async () => {
    const { kvlar, issueRefund } = program({ approvals })
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw', holdMs: 20_000 })
    const call = refund(CALL)
    await answer(approvals, 'approve')
    expect(await call).toBe('refunded')
  })
})

describe('equal calls', () => {
  test('at the same time share one request, and an approval runs one of them', async () => {
    const { kvlar, ran, issueRefund } = program({ approvals })
    const refund = kvlar.guard('issue_refund', issueRefund)
    const calls = [refund(CALL), refund(CALL)]
    const first = await answer(approvals, 'approve')
    await Promise.race(calls)
    expect(ran).toHaveLength(1)
    const second = await answer(approvals, 'approve')
    expect(second).not.toBe(first)
    expect(await Promise.all(calls)).toEqual(['refunded', 'refunded'])
    expect(ran).toHaveLength(2)
  })

  test('of fifty callers with one approval, one runs', async () => {
    const { kvlar, ran, issueRefund } = program({ approvals })
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    await thrownBy(() => refund(CALL))
    await answer(approvals, 'approve')
    const ends = await Promise.allSettled(Array.from({ length: 50 }, () => refund(CALL)))
    expect(ran).toHaveLength(1)
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(ApprovalPending)
  })
})

describe('a caller that goes away', () => {
  test('while it waits withdraws the request, and gets the reason of its signal', async () => {
    const { kvlar, ran, events, issueRefund } = program({ approvals })
    const abort = new AbortController()
    const call = thrownBy(() => kvlar.guard('issue_refund', issueRefund)(CALL, { signal: abort.signal }))
    const id = await pendingId(approvals)
    const reason = new Error('the user left')
    abort.abort(reason)
    expect(await call).toBe(reason)
    expect(ran).toEqual([])
    expect(await approvals.get(id)).toMatchObject({ state: 'cancelled' })
    expect(story(events)).toEqual(['require_approval POLICY_APPROVAL_REQUIRED', 'deny KVLAR_WITHDRAWN'])
  })

  test('leaves the request to others who wait for it, or were told to come back', async () => {
    const { kvlar, ran, issueRefund } = program({ approvals })
    const waiting = kvlar.guard('issue_refund', issueRefund)
    const coming = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    const abort = new AbortController()
    const call = thrownBy(() => waiting(CALL, { signal: abort.signal }))
    const id = await pendingId(approvals)
    await thrownBy(() => coming(CALL))
    abort.abort()
    await call
    expect(await answer(approvals, 'approve')).toBe(id)
    expect(await coming(CALL)).toBe('refunded')
    expect(ran).toHaveLength(1)
  })

  test('before it called asks nobody', async () => {
    const { kvlar, events, issueRefund } = program({ approvals })
    const refund = kvlar.guard('issue_refund', issueRefund)
    expect(await thrownBy(() => refund(CALL, { signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    })
    expect(events).toEqual([])
    expect(await approvals.list()).toEqual([])
  })

  test('while its decision is being recorded runs nothing, and the approval is spent', async () => {
    const abort = new AbortController()
    const { kvlar, ran, issueRefund } = program({
      approvals,
      record: (event) => {
        if (event.kind === 'decided' && event.effective.outcome === 'allow') abort.abort()
      },
    })
    const call = thrownBy(() => kvlar.guard('issue_refund', issueRefund)(CALL, { signal: abort.signal }))
    const id = await answer(approvals, 'approve')
    expect(await call).toMatchObject({ name: 'AbortError' })
    expect(ran).toEqual([])
    expect(await approvals.get(id)).toMatchObject({ state: 'failed' })
  })

  test('while its function runs leaves it to the function, which gets the signal', async () => {
    const { kvlar, events } = program({ approvals })
    const abort = new AbortController()
    const slow = kvlar.guard('read_slowly', async (_args: object, { signal } = {}) => {
      abort.abort(new Error('enough'))
      signal?.throwIfAborted()
    })
    expect(String(await thrownBy(() => slow({}, { signal: abort.signal })))).toContain('enough')
    expect(story(events)).toEqual(['allow POLICY_ALLOW', 'cancelled'])
  })
})

describe('a policy that changes its mind while a call waits', () => {
  test('by its counters: state that cannot be had any more denies, and the approval stays good', async () => {
    const limited = policy(`
  - id: often
    match_on:
      resources: [issue_refund]
      conditions: [{ rate_limit: { max: 100, window: 1m } }]
    effect: { type: require_approval, reason: seldom }
`)
    let isUp = true
    const counters = createMemoryCounters()
    const seen: string[] = []
    const { kvlar, ran, issueRefund } = program({
      approvals,
      policies: [limited],
      counters: {
        count: (asked) => {
          if (!isUp) throw new Error('gone')
          seen.push(asked.decisionId)
          return counters.count(asked)
        },
        settle: () => undefined,
      },
    })
    const refund = kvlar.guard('issue_refund', issueRefund)
    const call = thrownBy(() => refund(CALL))
    const id = await pendingId(approvals)
    isUp = false
    await answer(approvals, 'approve')
    expect(await call).toMatchObject({ name: 'KvlarDenied', code: 'EVALUATION_STATE_UNAVAILABLE' })
    expect(await approvals.get(id)).toMatchObject({ state: 'approved' })
    isUp = true
    expect(await refund(CALL)).toBe('refunded')
    expect(ran).toHaveLength(1)
    // The first call; then the second one when it is made, before its approval is used up, and before it runs.
    expect(new Set(seen).size).toBe(2)
    expect(seen).toHaveLength(4)
  })

  test('by its clock: an approval of the day is worth nothing after hours', async () => {
    let nowMs = Date.parse('2026-11-26T16:59:00Z')
    const { kvlar, ran, issueRefund } = program({
      approvals,
      now: () => nowMs,
      policies: [
        policy(`
  - id: by-day
    match_on:
      resources: [issue_refund]
      conditions: [{ time_window: '09:00-17:00 UTC' }]
    effect: { type: require_approval, reason: in office hours }
`),
      ],
    })
    const call = thrownBy(() => kvlar.guard('issue_refund', issueRefund)(CALL))
    const id = await pendingId(approvals)
    nowMs += 120_000
    await answer(approvals, 'approve')
    expect(await call).toMatchObject({ name: 'KvlarDenied', code: 'POLICY_DEFAULT_DENY' })
    expect(await approvals.get(id)).toMatchObject({ state: 'superseded' })
    expect(ran).toEqual([])
  })
})
