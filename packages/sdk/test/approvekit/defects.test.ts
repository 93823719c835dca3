import { describe, expect, test } from 'vitest'
import { createApprovals, createMemoryStore } from '@kvlar/approvals'
import { ApprovalRejectedError, ApprovalTimeoutError, ApproveKit, Policy } from '@kvlar/sdk/approvekit'
import { KEYS, onlyPending } from '../../../approvals/test/calls.ts'
import { DEMO_POLICY, failure, servedKit, sqliteKit } from './kits.ts'
import { sender } from '../../../reviewer/test/support/server.ts'

/* What ApproveKit got wrong, defect by defect (1 to 11), and what happens here instead. */

describe('1: a misspelling never opens', () => {
  test('a tool that no rule names does not run, misspelt or unknown', async () => {
    const { kit, ran, tool } = await sqliteKit()
    for (const name of ['prod_wriet', 'drop_everything'])
      expect(await failure(tool(name)({ id: 1 }))).toBeInstanceOf(ApprovalRejectedError)
    expect(ran).toEqual([])
    expect(kit.audit()).toMatchObject([{ decision: 'rejected' }, { decision: 'rejected' }])
  })

  test.each<[string, object]>([
    ['a misspelt key', { tool: 'send', require_aproval: true }],
    ['a text for a truth value', { tool: 'send', require_approval: 'false' }],
    ['a number for a truth value', { tool: 'send', auto_approve: 1 }],
    ['a tool that is only partly a pattern', { tool: 'send_*', require_approval: true }],
  ])('%s in a rule is refused when the policy is loaded', (_name, rule) => {
    expect(() => Policy.fromDict({ rules: [rule] })).toThrow(expect.objectContaining({ name: 'PolicyError' }))
  })

  test('a second rule for the same tool is refused, so that none is silently the last', () => {
    const rule = { tool: 'send', require_approval: true }
    expect(() => Policy.fromDict({ rules: [rule, { tool: 'send', auto_approve: true }] })).toThrow('send')
  })
})

describe('2: asynchronous functions', () => {
  test('are waited for, and while they wait for a reviewer everything else goes on', async () => {
    const { approvals, kit } = await sqliteKit()
    let ended = false
    const guarded = kit.guard(async function send_email(args: { readonly to: string }) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      ended = true
      return args.to
    })
    const call = guarded({ to: 'ana' })
    const id = await onlyPending(approvals)
    // The event loop is free: this very test goes on while the call waits.
    expect(kit.audit()).toEqual([])
    await kit.approve(id)
    expect(await call).toBe('ana')
    expect({ ended, audit: kit.audit()[0]?.result }).toEqual({ ended: true, audit: 'executed' })
  })
})

describe('3: arguments that are not JSON', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle

  test.each<[string, object]>([
    ['a big integer', { n: 1n }],
    ['not a number', { n: Number.NaN }],
    ['infinity', { n: Number.POSITIVE_INFINITY }],
    ['a function', { f: () => 1 }],
    ['nothing', { n: undefined }],
    ['a circle', circle],
    ['a date', { at: new Date(0) }],
    ['half a character', { text: '\ud800' }],
  ])(
    '%s is refused before anybody is asked and before anything runs, asked about or not',
    async (_, args) => {
      const { approvals, kit, ran, tool } = await sqliteKit()
      for (const name of ['send_email', 'read_record'])
        expect(await failure(tool(name)(args))).toBeInstanceOf(TypeError)
      expect(ran).toEqual([])
      expect(await approvals.list()).toEqual([])
      expect(kit.audit()).toEqual([])
    },
  )

  test('is refused as an argument before anybody is asked', async () => {
    const { approvals, ran, tool } = await sqliteKit()
    let deep: unknown = 1
    for (let depth = 0; depth < 1000; depth += 1) deep = [deep]
    for (const args of [{ n: Number.NaN }, { n: Number.POSITIVE_INFINITY }, { deep }, { n: 1n }]) {
      const refused = await failure(tool('send_email')(args))
      expect(refused).toBeInstanceOf(TypeError)
    }
    expect(ran).toEqual([])
    expect(await approvals.list()).toEqual([])
  })
})

describe('4: the record of what ran', () => {
  test('is written after it ran, and says when it failed', async () => {
    const { approvals, kit } = await sqliteKit()
    const seen: unknown[] = []
    const guarded = kit.guard(async function send_email(args: { readonly to: string }) {
      seen.push(...kit.audit())
      throw new Error(`smtp is down for ${args.to}`)
    })
    const call = failure(guarded({ to: 'ana' }))
    const id = await onlyPending(approvals)
    await kit.approve(id)
    expect(String(await call)).toContain('smtp is down')
    expect(seen).toEqual([])
    expect(kit.audit()).toMatchObject([{ decision: 'approved', result: 'failed' }])
    expect(await approvals.get(id)).toMatchObject({ state: 'failed' })
  })
})

describe('4: a queue that fails after the function ran', () => {
  test('does not turn what ran into what failed: the caller gets the result, and `onFailure` is told', async () => {
    const store = createMemoryStore()
    let isDown = false
    const failing: typeof store = {
      ...store,
      replace: async (row) => (isDown ? Promise.reject(new Error('the disk is full')) : store.replace(row)),
    }
    const approvals = createApprovals({ store: failing, keys: KEYS })
    const failures: unknown[] = []
    const kit = new ApproveKit(Policy.fromDict(DEMO_POLICY), approvals, {
      onFailure: (error) => failures.push(error),
    })
    const call = kit.guard(function send_email(args: object) {
      isDown = true
      return args
    })({ to: 'ana' })
    await kit.approve(await onlyPending(approvals), 'fine')
    expect(await call).toEqual({ to: 'ana' })
    expect(failures.map(String)).toEqual([expect.stringContaining('the disk is full')])
    expect(kit.audit()).toMatchObject([{ result: 'executed', reviewer_notes: 'fine' }])
  })
})

describe('5: an answer that comes too late', () => {
  test('changes nothing: request, caller and history all say timeout', async () => {
    const { approvals, clock, kit, ran, tool } = await sqliteKit()
    const call = failure(tool('prod_write')({ key: 'a', value: 1 }))
    const id = await onlyPending(approvals)
    clock.ms += 8000
    expect(await kit.approve(id)).toMatchObject({ kind: 'refused', code: 'EXPIRED' })
    expect(await call).toBeInstanceOf(ApprovalTimeoutError)
    expect(await approvals.get(id)).toMatchObject({ state: 'expired', decisions: [] })
    expect(kit.audit()).toMatchObject([{ decision: 'timeout' }])
    expect(ran).toEqual([])
  })
})

describe('6: arguments that change between the approval and the call', () => {
  test('do not change what runs: the function gets a frozen copy of what was judged', async () => {
    const { approvals, kit, ran, tool } = await sqliteKit()
    const args = { amount: 1, to: { iban: 'a' } }
    const call = tool('send_email')(args)
    const id = await onlyPending(approvals)
    args.amount = 1_000_000
    await kit.approve(id)
    args.to.iban = 'b'
    await call
    expect(ran).toEqual([{ amount: 1, to: { iban: 'a' } }])
    expect(Object.isFrozen(ran[0])).toBe(true)
    expect(Object.isFrozen((ran[0] as typeof args).to)).toBe(true)
  })
})

describe('7: hidden values', () => {
  test('are not approved blindly: the reviewer sees that they are there, their type, length and digest', async () => {
    const { approvals, kit, tool } = await sqliteKit()
    const hiddenOf = async (value: unknown) => {
      const call = tool('read_pii')({ ssn: value })
      const id = await onlyPending(approvals)
      const hidden = (await approvals.get(id))?.call.hidden[0]
      await kit.approve(id)
      await call
      return hidden
    }
    const [one, same, other] = [await hiddenOf('123-45'), await hiddenOf('123-45'), await hiddenOf('123-46')]
    expect(one).toMatchObject({ path: ['ssn'], type: 'string', length: 6 })
    expect(one?.digest).toMatch(/^hmac-sha256:[0-9a-f]{64}$/)
    expect(same?.digest).toBe(one?.digest)
    expect(other?.digest).not.toBe(one?.digest)
  })

  test('bind the approval although nobody sees them: another hidden value is another request', async () => {
    const { approvals, kit } = await sqliteKit()
    const ran: unknown[] = []
    const guarded = kit.guard(
      function read_pii(args: object) {
        ran.push(args)
      },
      { whenPending: 'throw' },
    )
    await failure(guarded({ ssn: '123-45' }))
    await kit.approve(await onlyPending(approvals))
    expect(await failure(guarded({ ssn: '999-99' }))).toMatchObject({ name: 'ApprovalPending' })
    expect(ran).toEqual([])
    await guarded({ ssn: '123-45' })
    expect(ran).toEqual([{ ssn: '123-45' }])
  })
})

describe('8: reviewers', () => {
  test('are somebody: without a token nothing is decided, and a decision says who and how', async () => {
    const { approvals, ran, send, server, tool } = await servedKit()
    const call = tool('send_email')({ to: 'ana' })
    const id = await onlyPending(approvals)
    const nobody = sender(server.url, '')
    expect((await nobody('POST', `/api/requests/${id}/approve`)).status).toBe(401)
    expect((await nobody('GET', '/api/requests')).status).toBe(401)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
    const headers = { 'x-approver': 'mallory' }
    const named = await send('POST', `/api/requests/${id}/approve`, { body: { decided_by: 'mallory' } })
    expect(named.status).toBe(400)
    await send('POST', `/api/requests/${id}/approve`, { headers })
    await call
    expect(ran).toHaveLength(1)
    expect(await approvals.get(id)).toMatchObject({
      decisions: [{ approver: 'local', authentication: 'local-token', surface: 'api' }],
    })
  })

  test('are never the agent that asks', async () => {
    const { approvals, kit, tool } = await sqliteKit()
    const call = failure(tool('send_email')({ to: 'ana' }))
    const id = await onlyPending(approvals)
    const agent = {
      id: 'approvekit',
      groups: [],
      roles: [],
      rights: [],
      authentication: 'in-process',
      surface: 'code',
    } as const
    expect(await approvals.decide(id, { verdict: 'approve', approver: agent })).toMatchObject({
      code: 'SELF_APPROVAL',
    })
    await kit.reject(id)
    await call
  })
})

describe('9: markup', () => {
  test('of a tool name, an argument or a note is text on the page, and no script of it can run', async () => {
    const hostile = '<img src=x onerror="fetch(`/api/requests/x/approve`,{method:`POST`})">'
    const { approvals, kit, browser, cookie, page, tool } = await servedKit({
      rules: [{ tool: hostile, require_approval: true }],
    })
    const call = failure(tool(hostile)({ [hostile]: hostile }))
    const id = await onlyPending(approvals)
    const { headers, text } = await browser('GET', '/', { headers: { cookie } })
    expect(text).not.toContain('<img')
    expect(text).toContain('&lt;img src=x')
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    await kit.reject(id, hostile)
    await call
    for (const path of ['/history', `/?id=${id}`]) expect(await page(path)).not.toContain('<img')
  })
})

describe('10: other sites', () => {
  test('decide nothing: not from another origin, not under another name, not by a part of an id or a plain form', async () => {
    const { approvals, browser, cookie, kit, origin, send, tool } = await servedKit()
    const call = failure(tool('send_email')({ to: 'ana' }))
    const id = await onlyPending(approvals)
    const approve = async (headers: Record<string, string>, which = id) =>
      (await browser('POST', `/api/requests/${which}/approve`, { headers: { cookie, ...headers } })).status
    const form = { 'content-type': 'text/plain' }
    expect(await approve({ origin: 'https://evil.example' })).toBe(403)
    expect(await approve({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await approve({ origin })).toBe(403)
    expect(await approve({ origin, host: 'evil.example:8765' })).toBe(421)
    expect((await send('POST', `/api/requests/${id}/approve`, { headers: form, body: '{}' })).status).toBe(
      415,
    )
    for (const part of [id.slice(0, 5), id.slice(0, -1), 'a'])
      expect((await send('POST', `/api/requests/${part}/approve`)).status).toBe(404)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
    await kit.reject(id)
    await call
  })
})

describe('11: one file, many programs', () => {
  test('the queue is a file that must be named, so that the reviewer sees what the agent asks', async () => {
    const { approvals, ran, send, tool } = await servedKit()
    const calls = [1, 2, 3].map((n) => tool('send_email')({ n }))
    while ((await approvals.list({ states: ['pending'] })).length < 3)
      await new Promise((resolve) => setTimeout(resolve, 5))
    const listed = (await send('GET', '/api/requests')).json()
    expect(listed).toHaveLength(3)
    // Several at once: a page that is open keeps no decision waiting.
    const statuses = await Promise.all(
      listed.map(async ({ id }) => (await send('POST', `/api/requests/${String(id)}/approve`)).status),
    )
    expect(statuses).toEqual([200, 200, 200])
    await Promise.all(calls)
    expect(ran).toHaveLength(3)
  })
})

test('the guided demo of ApproveKit ends as its readme says', async () => {
  const { approvals, kit, ran, tool, wait } = await sqliteKit(DEMO_POLICY)
  expect(await tool('read_record')({ id: 1 })).toBe('done')
  for (const name of ['send_email', 'read_pii']) {
    const call = tool(name)({ id: 2, ssn: '123-45' })
    await kit.approve(await onlyPending(approvals), 'fine')
    expect(await call).toBe('done')
  }
  const rejected = failure(tool('delete_record')({ id: 3 }))
  await kit.reject(await onlyPending(approvals), 'keep it')
  expect(await rejected).toBeInstanceOf(ApprovalRejectedError)
  const left = failure(tool('prod_write')({ key: 'a', value: 'secret' }))
  await onlyPending(approvals)
  await wait(8000)
  expect(await left).toBeInstanceOf(ApprovalTimeoutError)
  expect(ran).toHaveLength(3)
  expect(kit.audit().map((one) => [one.tool_name, one.decision, one.result])).toEqual([
    ['read_record', 'approved', 'executed'],
    ['send_email', 'approved', 'executed'],
    ['read_pii', 'approved', 'executed'],
    ['delete_record', 'rejected', 'not_run'],
    ['prod_write', 'timeout', 'not_run'],
  ])
  expect(kit.audit()[2]?.tool_args).toEqual({ id: 2, ssn: '[REDACTED]' })
})
