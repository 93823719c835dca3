import { describe, expect, test } from 'vitest'
import { ApprovalPending, ApprovalRejectedError } from '@kvlar/sdk/approvekit'
import { onlyPending } from '../../../approvals/test/calls.ts'
import { failure, sqliteKit } from './kits.ts'

describe('guarding a function', () => {
  test('it keeps its type, its `this`, and may be synchronous', async () => {
    const { kit } = await sqliteKit()
    function read_record(this: { readonly name: string }, args: { readonly id: number }): string {
      return `${this.name}: ${args.id}`
    }
    const guarded = { name: 'desk 7', read_record: kit.guard(read_record) }
    const text: string = await guarded.read_record({ id: 1 })
    expect(text).toBe('desk 7: 1')
  })

  test('its parameters can be named, and the policy judges them under these names', async () => {
    const { approvals, kit } = await sqliteKit()
    const guarded = kit.guard(
      function read_pii(id: number, ssn: string) {
        return [id, ssn]
      },
      { params: ['id', 'ssn'] },
    )
    const call = guarded(1, '123-45')
    const id = await onlyPending(approvals)
    expect((await approvals.get(id))?.call.args).toEqual({ id: 1, ssn: '[REDACTED]' })
    await kit.approve(id)
    expect(await call).toEqual([1, '123-45'])
  })

  test('a function without a name is refused: no rule could name it', async () => {
    const { kit } = await sqliteKit()
    expect(() => kit.guard(() => 1)).toThrow(TypeError)
  })

  test.each([{ whenpending: 'throw' }, { parms: ['id'] }, { whenPending: 'thorw' }])(
    'options that there are not are refused: %j',
    async (options) => {
      const { kit } = await sqliteKit()
      expect(() => kit.guard(function read_record() {}, options as never)).toThrow(
        expect.objectContaining({ code: 'KVLAR_BAD_OPTION' }),
      )
    },
  )

  test('two objects, a list, or more values than names never run', async () => {
    const { kit, ran } = await sqliteKit()
    const read = function read_record(...given: unknown[]) {
      ran.push(given)
    }
    const [plain, named] = [kit.guard(read), kit.guard(read, { params: ['id'] })]
    for (const call of [plain({}, {}), plain([1]), plain('x'), plain(), named(1, 2)])
      expect(await failure(call)).toBeInstanceOf(TypeError)
    expect(ran).toEqual([])
  })

  test('a key that only looks like a prototype stays a key', async () => {
    const { kit, ran, tool } = await sqliteKit()
    await tool('read_record')(JSON.parse('{"__proto__":{"admin":true},"id":1}') as object)
    expect(JSON.stringify(ran)).toBe('[{"__proto__":{"admin":true},"id":1}]')
    expect((ran[0] as { readonly admin?: boolean }).admin).toBeUndefined()
    expect(JSON.stringify(kit.audit()[0]?.tool_args)).toContain('__proto__')
  })
})

describe('waiting', () => {
  test('a signal withdraws the call: it never runs, and the request is cancelled', async () => {
    const { approvals, kit, ran } = await sqliteKit()
    const away = new AbortController()
    const guarded = kit.guard(
      function send_email(args: object) {
        ran.push(args)
      },
      { signal: away.signal },
    )
    const call = failure(guarded({ to: 'ana' }))
    const id = await onlyPending(approvals)
    away.abort(new Error('shutting down'))
    expect(String(await call)).toContain('shutting down')
    expect(await approvals.get(id)).toMatchObject({ state: 'cancelled' })
    expect(kit.audit()).toMatchObject([{ decision: 'rejected', result: 'not_run' }])
    expect(await kit.approve(id)).toMatchObject({ kind: 'refused' })
    expect(ran).toEqual([])
  })

  test('a signal that is aborted already asks nobody', async () => {
    const { approvals, kit } = await sqliteKit()
    const guarded = kit.guard(function send_email() {}, { signal: AbortSignal.abort(), params: [] })
    expect(await failure(guarded())).toMatchObject({ name: 'AbortError' })
    expect(await approvals.list()).toEqual([])
  })

  test('whoever does not want to wait gets `ApprovalPending`; the same call runs once it is approved, once', async () => {
    const { approvals, clock, kit, ran } = await sqliteKit()
    const guarded = kit.guard(
      function send_email(args: { readonly to: string }) {
        ran.push(args)
        return 'sent'
      },
      { whenPending: 'throw' },
    )
    const pending = await failure(guarded({ to: 'ana' }))
    const id = await onlyPending(approvals)
    expect(pending).toBeInstanceOf(ApprovalPending)
    expect(pending).toMatchObject({
      requestId: id,
      expiresAt: new Date(clock.ms + 60_000).toISOString(),
    })
    expect(await failure(guarded({ to: 'ana' }))).toMatchObject({ requestId: id })
    await kit.approve(id)
    expect(await guarded({ to: 'ana' })).toBe('sent')
    expect(await failure(guarded({ to: 'ana' }))).toBeInstanceOf(ApprovalPending)
    expect(ran).toEqual([{ to: 'ana' }])
  })

  test('a rejected call stays rejected for those who come back', async () => {
    const { approvals, kit } = await sqliteKit()
    const guarded = kit.guard(
      function delete_record(args: object) {
        return args
      },
      { whenPending: 'throw' },
    )
    await failure(guarded({ id: 1 }))
    await kit.reject(await onlyPending(approvals), 'keep it')
    expect(await failure(guarded({ id: 1 }))).toBeInstanceOf(ApprovalRejectedError)
  })
})
