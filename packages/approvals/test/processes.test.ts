import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createApprovals, createBroker, type Approvals } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import { ANA, call, onlyPending } from './calls.ts'
import { startChild, type Child } from './child.ts'

const folders: string[] = []
const children: Child[] = []
const queues: Approvals[] = []
const never = new AbortController().signal

function queueFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-approvals-'))
  folders.push(folder)
  return join(folder, 'state', 'approvals.db')
}

async function open(file: string, now?: () => number): Promise<Approvals> {
  const approvals = createApprovals({
    store: await openSqliteStore(file),
    keys: await openApprovalKeys(`${file}.key`),
    ...(now !== undefined && { now }),
  })
  queues.push(approvals)
  return approvals
}

/** Another process over the same queue. */
function start(...args: readonly string[]): Child {
  const child = startChild(join(import.meta.dirname, 'fixtures/asker.ts'), args)
  children.push(child)
  return child
}

afterEach(async () => {
  for (const child of children.splice(0)) await child.kill()
  for (const approvals of queues.splice(0)) await approvals.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('a caller in one process runs once a reviewer in another has approved', async () => {
  const file = queueFile()
  const approvals = await open(file)
  const asker = start(file, 'ask')
  const id = await onlyPending(approvals)
  expect(await asker.next()).toEqual({ ready: true })
  await approvals.decide(id, { verdict: 'approve', approver: ANA })
  expect(await asker.next()).toEqual({ kind: 'approved', approvalId: id })
})

test('a process that closes its queue while it reads goes on to its own end, and may close it twice', async () => {
  const closer = startChild(join(import.meta.dirname, 'fixtures/closer.ts'), [queueFile()])
  children.push(closer)
  expect(await closer.next()).toEqual({ closed: true })
})

test.skipIf(process.platform === 'win32')(
  'a queue in a folder of everybody is read by its owner only',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvlar-approvals-'))
    folders.push(folder)
    chmodSync(folder, 0o755)
    const file = join(folder, 'approvals.db')
    const approvals = await open(file)
    await approvals.request(call())
    for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o077).toBe(0)
  },
)

test.skipIf(process.platform === 'win32')(
  'a queue whose file was deleted or put back from a copy refuses: nobody would see what is asked there',
  async () => {
    const file = queueFile()
    const approvals = await open(file)
    await approvals.request(call({ n: 1 }))
    copyFileSync(file, `${file}.copy`)
    rmSync(file)
    await expect(approvals.request(call({ n: 2 }))).rejects.toMatchObject({
      code: 'APPROVAL_STORE_UNAVAILABLE',
    })
    copyFileSync(`${file}.copy`, file)
    await expect(approvals.request(call({ n: 3 }))).rejects.toMatchObject({
      code: 'APPROVAL_STORE_UNAVAILABLE',
    })
  },
)

test('killed while its call is pending: the request stays, is approved elsewhere, and the call runs once', async () => {
  const file = queueFile()
  const asker = start(file, 'ask')
  await asker.next()
  const approvals = await open(file)
  const id = await onlyPending(approvals)
  await asker.kill()
  await approvals.sweep()
  expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
  await approvals.decide(id, { verdict: 'approve', approver: ANA })
  const again = start(file, 'ask')
  await again.next()
  expect(await again.next()).toEqual({ kind: 'approved', approvalId: id })
  expect(await approvals.consume(id, call())).toBeUndefined()
})

test('what a killed process had to announce is announced by the next one that is asked, once', async () => {
  const file = queueFile()
  const asker = start(file, 'ask')
  await asker.next()
  const approvals = await open(file)
  const id = await onlyPending(approvals)
  const announced: string[] = []
  const announce = async (request: { readonly id: string }) => void announced.push(request.id)
  const broker = createBroker({ approvals, holdMs: 0, announce })
  await broker.ask(call(), never)
  expect(announced).toEqual([])
  await asker.kill()
  await broker.ask(call(), never)
  await broker.ask(call(), never)
  expect(announced).toEqual([id])
})

test('killed while its call runs: the request is interrupted, and nothing is run again', async () => {
  const file = queueFile()
  const approvals = await open(file)
  const asker = start(file, 'ask')
  const id = await onlyPending(approvals)
  await approvals.decide(id, { verdict: 'approve', approver: ANA })
  await asker.next()
  await asker.next()
  await approvals.sweep()
  expect(await approvals.get(id)).toMatchObject({ state: 'executing' })
  await asker.kill()
  await approvals.sweep()
  expect(await approvals.get(id)).toMatchObject({ state: 'interrupted' })
  expect(await createBroker({ approvals, holdMs: 0 }).ask(call(), never)).toMatchObject({ kind: 'pending' })
})

test('after a restart what has run out is denied, and the rest can still be decided', async () => {
  const file = queueFile()
  const clock = { ms: Date.now() }
  const before = await open(file, () => clock.ms)
  const short = await before.request(call({ n: 1 }, { terms: { timeoutMs: 1000 } }))
  const long = await before.request(call({ n: 2 }, { terms: { timeoutMs: 60_000 } }))
  await before.close()
  queues.splice(0)
  clock.ms += 2000
  const after = await open(file, () => clock.ms)
  expect(await after.decide(short.request.id, { verdict: 'approve', approver: ANA })).toMatchObject({
    code: 'EXPIRED',
  })
  expect(await after.get(long.request.id)).toMatchObject({ state: 'pending' })
  expect(await after.decide(long.request.id, { verdict: 'approve', approver: ANA })).toMatchObject({
    request: { state: 'approved' },
  })
})

test('of fifty callers in five processes, one uses the approval', async () => {
  const file = queueFile()
  const approvals = await open(file)
  const { request } = await approvals.request(call())
  await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
  const others = Array.from({ length: 5 }, () => start(file, 'consume', request.id))
  const used = await Promise.all(
    others.map(async (other) => {
      await other.next()
      return ((await other.next()) as { used: number }).used
    }),
  )
  expect(used.reduce((sum, one) => sum + one, 0)).toBe(1)
})

test('no secret of a call is in the files of the queue, and only their owner may read the key', async () => {
  const file = queueFile()
  const approvals = await open(file)
  const { request } = await approvals.request(call({ password: 'hunter2-hunter2' }))
  const kept = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1')
  expect(kept.includes(request.id)).toBe(true)
  expect(kept.includes('hunter2-hunter2')).toBe(false)
  if (process.platform !== 'win32') expect(statSync(`${file}.key`).mode & 0o077).toBe(0)
})

test('a key that others may read, or that is no key, is refused', async () => {
  const file = `${queueFile()}.key`
  await openApprovalKeys(file)
  chmodSync(file, 0o644)
  await expect(openApprovalKeys(file)).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
  chmodSync(file, 0o600)
  writeFileSync(file, 'short')
  await expect(openApprovalKeys(file)).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
})

test('a queue that is no database is refused', async () => {
  const file = queueFile()
  await openApprovalKeys(`${file}.key`)
  writeFileSync(file, 'this is a text of some length that is certainly no SQLite database file at all')
  await expect(openSqliteStore(file)).rejects.toMatchObject({ code: 'APPROVAL_STORE_UNAVAILABLE' })
})
