import { describe, expect, test } from 'vitest'
import { createFloor } from '@kvlar/gate'
import { KvlarDenied, type GuardEvent } from '@kvlar/sdk'
import { ApprovalRejectedError, ApproveKit, Policy } from '@kvlar/sdk/approvekit'
import { onlyPending } from '../../../approvals/test/calls.ts'
import { story } from '../program.ts'
import { DEMO_POLICY, failure, sqliteKit } from './kits.ts'

/* A kit is one more way onto the road of every call. */

describe('a kit', () => {
  test('can record: each decision before anything runs, how the function ended, and what was not judged', async () => {
    const events: GuardEvent[] = []
    const record = (event: GuardEvent): void => void events.push(event)
    const { approvals, kit, tool } = await sqliteKit(DEMO_POLICY, { record })
    await tool('read_record')({ id: 1 })
    const call = tool('read_pii')({ ssn: '123-45' })
    const id = await onlyPending(approvals)
    await kit.approve(id)
    await call
    await failure(tool('unknown')({}))
    await failure(tool('read_record')({ id: 1n }))
    expect(story(events)).toEqual([
      'allow POLICY_ALLOW',
      'ok',
      'require_approval POLICY_APPROVAL_REQUIRED',
      'allow POLICY_APPROVAL_REQUIRED',
      'ok',
      'deny POLICY_DEFAULT_DENY',
      'KVLAR_ARGUMENTS_NOT_JSON',
    ])
    expect(events[3]).toMatchObject({ approvalId: id, action: { resource: 'read_pii' } })
    expect(events[3]).toHaveProperty('redactFields', expect.arrayContaining(['ssn']))
  })

  test('runs nothing that could not be recorded', async () => {
    const failures: unknown[] = []
    const { kit, ran, tool } = await sqliteKit(DEMO_POLICY, {
      record: () => Promise.reject(new Error('the disk is full')),
      onFailure: (error) => failures.push(error),
    })
    expect(await failure(tool('read_record')({ id: 1 }))).toBeInstanceOf(ApprovalRejectedError)
    expect(ran).toEqual([])
    expect(failures).toHaveLength(1)
    expect(kit.audit()).toMatchObject([{ decision: 'rejected', result: 'not_run' }])
  })

  test('asks the policy again before an approval is used up', async () => {
    const { approvals, clock, kit, ran, tool } = await sqliteKit({
      name: 'by-day',
      version: '1',
      rules: [
        {
          id: 'by-day',
          match_on: { conditions: [{ time_window: '00:00-23:59 UTC' }] },
          effect: { type: 'require_approval', reason: 'by day', approval: { timeout: '1h' } },
        },
      ],
    })
    clock.ms = Date.parse('2026-11-26T23:58:30Z')
    const call = failure(tool('send_email')({ to: 'ana' }))
    const id = await onlyPending(approvals)
    clock.ms += 60_000
    await kit.approve(id)
    expect(await call).toBeInstanceOf(ApprovalRejectedError)
    expect(ran).toEqual([])
    expect(await approvals.get(id)).toMatchObject({ state: 'superseded' })
  })

  test('keeps calls off what Kvlar protects', async () => {
    const floor = createFloor({ protectedPaths: ['/home/ada/.kvlar'], cwd: '/', home: '/home/ada' })
    const { ran, tool } = await sqliteKit(DEMO_POLICY, { floor })
    expect(String(await failure(tool('read_record')({ path: '~/.kvlar/policy.yaml' })))).toContain('denied')
    await tool('read_record')({ path: '~/notes.txt' })
    expect(ran).toEqual([{ path: '~/notes.txt' }])
  })

  test('denies when the queue is gone, and tells `onFailure`', async () => {
    const failures: unknown[] = []
    const { approvals, ran, tool } = await sqliteKit(DEMO_POLICY, {
      onFailure: (error) => failures.push(error),
    })
    await approvals.close()
    const error = await failure(tool('send_email')({ to: 'ana' }))
    expect(error).toBeInstanceOf(ApprovalRejectedError)
    expect(String(error)).toContain('nobody could be asked')
    expect(failures).toHaveLength(1)
    expect(ran).toEqual([])
  })

  test('passes on what a function throws, also when it looks like a denial of its own', async () => {
    const { kit } = await sqliteKit()
    const call = {
      resource: 'inner',
      ruleId: 'r',
      reason: 'no',
      decisionId: 'd',
      hints: { retryAllowed: false },
    }
    const inner = new KvlarDenied('POLICY_DENY', call)
    const guarded = kit.guard(function read_record(_args: object): void {
      throw inner
    })
    expect(await failure(guarded({}))).toBe(inner)
    expect(kit.audit()).toMatchObject([{ decision: 'approved', result: 'failed' }])
  })

  test('refuses an option that it does not know', async () => {
    const { approvals } = await sqliteKit()
    const misspelt = { recorder: () => {} } as never
    expect(() => new ApproveKit(Policy.fromDict(DEMO_POLICY), approvals, misspelt)).toThrow('`recorder`')
  })
})
