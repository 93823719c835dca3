import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ApprovalRejectedError, ApprovalTimeoutError, ApproveKit, Policy } from '@kvlar/sdk/approvekit'
import { onlyPending } from '../../../approvals/test/calls.ts'
import { openQueue, queueFile } from '../../../approvals/test/queues.ts'
import { DEMO_POLICY, failure, servedKit, sqliteKit } from './kits.ts'

/*
 * What ApproveKit's own tests hold, group by group, over the queue on disk: approve 5, policy 10, reject 4, storage 7,
 * timeout 4, web 6.
 */

describe('approve', () => {
  test('an approved call runs once, and gives back what the function gives', async () => {
    const { approvals, kit, ran, tool } = await sqliteKit()
    const call = tool('send_email')({ to: 'ana' })
    await kit.approve(await onlyPending(approvals))
    expect(await call).toBe('done')
    expect(ran).toEqual([{ to: 'ana' }])
  })

  test('nothing runs before the approval', async () => {
    const { approvals, kit, ran, tool } = await sqliteKit()
    const call = tool('send_email')({ to: 'ana' })
    const id = await onlyPending(approvals)
    expect(ran).toEqual([])
    await kit.approve(id)
    await call
  })

  test('the request keeps who approved, when and with which notes', async () => {
    const { approvals, clock, kit, tool } = await sqliteKit()
    const call = tool('send_email')({ to: 'ana' })
    const id = await onlyPending(approvals)
    await kit.approve(id, 'fine')
    await call
    expect(await approvals.get(id)).toMatchObject({
      state: 'executed',
      decisions: [{ approver: 'local', verdict: 'approve', note: 'fine', atMs: clock.ms }],
    })
  })

  test('the audit history says approved, with the notes', async () => {
    const { approvals, kit, tool } = await sqliteKit()
    const call = tool('send_email')({ to: 'ana' })
    const id = await onlyPending(approvals)
    await kit.approve(id, 'fine')
    await call
    expect(kit.audit()).toMatchObject([
      {
        request_id: id,
        tool_name: 'send_email',
        tool_args: { to: 'ana' },
        decision: 'approved',
        result: 'executed',
        reviewer_notes: 'fine',
      },
    ])
  })

  test('a call that is approved automatically runs at once and is on record as `auto`', async () => {
    const { approvals, kit, tool } = await sqliteKit()
    expect(await tool('read_record')({ id: 1 })).toBe('done')
    expect(await approvals.list()).toEqual([])
    expect(kit.audit()).toMatchObject([{ request_id: 'auto', decision: 'approved', result: 'executed' }])
  })
})

describe('policy', () => {
  const asks = async (rules: readonly object[], name: string, over: object = {}) => {
    const { approvals, kit, tool } = await sqliteKit({ ...over, rules })
    const call = failure(tool(name)({ n: 1 }))
    const id = await onlyPending(approvals)
    const request = await approvals.get(id)
    await kit.reject(id)
    await call
    return request
  }

  test('a rule is for the tool of exactly that name', async () => {
    const rules = [{ tool: 'send', require_approval: true }]
    expect((await asks(rules, 'send'))?.rule.id).toBe('tool:send')
    const { tool, ran } = await sqliteKit({ rules })
    for (const name of ['sen', 'send_', 'SEND'])
      expect(await failure(tool(name)({}))).toBeInstanceOf(ApprovalRejectedError)
    expect(ran).toEqual([])
  })

  test('`*` is for every tool without a rule of its own', async () => {
    expect((await asks([{ tool: '*', require_approval: true }], 'anything'))?.rule.id).toBe('tool:*')
  })

  test('a rule of its own comes before `*`, whatever the order', async () => {
    const { kit, tool } = await sqliteKit({
      rules: [
        { tool: '*', require_approval: true },
        { tool: 'read', auto_approve: true },
      ],
    })
    expect(await tool('read')({})).toBe('done')
    expect(kit.audit()).toHaveLength(1)
  })

  test('a rule that asks for nothing lets the call run, on record', async () => {
    const { kit, tool } = await sqliteKit({ rules: [{ tool: 'read' }] })
    expect(await tool('read')({})).toBe('done')
    expect(kit.audit()).toMatchObject([{ request_id: 'auto', decision: 'approved' }])
  })

  test('`auto_approve` wins over `require_approval`, with a warning', async () => {
    const rule = { tool: 'read', auto_approve: true, require_approval: true }
    const { tool } = await sqliteKit({ rules: [rule] })
    expect(await tool('read')({})).toBe('done')
    expect(Policy.fromDict({ rules: [rule] }).warnings).toContainEqual(
      expect.objectContaining({ code: 'POLICY_CONTRADICTION' }),
    )
  })

  test('a rule without a timeout has the default of the policy, and 300 seconds without that', async () => {
    const rules = [{ tool: 'send', require_approval: true }]
    expect((await asks(rules, 'send', { default_timeout: 60 }))?.terms.timeoutMs).toBe(60_000)
    expect((await asks(rules, 'send'))?.terms.timeoutMs).toBe(300_000)
  })

  test('a timeout of the rule wins over the default', async () => {
    const rules = [{ tool: 'send', require_approval: true, timeout: 8 }]
    expect((await asks(rules, 'send', { default_timeout: 60 }))?.terms.timeoutMs).toBe(8000)
  })

  test('a risk is low where the rule names none', async () => {
    const risk = async (rule: object) =>
      (await asks([{ tool: 'send', require_approval: true, ...rule }], 'send'))?.rule.riskLevel
    expect([await risk({}), await risk({ risk_level: 'high' })]).toEqual(['low', 'high'])
  })

  test('YAML, JSON and plain values give the same policy, to which a rule is added by loading it again', async () => {
    const values = { default_timeout: 60, rules: [{ tool: 'send', require_approval: true }] }
    const file = queueFile()
    const [yaml, json] = [join(file, '../policy.yaml'), join(file, '../policy.json')]
    writeFileSync(yaml, 'default_timeout: 60\nrules:\n  - tool: send\n    require_approval: true\n')
    writeFileSync(json, JSON.stringify(values))
    const loaded = [await Policy.fromYaml(yaml), await Policy.fromJson(json), Policy.fromDict(values)]
    expect(loaded.map(({ rules }) => rules.map(({ id, effect }) => ({ id, effect })))).toEqual(
      loaded.map(() => [{ id: 'tool:send', effect: loaded[0]?.rules[0]?.effect }]),
    )
    const more = { ...values, rules: [...values.rules, { tool: 'read', auto_approve: true }] }
    expect(Policy.fromDict(more).rules.map(({ id }) => id)).toEqual(['tool:send', 'tool:read'])
  })

  test('the fields that a rule redacts are masked at every depth, in requests and in the audit history', async () => {
    const { approvals, kit, ran, tool } = await sqliteKit()
    const args = { ssn: '1', rows: [{ ssn: '2', name: 'ana' }], deep: { ssn: { a: 3 } } }
    const call = tool('read_pii')(args)
    const id = await onlyPending(approvals)
    const masked = {
      ssn: '[REDACTED]',
      rows: [{ ssn: '[REDACTED]', name: 'ana' }],
      deep: { ssn: '[REDACTED]' },
    }
    expect((await approvals.get(id))?.call.args).toEqual(masked)
    await kit.approve(id)
    await call
    expect(kit.audit()[0]?.tool_args).toEqual(masked)
    expect(ran).toEqual([args])
  })
})

describe('reject', () => {
  const rejected = async (notes?: string) => {
    const queue = await sqliteKit()
    const call = failure(queue.tool('delete_record')({ id: 3 }))
    const id = await onlyPending(queue.approvals)
    await queue.kit.reject(id, notes)
    return { ...queue, id, error: await call }
  }

  test('a rejected call never runs, and throws `ApprovalRejectedError`', async () => {
    const { error, id, ran } = await rejected()
    expect(error).toBeInstanceOf(ApprovalRejectedError)
    expect(error).toMatchObject({ requestId: id })
    expect(ran).toEqual([])
  })

  test('the error says what the reviewer noted', async () => {
    expect(String((await rejected('keep it')).error)).toContain('was rejected by reviewer. Notes: keep it')
  })

  test('the audit history says rejected, with the notes', async () => {
    const { kit } = await rejected('keep it')
    expect(kit.audit()).toMatchObject([
      { tool_name: 'delete_record', decision: 'rejected', result: 'not_run', reviewer_notes: 'keep it' },
    ])
  })

  test('the request is rejected for good', async () => {
    const { approvals, id, kit } = await rejected('keep it')
    expect(await kit.approve(id)).toMatchObject({ kind: 'refused' })
    expect(await approvals.get(id)).toMatchObject({ state: 'denied', decisions: [{ note: 'keep it' }] })
  })
})

describe('storage', () => {
  const held = async () => {
    const queue = await sqliteKit()
    const calls = [1, 2].map((id) => failure(queue.tool('delete_record')({ id })))
    while ((await queue.approvals.list({ states: ['pending'] })).length < 2)
      await new Promise((resolve) => setTimeout(resolve, 5))
    return { ...queue, calls }
  }

  test('a new request is pending, under an id that nobody can guess', async () => {
    const { approvals } = await held()
    for (const { id, state } of await approvals.list()) {
      expect(state).toBe('pending')
      expect(id).toMatch(/^apr_[0-9a-f]{32}$/)
    }
  })

  test('a request is found by its id, with what the policy says of it', async () => {
    const { approvals } = await held()
    const [request] = await approvals.list()
    expect(await approvals.get(request?.id ?? '')).toMatchObject({
      call: { resource: 'delete_record', args: request?.call.args },
      rule: { id: 'tool:delete_record', riskLevel: 'low' },
      terms: { timeoutMs: 60_000 },
    })
  })

  test('an id that is not there, and a part of one, finds nothing', async () => {
    const { approvals } = await held()
    const [request] = await approvals.list()
    expect(await approvals.get('apr_none')).toBeUndefined()
    expect(await approvals.get(request?.id.slice(0, 12) ?? '')).toBeUndefined()
  })

  test('what is decided leaves the pending ones and stays among all', async () => {
    const { approvals, calls, kit } = await held()
    const [request] = await approvals.list({ states: ['pending'] })
    await kit.reject(request?.id ?? '')
    expect(await approvals.list({ states: ['pending'] })).toHaveLength(1)
    expect(await approvals.list()).toHaveLength(2)
    expect((await approvals.list({ states: ['denied'] })).map(({ id }) => id)).toEqual([request?.id])
    await Promise.race(calls)
  })

  test('another program that opens the file sees the requests, and its decision lets the call run', async () => {
    const { approvals, clock, file, ran, tool } = await sqliteKit()
    const call = tool('send_email')({ to: 'ana' })
    const id = await onlyPending(approvals)
    const other = await openQueue(file, () => clock.ms)
    const kit = new ApproveKit(Policy.fromDict(DEMO_POLICY), other)
    expect(await kit.approve(id)).toMatchObject({ kind: 'decided' })
    await call
    expect(ran).toHaveLength(1)
  })

  test('requests outlive the program, and are not replaced by later ones', async () => {
    const { approvals, calls, clock, file, kit } = await held()
    const before = await approvals.list()
    for (const { id } of before) await kit.reject(id, 'no')
    await Promise.all(calls)
    const after = await openQueue(file, () => clock.ms)
    expect((await after.list()).map(({ id, state, decisions }) => [id, state, decisions[0]?.note])).toEqual(
      before.map(({ id }) => [id, 'denied', 'no']),
    )
  })

  test('the audit history is in order, and what it gives is a copy', async () => {
    const { kit, tool } = await sqliteKit()
    for (const id of [1, 2, 3]) await tool('read_record')({ id })
    ;(kit.audit() as unknown[]).length = 0
    expect(kit.audit().map(({ tool_args }) => tool_args)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
  })
})

describe('timeout', () => {
  const timedOut = async () => {
    const queue = await sqliteKit()
    const call = failure(queue.tool('prod_write')({ key: 'a', value: 'secret' }))
    const id = await onlyPending(queue.approvals)
    await queue.wait(8000)
    return { ...queue, id, error: await call }
  }

  test('a call that nobody answers never runs, and throws `ApprovalTimeoutError`', async () => {
    const { error, id, ran } = await timedOut()
    expect(error).toBeInstanceOf(ApprovalTimeoutError)
    expect(error).toMatchObject({ requestId: id })
    expect(ran).toEqual([])
  })

  test('it waits until the time of its rule is over, and not longer', async () => {
    const { approvals, kit, tool, wait } = await sqliteKit()
    const call = failure(tool('prod_write')({ key: 'a', value: 1 }))
    const id = await onlyPending(approvals)
    await wait(7999)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
    await wait(1)
    expect(await call).toBeInstanceOf(ApprovalTimeoutError)
    expect(kit.audit()).toHaveLength(1)
  })

  test('the request has run out in the queue too', async () => {
    const { approvals, id } = await timedOut()
    expect(await approvals.get(id)).toMatchObject({ state: 'expired', decisions: [] })
  })

  test('the audit history says timeout, with masked arguments', async () => {
    const { kit } = await timedOut()
    expect(kit.audit()).toMatchObject([
      { tool_args: { key: 'a', value: '[REDACTED]' }, decision: 'timeout', result: 'not_run' },
    ])
  })
})

describe('web', () => {
  test('`GET /api/health` says that it is there', async () => {
    const { send } = await servedKit()
    const { status, text } = await send('GET', '/api/health')
    expect({ status, body: JSON.parse(text) as unknown }).toEqual({ status: 200, body: { ok: true } })
  })

  test('the page shows what waits, with the policy and masked arguments', async () => {
    const { approvals, page, tool, wait } = await servedKit()
    const call = failure(tool('prod_write')({ key: 'region', value: 'hunter2' }))
    await onlyPending(approvals)
    const text = await page('/')
    for (const shown of ['prod_write', 'region', 'tool:prod_write', 'high']) expect(text).toContain(shown)
    expect(text).not.toContain('hunter2')
    await wait(8000)
    await call
  })

  test('`GET /api/requests` lists by ApproveKit\u2019s four words', async () => {
    const { approvals, kit, send, tool } = await servedKit()
    const call = failure(tool('delete_record')({ id: 1 }))
    const id = await onlyPending(approvals)
    const listed = async (status: string) =>
      (await send('GET', `/api/requests?status=${status}`)).json().map((one) => one['id'])
    expect([await listed('pending'), await listed('rejected')]).toEqual([[id], []])
    await kit.reject(id)
    await call
    expect([await listed('pending'), await listed('rejected'), await listed('all')]).toEqual([[], [id], [id]])
  })

  test('`POST …/approve` with notes lets the waiting function run', async () => {
    const { approvals, kit, ran, send, tool } = await servedKit()
    const call = tool('send_email')({ to: 'ana' })
    const id = await onlyPending(approvals)
    const { status } = await send('POST', `/api/requests/${id}/approve`, { body: { notes: 'fine' } })
    expect(status).toBe(200)
    expect(await call).toBe('done')
    expect(ran).toHaveLength(1)
    expect(kit.audit()[0]?.reviewer_notes).toBe('fine')
  })

  test('`POST …/reject` with notes stops it; a second decision is answered 409, an unknown id 404', async () => {
    const { approvals, send, tool } = await servedKit()
    const call = failure(tool('delete_record')({ id: 1 }))
    const id = await onlyPending(approvals)
    await send('POST', `/api/requests/${id}/reject`, { body: { notes: 'keep it' } })
    expect(String(await call)).toContain('Notes: keep it')
    expect((await send('POST', `/api/requests/${id}/approve`)).status).toBe(409)
    expect((await send('POST', '/api/requests/apr_none/approve')).status).toBe(404)
  })

  test('`GET /api/audit` gives the history of what was asked', async () => {
    const { approvals, kit, send, tool, wait } = await servedKit()
    const rejected = failure(tool('delete_record')({ id: 1 }))
    await kit.reject(await onlyPending(approvals), 'no')
    await rejected
    const late = failure(tool('prod_write')({ key: 'a', value: 'hunter2' }))
    await onlyPending(approvals)
    await wait(8000)
    await late
    const entries = (await send('GET', '/api/audit')).json()
    expect(new Set(entries.map((one) => one['decision']))).toEqual(new Set(['rejected', 'timeout']))
    expect(JSON.stringify(entries)).not.toContain('hunter2')
  })
})
