import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { openKvlar, type Notice } from '@kvlar/runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newUser, type User } from './support/user.ts'

const POLICY = `
name: orders
version: '1'
rules:
  - id: reads
    match_on: { resources: ['read_*'] }
    effect: { type: allow }
  - id: refunds
    match_on: { resources: [issue_refund] }
    effect: { type: require_approval, reason: money }
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

interface Row {
  readonly kind: string
  readonly step?: string
  readonly effective_code?: string
  readonly result?: string
}

function recorded(): readonly Row[] {
  const { out } = user.kvlar('audit', 'tail', '--json', '--lines', '100')
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

test('closing answers those who wait, lets end what runs, and writes the record last', async () => {
  const kvlar = await openKvlar()
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const read = kvlar.guard('read_order', async () => {
    started.resolve()
    await finish.promise
    return 'order'
  })
  let hasRun = false
  const refund = kvlar.guard('issue_refund', async () => {
    hasRun = true
  })
  const waiting = refund({}).catch((error: unknown) => error)
  const running = read({})
  await started.promise
  const approvals = await kvlar.approvals()
  while ((await approvals.list({ states: ['pending'] })).length === 0) await sleep(10)

  const closed = kvlar.close()
  expect(await waiting).toMatchObject({ name: 'KvlarDenied', code: 'KVLAR_WITHDRAWN' })
  // Long enough for all that must not be closed yet.
  await sleep(300)
  finish.resolve()
  expect(await running).toBe('order')
  await closed
  expect(hasRun).toBe(false)
  await expect(approvals.list()).rejects.toMatchObject({ code: 'APPROVAL_STORE_UNAVAILABLE' })

  const rows = recorded()
  expect(rows.at(-1)?.kind).toBe('close')
  expect(rows.filter(({ kind }) => kind === 'result')).toMatchObject([{ result: 'ok' }])
  expect(rows.map(({ step }) => step)).toContain('cancelled')
  expect(rows.map((row) => row.effective_code)).toContain('KVLAR_WITHDRAWN')
  expect(user.kvlar('audit', 'verify').out).toMatch(/^intact/)
})

test('nothing runs after the end, and closing a second time is the same end', async () => {
  const kvlar = await openKvlar({ record: false, approvals: false })
  let runs = 0
  const read = kvlar.guard('read_order', async () => (runs += 1))
  await read({})
  const first = kvlar.close()
  expect(kvlar.close()).toBe(first)
  await first
  await expect(read({})).rejects.toMatchObject({ name: 'KvlarMisuse', code: 'KVLAR_CLOSED' })
  expect(runs).toBe(1)
})

test('leaving a block closes it', async () => {
  {
    await using kvlar = await openKvlar()
    await kvlar.guard('read_order', async () => 'order')({})
  }
  expect(recorded().at(-1)?.kind).toBe('close')
})

test('without anybody to ask, a call that needs approval is denied, and there is no queue', async () => {
  await using kvlar = await openKvlar({ approvals: false })
  await expect(kvlar.guard('issue_refund', async () => 'paid')({})).rejects.toMatchObject({
    code: 'APPROVAL_UNAVAILABLE',
  })
  await expect(kvlar.approvals()).rejects.toMatchObject({ name: 'SettingsError', code: 'SETTINGS_NO_QUEUE' })
})

test('what cannot be recorded does not run, and whoever runs it is told once', async () => {
  const told: Notice[] = []
  mkdirSync(join(user.home, 'state'))
  writeFileSync(join(user.home, 'state', 'kvlar'), 'a file in the place of the folder')
  await using kvlar = await openKvlar({ tell: (notice) => told.push(notice) })
  let runs = 0
  const read = kvlar.guard('read_order', async () => (runs += 1))
  for (let time = 0; time < 2; time += 1)
    await expect(read({})).rejects.toMatchObject({ code: 'KVLAR_RECORD_FAILED' })
  expect(runs).toBe(0)
  const errors = told.filter(({ severity }) => severity === 'error')
  expect(errors).toHaveLength(1)
  expect(errors[0]?.text).toMatch(/^nothing can be recorded, so calls are denied: /)
})

test('a page is served from the first judged call on; one that cannot be is told, and closes nothing else', async () => {
  const told: Notice[] = []
  const serve = () => Promise.reject(new Error('the address is taken'))
  const page = { host: '127.0.0.1', port: 0, serve }
  await using kvlar = await openKvlar({ approvals: { page }, tell: (notice) => told.push(notice) })
  await kvlar.guard('read_order', async () => 'order')({})
  while (told.length === 0) await sleep(10)
  expect(told).toContainEqual({
    severity: 'warning',
    text: 'the reviewer page is not served: the address is taken',
  })
  expect(await (await kvlar.approvals()).list()).toEqual([])
})

test('a page that is served is closed with the rest, and before the queue', async () => {
  const steps: string[] = []
  const page = {
    host: '127.0.0.1',
    port: 0,
    serve: async ({ approvals }: { approvals: { list(): Promise<readonly unknown[]> } }) => ({
      url: 'http://127.0.0.1:1/',
      close: async () => void steps.push(`page, with ${(await approvals.list()).length} requests in a queue`),
    }),
  }
  const kvlar = await openKvlar({
    approvals: { page, timeoutMs: 60_000 },
    tell: ({ text }) => steps.push(text),
  })
  const pending = await kvlar
    .guard('issue_refund', async () => 'paid', { onPending: 'throw' })({})
    .catch((error: unknown) => error)
  const [request] = await (await kvlar.approvals()).list()
  expect(request?.terms.timeoutMs).toBe(60_000)
  expect(pending).toMatchObject({ name: 'ApprovalPending', url: `http://127.0.0.1:1/?id=${request?.id}` })
  await kvlar.close()
  expect(steps).toEqual([
    expect.stringMatching(/^reviewers may sign in at http:\/\/127\.0\.0\.1:1\/, with the token in /),
    'page, with 1 requests in a queue',
  ])
})

test('whoever wants to know hears once that it is about to end, by `drain` or by `close`', async () => {
  const kvlar = await openKvlar({ record: false, approvals: false })
  const heard: string[] = []
  kvlar.onDraining(() => heard.push('first'))
  kvlar.onDraining(() => heard.push('never'))()
  expect(heard).toEqual([])
  kvlar.drain()
  kvlar.drain()
  expect(heard).toEqual(['first'])
  kvlar.onDraining(() => heard.push('late'))
  await kvlar.close()
  expect(heard).toEqual(['first', 'late'])

  const other = await openKvlar({ record: false, approvals: false })
  other.onDraining(() => heard.push('closed'))
  await other.close()
  expect(heard).toEqual(['first', 'late', 'closed'])
})

test('what was recorded is signed as soon as it is about to end', async () => {
  const kvlar = await openKvlar({ approvals: false })
  const checkpoints = (): string => {
    const chains = join(user.home, 'state', 'kvlar', 'audit', 'chains')
    return readdirSync(chains)
      .map((chain) => readFileSync(join(chains, chain, 'checkpoints.jsonl'), 'utf8'))
      .join('')
  }
  // No checkpoint is ever due by the clock.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    await kvlar.guard('read_order', async () => 'order')({})
    kvlar.drain()
    while (checkpoints() === '') await setImmediate()
  } finally {
    vi.useRealTimers()
  }
  await kvlar.close()
  expect(recorded().at(-1)?.kind).toBe('close')
})
