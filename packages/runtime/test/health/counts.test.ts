import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Action } from '@kvlar/core'
import { readHome } from '@kvlar/audit/file'
import { openKvlar, type KvlarSettings, type RunningKvlar } from '@kvlar/runtime'
import { proxyParts } from '@kvlar/runtime/proxy'
import { newUser, type User } from '../support/user.ts'

const POLICY = `
name: orders
version: '1'
rules:
  - id: reads
    match_on: { resources: ['read_*'] }
    effect: { type: allow }
  - id: refunds
    match_on: { resources: ['refund_*'] }
    effect: { type: require_approval, reason: money }
  - id: drops
    match_on: { resources: ['drop_*'] }
    effect: { type: deny, reason: no }
`

let user: User

beforeEach(() => {
  user = newUser()
  user.writePolicy(POLICY)
  for (const [name, value] of Object.entries(user.env)) vi.stubEnv(name, value)
})

afterEach(() => {
  vi.unstubAllEnvs()
  user.remove()
})

const settings = (dir: string, more: KvlarSettings = {}): KvlarSettings => ({
  record: { dir },
  approvals: { timeoutMs: 60_000, holdMs: 1 },
  tell: () => {},
  ...more,
})

/** One call as an agent makes it: of a guarded function, or in a message for which each of the tools must be allowed. */
interface Made {
  readonly through: 'guard' | 'proxy'
  readonly tools: readonly string[]
  readonly isWithdrawn: boolean
}

const TOOLS = ['read_a', 'read_b', 'refund_a', 'refund_b', 'drop_a', 'other'] as const
const made: fc.Arbitrary<Made> = fc.record({
  through: fc.constantFrom('guard', 'proxy'),
  tools: fc.uniqueArray(fc.constantFrom(...TOOLS), { minLength: 1, maxLength: 3 }),
  isWithdrawn: fc.boolean(),
})

const action = (resource: string): Action => ({
  type: 'tool_call',
  resource,
  parameters: {},
  agentId: 'load',
  principal: { id: 'load', kind: 'agent', roles: [] },
})

/** Makes calls side by side, and waits until all have been answered. */
async function make(kvlar: RunningKvlar, calls: readonly Made[]): Promise<void> {
  const { gate } = proxyParts(kvlar, { args: [], env: {}, cwd: user.home })
  const one = async ({ through, tools, isWithdrawn }: Made, callId: number): Promise<void> => {
    // Nobody answers here: whoever waits gives up before a person looks, or soon after.
    const signal = isWithdrawn ? AbortSignal.abort() : AbortSignal.timeout(20)
    if (through === 'guard') {
      const [tool = ''] = tools
      await kvlar
        .guard(tool, async () => 1)({}, { signal })
        .catch(() => undefined)
      return
    }
    const ruling = await gate.judge({
      sessionId: 'one',
      callId,
      actions: tools.map(action),
      context: { from: 'client', method: 'tools/call' },
    })
    if (ruling.kind === 'hold') await ruling.settle({ signal, waiting: {} })
  }
  await Promise.all(calls.map(one))
}

type Counted = Record<'allowed' | 'denied' | 'approval', number>

/** The same counted by what stands in the chains of a home, in another way: of each call the first entry about each tool. */
async function countChain(dir: string): Promise<Counted> {
  const calls = new Map<string, Map<string, string>>()
  // Nothing is made before the first call.
  const rows = existsSync(dir) ? readHome(dir, {}) : []
  for await (const { entry } of rows) {
    if (entry.kind !== 'decided') continue
    const { decision_id: id, resource, outcome } = entry
    const call = calls.get(id) ?? new Map<string, string>()
    calls.set(id, call)
    if (!call.has(resource)) call.set(resource, outcome)
  }
  const counted = { allowed: 0, denied: 0, approval: 0 }
  for (const call of calls.values()) {
    const said = new Set(call.values())
    if (said.has('denied')) counted.denied += 1
    else if (said.has('pending_approval')) counted.approval += 1
    else counted.allowed += 1
  }
  return counted
}

test('what is counted is what the chain of this process has, after any load', async () => {
  let round = 0
  await fc.assert(
    fc.asyncProperty(fc.array(made, { maxLength: 12 }), fc.boolean(), async (calls, isPermitted) => {
      const dir = join(user.home, `audit-${(round += 1)}`)
      const more = isPermitted ? { permits: { audience: 'orders' } } : {}
      const kvlar = await openKvlar(settings(dir, more))
      await make(kvlar, calls)
      const { allowed, denied, approval } = kvlar.health.stats()
      await kvlar.close()
      expect({ allowed, denied, approval }).toEqual(await countChain(dir))
    }),
    { numRuns: 15 },
  )
})

test('a call that cannot be recorded counts as denied, and what waits counts once however it ends', async () => {
  const dir = join(user.home, 'audit')
  const kvlar = await openKvlar(settings(dir))
  await make(kvlar, [{ through: 'proxy', tools: ['refund_a'], isWithdrawn: true }])
  expect(kvlar.health.stats()).toMatchObject({ allowed: 0, denied: 0, approval: 1 })
  await kvlar.close()

  // A folder of that name is none that can be written.
  const other = join(user.home, 'a-file')
  writeFileSync(other, '')
  const unrecorded = await openKvlar(settings(other))
  await make(unrecorded, [{ through: 'proxy', tools: ['read_a'], isWithdrawn: false }])
  expect(unrecorded.health.stats()).toMatchObject({ allowed: 0, denied: 1, approval: 0 })
  await unrecorded.close()
})

test('a process that was asked nothing yet says what is in force, and leaves nothing behind by saying so', async () => {
  const dir = join(user.home, 'audit')
  const kvlar = await openKvlar(settings(dir))
  const { uptimeMs, version, ...rest } = kvlar.health.stats()
  expect(rest).toEqual({ isPolicyLoaded: true, rules: 3, allowed: 0, denied: 0, approval: 0 })
  expect(uptimeMs).toBeGreaterThanOrEqual(0)
  expect(version).toMatch(/^\d+\.\d+\.\d+/)
  expect(await whyNotReady(kvlar)).toEqual({})
  kvlar.drain()
  expect(await whyNotReady(kvlar)).toEqual({ running: 'it is being stopped' })
  await kvlar.close()
  expect(existsSync(dir)).toBe(false)
})

async function whyNotReady(kvlar: RunningKvlar): Promise<Record<string, string>> {
  const why: Record<string, string> = {}
  for (const { name, look } of kvlar.health.checks) {
    const reason = await look()
    if (reason !== undefined) why[name] = reason
  }
  return why
}

test('what is not used here is not asked, and each part has a check of its own', async () => {
  const names = async (more: KvlarSettings): Promise<readonly string[]> => {
    const kvlar = await openKvlar(settings(join(user.home, 'audit'), more))
    const found = kvlar.health.checks.map(({ name }) => name)
    await kvlar.close()
    return found
  }
  expect(await names({})).toEqual(['policy', 'running', 'record', 'limits', 'standing', 'queue'])
  expect(await names({ record: false, approvals: false, limits: 'memory' })).toEqual([
    'policy',
    'running',
    'standing',
  ])
})

test('a part that cannot be had says so, without its path, and again when it can be had', async () => {
  const dir = join(user.home, 'a-file', 'audit')
  writeFileSync(join(user.home, 'a-file'), '')
  const kvlar = await openKvlar(settings(dir))
  expect(await whyNotReady(kvlar)).toEqual({ record: 'the record cannot be written (ENOTDIR)' })
  await make(kvlar, [{ through: 'proxy', tools: ['read_a'], isWithdrawn: false }])
  const { record } = await whyNotReady(kvlar)
  expect(record).toMatch(/^the record cannot be written \([A-Z_]+\)$/)

  rmSync(join(user.home, 'a-file'))
  expect(await whyNotReady(kvlar)).toEqual({})
  await make(kvlar, [{ through: 'proxy', tools: ['read_a'], isWithdrawn: false }])
  expect(kvlar.health.stats()).toMatchObject({ allowed: 1, denied: 1 })
  await kvlar.close()
})

test('a file of limits that the record knows and that is gone is missed before the next call', async () => {
  const file = join(user.home, 'limits', 'limits.db')
  user.writePolicy(`name: p
rules:
  - id: reads
    match_on: { resources: ['read_*'], conditions: [{ rate_limit: { max: 100, window: 1h } }] }
    effect: { type: allow }
`)
  const open = (): Promise<RunningKvlar> =>
    openKvlar(settings(join(user.home, 'audit'), { limits: { file }, approvals: false }))
  const first = await open()
  await make(first, [{ through: 'guard', tools: ['read_a'], isWithdrawn: false }])
  expect(first.health.stats()).toMatchObject({ allowed: 1 })
  expect(await whyNotReady(first)).toEqual({})
  await first.close()
  rmSync(join(user.home, 'limits'), { recursive: true })
  const second = await open()
  expect(await whyNotReady(second)).toEqual({ limits: 'limits cannot be counted (ENOENT)' })
  await second.close()
})

test('a Redis that does not answer is told by each store that is in it', async () => {
  const kvlar = await openKvlar(
    settings(join(user.home, 'audit'), {
      redis: 'redis://127.0.0.1:1',
      approvals: { queue: 'redis://:hunter2@127.0.0.1:1' },
    }),
  )
  const why = await whyNotReady(kvlar)
  expect(Object.keys(why)).toEqual(['limits', 'standing', 'queue'])
  expect(JSON.stringify(why)).not.toMatch(/hunter2|127\.0\.0\.1/)
  await kvlar.close()
})
