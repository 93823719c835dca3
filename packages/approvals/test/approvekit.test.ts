import { loadPolicy } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { ApprovalRejectedError, ApprovalTimeoutError, ApproveKit } from '@kvlar/approvals/approvekit'
import { memoryApprovals, onlyPending } from './calls.ts'

const POLICY = `
default_timeout: 60
rules:
  - tool: prod_write
    require_approval: true
    timeout: 8
    risk_level: high
    redact_fields: [value]
  - tool: read_record
    auto_approve: true
    risk_level: low
  - tool: send_email
    require_approval: true
  - tool: read_pii
    require_approval: true
    redact_fields: [ssn]
  - tool: delete_record
    require_approval: true
`

function kit() {
  const queue = memoryApprovals()
  const ran: unknown[] = []
  const approveKit = new ApproveKit(loadPolicy({ file: 'policy.yaml', text: POLICY }), queue.approvals)
  const tool = (name: string) => {
    const fn = (args: object): string => {
      ran.push(args)
      return 'done'
    }
    Object.defineProperty(fn, 'name', { value: name })
    return approveKit.guard(fn)
  }
  return { ...queue, approveKit, ran, tool }
}

describe('ApproveKit', () => {
  test('the guided demo: read, approve the email and the PII, reject the delete, leave the write alone', async () => {
    const { approvals, approveKit, clock, ran, tool } = kit()
    expect(await tool('read_record')({ id: 1 })).toBe('done')
    for (const name of ['send_email', 'read_pii']) {
      const call = tool(name)({ id: 2, ssn: '123-45' })
      await approveKit.approve(await onlyPending(approvals), 'fine')
      expect(await call).toBe('done')
    }
    const rejected = tool('delete_record')({ id: 3 }).catch((error: unknown) => error)
    await approveKit.reject(await onlyPending(approvals), 'keep it')
    const error = await rejected
    expect(error).toBeInstanceOf(ApprovalRejectedError)
    expect(String(error)).toContain('was rejected by reviewer. Notes: keep it')
    const left = tool('prod_write')({ key: 'a', value: 'secret' }).catch((late: unknown) => late)
    await onlyPending(approvals)
    clock.ms += 8000
    await approvals.sweep()
    expect(await left).toBeInstanceOf(ApprovalTimeoutError)
    expect(ran).toHaveLength(3)
    expect(approveKit.audit().map((one) => [one.tool_name, one.decision, one.result])).toEqual([
      ['read_record', 'approved', 'executed'],
      ['send_email', 'approved', 'executed'],
      ['read_pii', 'approved', 'executed'],
      ['delete_record', 'rejected', 'not_run'],
      ['prod_write', 'timeout', 'not_run'],
    ])
    expect(approveKit.audit()[2]?.tool_args).toEqual({ id: 2, ssn: '[REDACTED]' })
    expect(approveKit.audit()[4]?.tool_args).toEqual({ key: 'a', value: '[REDACTED]' })
    expect(approveKit.audit()[0]?.request_id).toBe('auto')
  })

  test('arguments that change after the call was made do not change what runs', async () => {
    const { approvals, approveKit, ran, tool } = kit()
    const args = { amount: 1 }
    const call = tool('send_email')(args)
    args.amount = 1_000_000
    await approveKit.approve(await onlyPending(approvals))
    await call
    expect(ran).toEqual([{ amount: 1 }])
  })

  test('a tool that no rule names, and arguments that are not JSON, never run', async () => {
    const { ran, tool } = kit()
    await expect(tool('prod_wriet')({ id: 1 })).rejects.toBeInstanceOf(ApprovalRejectedError)
    await expect(tool('read_record')({ id: 1n })).rejects.toBeInstanceOf(TypeError)
    expect(ran).toEqual([])
  })

  test('a function that fails after its approval is on record as failed', async () => {
    const { approvals, approveKit } = kit()
    const guarded = approveKit.guard(async function send_email(args: { readonly to: string }) {
      throw new Error(`smtp is down for ${args.to}`)
    })
    const call = guarded({ to: 'x' }).catch((error: unknown) => error)
    const id = await onlyPending(approvals)
    await approveKit.approve(id)
    expect(String(await call)).toContain('smtp is down')
    expect(approveKit.audit()).toMatchObject([{ decision: 'approved', result: 'failed' }])
    expect(await approvals.get(id)).toMatchObject({ state: 'failed' })
  })

  test('an answer that comes after the time is over changes nothing', async () => {
    const { approvals, approveKit, clock, tool } = kit()
    const call = tool('prod_write')({ key: 'a', value: 1 }).catch((error: unknown) => error)
    const id = await onlyPending(approvals)
    clock.ms += 8000
    expect(await approveKit.approve(id)).toMatchObject({ kind: 'refused', code: 'EXPIRED' })
    expect(await call).toBeInstanceOf(ApprovalTimeoutError)
    expect(await approvals.get(id)).toMatchObject({ state: 'expired' })
  })

  test('a function without a name is refused; parameters can be named', async () => {
    const { approveKit, ran } = kit()
    expect(() => approveKit.guard(() => 1)).toThrow(TypeError)
    const guarded = approveKit.guard(
      function read_record(a: number, b: string) {
        ran.push([a, b])
      },
      { params: ['id', 'field'] },
    )
    await guarded(1, 'name')
    expect(ran).toEqual([[1, 'name']])
  })
})
