import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createApprovals, type Approvals, type Approver, type HeldRequest } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import { redisServer, startRedis } from '../../../../packages/redis/test/redis-server.ts'
import { FilesystemProxy, kvlar, makePlace, type Place, type Reply } from '../support/filesystem-proxy.ts'

const root = mkdtempSync(join(tmpdir(), 'kvlar-asking-'))
const policy = join(root, 'policy.yaml')
writeFileSync(
  policy,
  `name: careful
rules:
  - id: looking
    match_on: { resources: [read_media_file] }
    effect: { type: require_approval, reason: a person looks at pictures first }
  - id: reading
    match_on: { resources: ['read_*', 'list_*'] }
    effect: { type: allow }
  - id: writing
    match_on: { resources: ['write_*'] }
    effect: { type: require_approval, reason: a person looks at every change }
  - id: moving
    match_on: { resources: ['move_*'] }
    effect: { type: require_approval, reason: say that you mean it, approval: { allow_self: true } }
  - id: editing
    match_on: { resources: ['edit_*'] }
    effect: { type: require_approval, reason: others decide, approval: { editable: ['edits[0].newText'] } }
  - id: making
    match_on: { resources: ['create_*'] }
    effect: { type: require_approval, reason: others decide, approval: { channels: [elicitation] } }
`,
)

const ANA: Approver = {
  id: 'ana',
  groups: [],
  roles: [],
  rights: [],
  authentication: 'bearer',
  surface: 'api',
}

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Each test starts several processes, on machines that may be busy. */
const PROCESSES_MS_MAX = 120_000

describe('a proxy that asks people', { timeout: PROCESSES_MS_MAX }, () => {
  test('holds a call until somebody in another process approves, and lets others through meanwhile', async () => {
    const here = place('held')
    const proxy = start(here)
    const written = proxy.sendCall('write_file', note(here))
    const read = await proxy.call('read_text_file', { path: join(here.files, 'a.txt') })
    expect(read.content?.[0]?.text).toBe('text')

    const queue = await reviewer(here)
    const { id, call } = await onlyPending(queue)
    expect(call).toMatchObject({ resource: 'write_file', args: note(here), agentId: 'mcp-agent' })
    expect(existsSync(note(here).path)).toBe(false)
    await queue.decide(id, { verdict: 'approve', approver: ANA })
    expect((await proxy.result(written)).isError).not.toBe(true)
    expect(readFileSync(note(here).path, 'utf8')).toBe('hello')
    await until(async () => (await queue.get(id))?.state === 'executed')

    await proxy.leave()
    const steps = kvlar(here.env, 'audit', 'export').stdout
    for (const step of ['requested', 'consumed', 'finished']) expect(steps).toContain(`"step":"${step}"`)
    // The record of the proxy says who let the call run, although they wrote into none.
    expect(steps).toContain('"by":"ana"')
    expect(kvlar(here.env, 'audit', 'verify').stdout).toMatch(/^intact: 1 chain/m)
  })

  test('tells a caller to come back when its time is over, and runs the same call once it is approved', async () => {
    const here = place('later')
    const proxy = start(here, '--approval-hold', '0')
    const told = await proxy.call('write_file', note(here))
    expect(told).toMatchObject({ isError: true, _kvlar: { decision: 'require_approval' } })
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    expect(told.content?.[0]?.text).toContain(id)
    expect(told.content?.[0]?.text).toContain('decide with `kvlar review`')
    await proxy.said(/`write_file` waits for approval: decide with `kvlar review`/)
    await queue.decide(id, { verdict: 'approve', approver: ANA })
    expect((await proxy.call('write_file', note(here))).isError).not.toBe(true)
    expect(await proxy.call('write_file', note(here))).toMatchObject({
      isError: true,
      _kvlar: { decision: 'require_approval' },
    })
    const other = { ...note(here), content: 'something else' }
    await queue.decide((await onlyPending(queue)).id, { verdict: 'approve', approver: ANA })
    expect(await proxy.call('write_file', other)).toMatchObject({ isError: true })
    expect(readFileSync(note(here).path, 'utf8')).toBe('hello')
  })

  test('answers a call that was denied with the same denial, at once', async () => {
    const here = place('denied')
    const proxy = start(here)
    const first = proxy.sendCall('write_file', note(here))
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    await queue.decide(id, { verdict: 'deny', approver: ANA, note: 'not on a Friday' })
    for (const answer of [await proxy.result(first), await proxy.call('write_file', note(here))]) {
      expect(answer).toMatchObject({ isError: true, _kvlar: { code: 'APPROVAL_DENIED' } })
      expect(answer.content?.[0]?.text).toContain('not on a Friday')
    }
    expect(await queue.list({ states: ['pending'] })).toEqual([])
  })

  test('withdraws the request of a call that its client cancels', async () => {
    const here = place('cancelled')
    const proxy = start(here)
    const requestId = proxy.sendCall('write_file', note(here))
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    proxy.send({ method: 'notifications/cancelled', params: { requestId } })
    await until(async () => (await queue.get(id))?.state === 'cancelled')
    expect(await queue.decide(id, { verdict: 'approve', approver: ANA })).toMatchObject({
      code: 'NOT_PENDING',
    })
  })

  test('withdraws what waits when its client leaves', async () => {
    const here = place('left')
    const proxy = start(here)
    proxy.sendCall('write_file', note(here))
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    await proxy.leave()
    expect(await queue.get(id)).toMatchObject({ state: 'cancelled' })
  })

  test('is killed while a call waits: the request stays, and once approved the call runs once', async () => {
    const here = place('killed')
    const first = start(here)
    first.sendCall('write_file', note(here))
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    await first.kill()
    expect(await queue.get(id)).toMatchObject({ state: 'pending' })
    await queue.decide(id, { verdict: 'approve', approver: ANA })
    expect(existsSync(note(here).path)).toBe(false)

    const proxies = [start(here, '--approval-hold', '0'), start(here, '--approval-hold', '0')]
    const answers = await Promise.all(proxies.map((proxy) => proxy.call('write_file', note(here))))
    expect(answers.filter(({ isError }) => isError !== true)).toHaveLength(1)
    await until(async () => (await queue.get(id))?.state === 'executed')
  })

  test('is told to stop: whoever waits comes back, and what is approved meanwhile runs when it does', async () => {
    const here = place('told-to-stop')
    const proxy = start(here)
    const written = proxy.sendCall('write_file', note(here))
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    const exit = once(proxy.child, 'exit')
    proxy.child.kill('SIGTERM')
    const answer = await proxy.result(written)
    expect(answer).toMatchObject({ isError: true, _meta: { 'kvlar/approval': { id, status: 'pending' } } })
    expect(answer.content?.[0]?.text).toContain('Make the same call again once it is approved')
    expect((await exit)[0]).toBe(0)
    expect(await queue.get(id)).toMatchObject({ state: 'pending' })

    await queue.decide(id, { verdict: 'approve', approver: ANA })
    expect(existsSync(note(here).path)).toBe(false)
    expect(await start(here).call('write_file', note(here))).not.toMatchObject({ isError: true })
    expect(existsSync(note(here).path)).toBe(true)
    await until(async () => (await queue.get(id))?.state === 'executed')
  })

  test('is killed while an approved call runs: it is marked as interrupted and nothing runs it again', async () => {
    const here = place('interrupted')
    const proxy = start(here)
    // A pipe that nobody writes into: the server opens it and hangs.
    const path = join(here.files, 'pipe')
    spawnSync('mkfifo', [path])
    // It would hang for as long as the machine runs.
    ends.push(() => until(async () => letGo(path) && !isServed(here)))
    proxy.sendCall('read_media_file', { path })
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    await queue.decide(id, { verdict: 'approve', approver: ANA })
    await until(async () => (await queue.get(id))?.state === 'executing')
    await proxy.kill()
    await queue.sweep()
    expect(await queue.get(id)).toMatchObject({ state: 'interrupted' })
    const next = start(here, '--approval-hold', '0')
    expect(await next.call('read_media_file', { path })).toMatchObject({
      _kvlar: { decision: 'require_approval' },
    })
  })

  test('lets nothing run whose approval cannot be put on record', async () => {
    const here = place('unrecorded')
    const proxy = start(here)
    const written = proxy.sendCall('write_file', note(here))
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    rmSync(join(here.state, 'audit'), { recursive: true })
    writeFileSync(join(here.state, 'audit'), 'in the way')
    await queue.decide(id, { verdict: 'approve', approver: ANA })
    expect(await proxy.result(written)).toMatchObject({ isError: true })
    expect(existsSync(note(here).path)).toBe(false)
  })

  test('denies when the queue cannot be opened, and asks again once it can', async () => {
    const here = place('no-queue')
    const blocked = join(here.files, '..', 'queue')
    writeFileSync(blocked, 'in the way')
    const proxy = start(here, '--approvals-db', join(blocked, 'approvals.db'))
    expect(await proxy.call('write_file', note(here))).toMatchObject({
      _kvlar: { code: 'APPROVAL_UNAVAILABLE' },
    })
    rmSync(blocked)
    proxy.sendCall('write_file', note(here))
    const queue = await reviewer(here, join(blocked, 'approvals.db'))
    expect(await onlyPending(queue)).toMatchObject({ state: 'pending' })
  })

  test('denies when its queue is deleted under it, and goes on with a new one', async () => {
    const here = place('deleted')
    const proxy = start(here, '--approval-hold', '0')
    expect(await proxy.call('write_file', note(here))).toMatchObject({
      _kvlar: { decision: 'require_approval' },
    })
    rmSync(join(here.state, 'approvals'), { recursive: true })
    expect(await proxy.call('write_file', note(here))).toMatchObject({
      _kvlar: { code: 'APPROVAL_UNAVAILABLE' },
    })
    await until(async () => {
      const answer = await proxy.call('write_file', note(here))
      return answer._kvlar?.decision === 'require_approval'
    })
    const queue = await reviewer(here)
    await queue.decide((await onlyPending(queue)).id, { verdict: 'approve', approver: ANA })
    expect((await proxy.call('write_file', note(here))).isError).not.toBe(true)
  })

  test('serves the page from the first judged call on, and its twin goes on without', async () => {
    const here = place('page')
    const port = await freePort()
    const proxies = [0, 1].map(() => start(here, '--approvals', `127.0.0.1:${port}`))
    for (const proxy of proxies) await proxy.message(({ id }) => id === 0)
    await expect(fetch(`http://127.0.0.1:${port}/api/health`)).rejects.toThrow()
    for (const proxy of proxies) await proxy.call('read_text_file', { path: join(here.files, 'a.txt') })
    await until(async () => (await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined))?.ok)

    const token = readFileSync(join(here.state, 'approvals', 'reviewer.token'), 'utf8').trim()
    for (const [index, proxy] of proxies.entries()) {
      const args = { ...note(here), content: `call ${index}` }
      const written = proxy.sendCall('write_file', args)
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const at = `http://127.0.0.1:${port}/api/requests`
      let waiting: { id: string }[] = []
      await until(async () => {
        waiting = (await (await fetch(`${at}?status=pending`, { headers })).json()) as { id: string }[]
        return waiting.length === 1
      })
      const approved = await fetch(`${at}/${waiting[0]?.id}/approve`, { method: 'POST', headers, body: '{}' })
      expect(approved.status).toBe(200)
      expect((await proxy.result(written)).isError).not.toBe(true)
    }
  })

  test('lets a reviewer edit a call on its page, and tells the agent which one to make instead', async () => {
    const here = place('edited')
    const proxy = start(here, '--approvals', '127.0.0.1:0')
    const args = (newText: string) => ({
      path: join(here.files, 'a.txt'),
      edits: [{ oldText: 'text', newText }],
    })
    const asked = proxy.sendCall('edit_file', args('bad'))
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    const [, url = ''] = await proxy.said(/sign in at (\S+),/)
    const token = readFileSync(join(here.state, 'approvals', 'reviewer.token'), 'utf8').trim()
    const edited = await fetch(`${url}api/requests/${id}/edit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ edits: [{ path: 'edits[0].newText', value: 'good' }] }),
    })
    expect(edited.status).toBe(200)
    expect((await proxy.result(asked)).content?.[0]?.text).toContain('"good"')
    expect(await queue.get(id)).toMatchObject({ state: 'superseded' })
    expect((await proxy.call('edit_file', args('good'))).isError).not.toBe(true)
    expect(readFileSync(join(here.files, 'a.txt'), 'utf8')).toBe('good')
  })

  test.skipIf(redisServer === undefined)(
    'shares a queue on Redis with reviewers and with a proxy that is started later',
    async () => {
      const redis = await startRedis()
      ends.push(() => redis.remove())
      const there = place('redis')
      const here = { ...there, env: { ...there.env, KVLAR_APPROVALS_DB: redis.url } }
      const first = start(here)
      first.sendCall('write_file', note(here))
      let id = ''
      await until(async () => {
        const { stdout } = kvlar(here.env, 'approvals', 'list', '--json')
        id = /"id":"(apr_[0-9a-f]+)"/.exec(stdout)?.[1] ?? ''
        return id !== ''
      })
      await first.kill()
      expect(kvlar(here.env, 'approvals', 'approve', id)).toMatchObject({ status: 0 })
      expect((await start(here).call('write_file', note(here))).isError).not.toBe(true)
      expect(existsSync(join(here.state, 'approvals', 'approvals.db'))).toBe(false)

      await redis.kill()
      const other = { ...note(here), content: 'other' }
      expect(await start(here).call('write_file', other)).toMatchObject({
        _kvlar: { code: 'APPROVAL_UNAVAILABLE' },
      })
    },
  )

  test('asks the user of the client where the policy lets the requester confirm, and takes that for an answer', async () => {
    const here = place('confirmed')
    const proxy = startFor(here, { elicitation: {} })
    const [source, destination] = [join(here.files, 'a.txt'), join(here.files, 'b.txt')]
    const moved = proxy.sendCall('move_file', { source, destination })
    const { id, params } = await question(proxy)
    expect(params?.['message']).toContain(destination)
    proxy.send({ id, result: { action: 'accept', content: { confirm: true } } })
    expect((await proxy.result(moved)).isError).not.toBe(true)
    expect(existsSync(destination)).toBe(true)
    const queue = await reviewer(here)
    const [request] = await queue.list()
    expect(request?.decisions).toMatchObject([{ approver: 'mcp-agent', surface: 'elicitation' }])
  })

  test.each(['accept', 'decline'])(
    'a client that answers `%s` by itself decides nothing where others are to decide',
    async (action) => {
      const here = place(`auto-${action}`)
      const proxy = startFor(here, { elicitation: {} })
      const made = proxy.sendCall('create_directory', { path: join(here.files, 'new') })
      proxy.send({ id: (await question(proxy)).id, result: { action, content: { confirm: true } } })
      const queue = await reviewer(here)
      const { id } = await onlyPending(queue)
      await proxy.call('read_text_file', { path: join(here.files, 'a.txt') })
      await until(async () => action !== 'accept' || stepsOf(here).includes('confirmed'))
      expect(await queue.get(id)).toMatchObject({ state: 'pending', decisions: [] })
      await queue.decide(id, { verdict: 'approve', approver: ANA })
      expect((await proxy.result(made)).isError).not.toBe(true)
    },
  )

  test('shows the user of the client where the page is, and takes a followed link for nothing', async () => {
    const here = place('link')
    const proxy = startFor(here, { elicitation: { form: {}, url: {} } }, '--approvals', '127.0.0.1:0')
    const written = proxy.sendCall('write_file', note(here))
    const asked = await question(proxy)
    const queue = await reviewer(here)
    const { id } = await onlyPending(queue)
    expect(asked.params).toMatchObject({ mode: 'url', url: expect.stringMatching(`/\\?id=${id}$`) })
    proxy.send({ id: asked.id, result: { action: 'accept' } })
    await proxy.call('read_text_file', { path: join(here.files, 'a.txt') })
    expect(await queue.get(id)).toMatchObject({ state: 'pending' })
    await queue.decide(id, { verdict: 'deny', approver: ANA })
    expect(await proxy.result(written)).toMatchObject({ _kvlar: { code: 'APPROVAL_DENIED' } })
  })

  test('asks a webhook, and takes its answer', async () => {
    const here = place('webhook')
    const asked: string[] = []
    const hook = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        asked.push(body)
        response.end(JSON.stringify({ decision: asked.length === 1 ? 'approved' : 'denied' }))
      })
    })
    const url = `http://127.0.0.1:${await listen(hook)}/ask`
    const proxy = start(here, '--approval-webhook', url)
    expect((await proxy.call('write_file', note(here))).isError).not.toBe(true)
    const other = { ...note(here), content: 'other' }
    expect(await proxy.call('write_file', other)).toMatchObject({ _kvlar: { code: 'APPROVAL_DENIED' } })
    expect(asked.map((body) => (JSON.parse(body) as { tool_name: string }).tool_name)).toEqual([
      'write_file',
      'write_file',
    ])
  })
})

function place(name: string): Place {
  return makePlace(join(root, name))
}

/** The names of the steps of approvals on record so far. */
function stepsOf({ env }: Place): readonly string[] {
  return [...kvlar(env, 'audit', 'export').stdout.matchAll(/"step":"(\w+)"/g)].map(([, step = '']) => step)
}

/** Ends the waiting of whoever has opened a pipe to read from it. */
function letGo(pipe: string): boolean {
  try {
    closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK))
  } catch {
    // Nobody waits at it, or not yet.
  }
  return true
}

/** Whether a server runs for these files. */
function isServed({ files }: Place): boolean {
  return spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout.includes(files)
}

function note({ files }: Place): { readonly path: string; readonly content: string } {
  return { path: join(files, 'note.txt'), content: 'hello' }
}

function start(here: Place, ...flags: readonly string[]): FilesystemProxy {
  return startFor(here, {}, ...flags)
}

/** @param capabilities what the client says it can do */
function startFor(here: Place, capabilities: object, ...flags: readonly string[]): FilesystemProxy {
  const proxy = new FilesystemProxy(here, ['-p', policy, ...flags], capabilities)
  ends.push(async () => {
    if (proxy.child.exitCode === null && proxy.child.signalCode === null) await proxy.kill()
  })
  return proxy
}

/** What the client is asked about its own call, once it is. */
async function question(proxy: FilesystemProxy): Promise<Reply> {
  return proxy.message(({ method }) => method === 'elicitation/create')
}

/** The queue as a reviewer in another process sees it, once there is one. */
async function reviewer(
  { state }: Place,
  file: string = join(state, 'approvals', 'approvals.db'),
): Promise<Approvals> {
  await until(async () => existsSync(file) && existsSync(join(state, 'keys', 'approvals.key')))
  const queue = createApprovals({
    store: await openSqliteStore(file),
    keys: await openApprovalKeys(join(state, 'keys', 'approvals.key')),
  })
  ends.push(() => queue.close())
  return queue
}

async function onlyPending(queue: Approvals): Promise<HeldRequest> {
  let found: readonly HeldRequest[] = []
  await until(async () => (found = await queue.list({ states: ['pending'] })).length === 1)
  const [request] = found
  if (request === undefined) throw new Error('nothing waits')
  return request
}

async function until(isSo: () => Promise<boolean | undefined>): Promise<void> {
  while ((await isSo()) !== true) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  server.close()
  return port
}
