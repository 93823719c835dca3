import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { MIXED, PERMISSIVE } from './support/policies.ts'
import { Proxied, RECORDING_SERVER, textOf } from './support/proxied.ts'

/** Whether a process runs; one that has exited but was not waited for does not. */
function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return state !== '' && !state.startsWith('Z')
}

/** The server that a proxy has started. */
function childOf(proxied: Proxied): number {
  return Number(spawnSync('pgrep', ['-P', String(proxied.process.pid)], { encoding: 'utf8' }).stdout.trim())
}

function grandchildOf(proxied: Proxied): number {
  const line = proxied.reached.find((one) => one.includes('grandchild')) ?? '{}'
  return (JSON.parse(line) as { grandchild: number }).grandchild
}

async function started(proxied: Proxied): Promise<Proxied> {
  await proxied.initialize()
  return proxied
}

describe('the end of the client', () => {
  test('ends the server by the end of its input, and the proxy with the exit code of the server', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.process.stdin.end()
    expect(await proxied.exited).toEqual({ code: 0, signal: null })
  })

  test('lets the answers through that the server still gives', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, record: 'slow' }))
    for (let id = 0; id < 20; id++) proxied.call(id, 'echo', { id })
    proxied.process.stdin.end()
    await proxied.exited
    expect(proxied.messages.filter(({ result }) => result?.['content'] !== undefined)).toHaveLength(20)
  })

  test('ends a server that ignores the end of its input and SIGTERM', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, mode: 'stubborn' }))
    proxied.process.stdin.end()
    expect(await proxied.exited).toEqual({ code: 137, signal: null })
  })

  test('ends what the server has started as well', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, mode: 'family' }))
    const grandchild = grandchildOf(proxied)
    expect(isAlive(grandchild)).toBe(true)
    proxied.process.stdin.end()
    await proxied.exited
    await proxied.until(() => !isAlive(grandchild))
  })

  test('frees the calls that wait for a human: none of them runs', async () => {
    const proxied = await started(new Proxied({ policy: MIXED, ask: { kind: 'approved', afterMs: 1000 } }))
    proxied.call(1, 'slow', { ms: 1 })
    await proxied.until(() => proxied.events.length > 0)
    proxied.process.stdin.end()
    expect((await proxied.exited).code).toBe(0)
    expect(proxied.reached.filter((line) => line.includes('slow'))).toEqual([])
  })

  test('is noticed when it stops reading what it is sent', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.process.stdout.destroy()
    proxied.call(1, 'echo', { a: 1 })
    proxied.call(2, 'echo', { a: 1 })
    await expect(proxied.exited).resolves.toMatchObject({ signal: null })
  })
})

describe('the end of the server', () => {
  test('is told to the client for every call in flight, and its exit code is passed on', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.call(1, 'silence')
    proxied.call(2, 'silence')
    proxied.call(3, 'exit', { code: 3 })
    expect((await proxied.exited).code).toBe(3)
    for (const id of [1, 2, 3]) {
      expect((await proxied.answer(id)).error).toEqual({
        code: -32603,
        message: '[KVLAR] the server exited with code 3 before it answered',
        data: { _kvlar: { code: 'PROXY_UPSTREAM_EXITED' } },
      })
    }
    expect(proxied.stderr).toContain('[kvlar] the server exited with code 3')
    expect(proxied.events.filter((event) => event.kind === 'result')).toMatchObject([
      { callId: 1, result: 'unknown' },
      { callId: 2, result: 'unknown' },
      { callId: 3, result: 'unknown' },
    ])
  })

  test('by kill -9 is told to the client in the same way, and in the exit code of a shell', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.call(1, 'silence')
    await proxied.until(() => proxied.reached.some((line) => line.includes('silence')))
    process.kill(childOf(proxied), 'SIGKILL')
    expect((await proxied.exited).code).toBe(137)
    expect((await proxied.answer(1)).error?.message).toContain('ended by SIGKILL')
  })

  test('that cannot be started at all is an error that names the command and what to do', async () => {
    const proxied = new Proxied({ policy: PERMISSIVE, server: ['no-such-mcp-server', '--stdio'] })
    expect((await proxied.exited).code).toBe(127)
    expect(proxied.stderr).toBe(
      '[kvlar] command `no-such-mcp-server` is not on PATH (clients started from a desktop often have a shorter PATH ' +
        'than a terminal: give the absolute path); no server was started\n',
    )
  })

  test('that may not be executed is told from one that is not there', async () => {
    const proxied = new Proxied({ policy: PERMISSIVE, server: [RECORDING_SERVER] })
    expect((await proxied.exited).code).toBe(126)
    expect(proxied.stderr).toContain('recording-server.mjs` cannot be started (EACCES)')
  })
})

describe('signals', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends the server and answers what is in flight', async (signal, code) => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.call(1, 'silence')
    await proxied.until(() => proxied.reached.some((line) => line.includes('silence')))
    proxied.process.kill(signal)
    expect(await proxied.exited).toEqual({ code, signal: null })
    expect((await proxied.answer(1)).error?.message).toContain('before it answered')
  })

  test('SIGTERM lets a call end that is about to', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, mode: 'stubborn' }))
    proxied.call(1, 'slow', { ms: 200 })
    await proxied.until(() => proxied.reached.some((line) => line.includes('slow')))
    proxied.process.kill('SIGTERM')
    expect((await proxied.exited).code).toBe(143)
    expect(textOf(await proxied.answer(1))).toBe('{"ms":200}')
  })

  test('kill -9 of the proxy ends the server by the end of its input', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    const server = childOf(proxied)
    expect(isAlive(server)).toBe(true)
    proxied.process.kill('SIGKILL')
    await proxied.until(() => !isAlive(server))
  })
})

describe('load', () => {
  test('1,000 calls in flight at once are each answered, once', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    for (let id = 0; id < 1000; id++) proxied.call(id, 'slow', { ms: 50, id })
    await proxied.until(() => proxied.messages.length === 1001)
    for (let id = 0; id < 1000; id++) expect(textOf(await proxied.answer(id))).toBe(`{"ms":50,"id":${id}}`)
    expect(proxied.messages).toHaveLength(1001)
  })

  test('a client that does not read makes the proxy stop reading, and nothing is lost', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.process.stdout.pause()
    const text = 'x'.repeat(64 * 1024)
    // 64 MiB of calls: far more than every buffer on the way may hold.
    for (let id = 0; id < 1000; id++) proxied.send(echoOf(id, text))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(proxied.process.stdin.writableLength).toBeGreaterThan(32 * 1024 * 1024)
    proxied.process.stdout.resume()
    await proxied.until(() => proxied.messages.length === 1001)
  })

  test('a message of 9 MB passes, and one over the bound is refused while the connection goes on', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    const text = 'y'.repeat(9_000_000)
    proxied.call(1, 'echo', { text })
    expect(textOf(await proxied.answer(1))).toHaveLength(text.length + '{"text":""}'.length)
    proxied.call(2, 'echo', { text: 'z'.repeat(17 * 1024 * 1024) })
    expect((await proxied.answer(null)).error?.message).toContain('over 16777216 bytes')
    expect(await proxied.serves()).toBe(true)
  })
})

function echoOf(id: number, text: string): string {
  return JSON.stringify({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'echo', arguments: { text } },
  })
}
