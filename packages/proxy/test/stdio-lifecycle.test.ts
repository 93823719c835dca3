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

describe('requests that are piped in', () => {
  test('are answered by a server that takes three seconds to start, and then it ends', async () => {
    const proxied = new Proxied({ policy: PERMISSIVE, mode: 'late' })
    proxied.send({ jsonrpc: '2.0', id: 0, method: 'ping' })
    proxied.call(1, 'echo', { a: 1 })
    proxied.call(2, 'echo', { a: 2 })
    proxied.process.stdin.end()
    expect(await proxied.exited).toEqual({ code: 0, signal: null })
    expect(proxied.messages.map(({ id }) => id)).toEqual([0, 1, 2])
    expect(textOf(await proxied.answer(2))).toBe('{"a":2}')
  })

  test('but given up by their client are not waited for, and get no answer', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, mode: 'stubborn' }))
    proxied.call(1, 'silence')
    proxied.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    proxied.process.stdin.end()
    expect((await proxied.exited).code).toBe(137)
    expect(proxied.messages.map(({ id }) => id)).toEqual(['init'])
  })
})

describe('the end of the server', () => {
  test('ends the proxy though something that it started holds its output', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, mode: 'orphan' }))
    proxied.call(1, 'silence')
    proxied.call(2, 'exit', { code: 3 })
    expect((await proxied.exited).code).toBe(3)
    for (const id of [1, 2]) expect((await proxied.answer(id)).error?.message).toContain('before it answered')
    process.kill(grandchildOf(proxied), 'SIGKILL')
  })

  test('before its client has asked for anything is told to the client when it does', async () => {
    const proxied = new Proxied({ policy: PERMISSIVE, server: ['false'] })
    await proxied.until(
      () => proxied.stderr !== '' || spawnSync('pgrep', ['-P', String(proxied.process.pid)]).status !== 0,
    )
    await new Promise((resolve) => setTimeout(resolve, 1500))
    proxied.send({ jsonrpc: '2.0', id: 'init', method: 'initialize', params: {} })
    expect((await proxied.answer('init')).error).toMatchObject({
      message: '[KVLAR] the server exited with code 1 before it answered',
      data: { _kvlar: { code: 'PROXY_UPSTREAM_EXITED' } },
    })
    expect((await proxied.exited).code).toBe(1)
  })

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
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s lets what is open be answered, ends the server, and the proxy has ended well',
    async (signal) => {
      const proxied = await started(new Proxied({ policy: PERMISSIVE }))
      proxied.call(1, 'slow', { ms: 1000 })
      await proxied.until(() => proxied.reached.some((line) => line.includes('slow')))
      proxied.process.kill(signal)
      expect(await proxied.exited).toEqual({ code: 0, signal: null })
      expect(textOf(await proxied.answer(1))).toBe('{"ms":1000}')
      expect(proxied.stderr).toContain('[kvlar] told to stop: what is open has 25 s to be answered')
    },
  )

  test('has ended well also where the server ends by force alone', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, mode: 'family' }))
    const [server, grandchild] = [childOf(proxied), grandchildOf(proxied)]
    proxied.process.kill('SIGTERM')
    expect((await proxied.exited).code).toBe(0)
    await proxied.until(() => !isAlive(grandchild))
    expect(isAlive(server)).toBe(false)
  })

  test('with nothing open says nothing', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.process.kill('SIGTERM')
    expect((await proxied.exited).code).toBe(0)
    expect(proxied.stderr).toBe('')
  })

  test('what is asked for after it is answered with an error, and never reaches the server', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    proxied.call(1, 'slow', { ms: 2000 })
    await proxied.until(() => proxied.reached.some((line) => line.includes('slow')))
    proxied.process.kill('SIGTERM')
    await proxied.until(() => proxied.stderr.includes('told to stop'))
    proxied.call(2, 'echo', { a: 1 })
    expect((await proxied.answer(2)).error).toEqual({
      code: -32603,
      message: '[KVLAR] the proxy has been told to stop and takes nothing new',
      data: { _kvlar: { code: 'PROXY_STOPPING' } },
    })
    proxied.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    // What is given up is not waited for; what ends it reaches the server all the same.
    expect((await proxied.exited).code).toBe(0)
    expect(proxied.reached.filter((line) => line.includes('"echo"'))).toEqual([])
    expect(proxied.reached.some((line) => line.includes('notifications/cancelled'))).toBe(true)
  })

  test('what waits for people is told to come back', async () => {
    const proxied = await started(new Proxied({ policy: MIXED, ask: { kind: 'denied', afterMs: 100_000 } }))
    proxied.call(1, 'slow', { ms: 1 })
    await proxied.until(() => proxied.events.length > 0)
    proxied.process.kill('SIGTERM')
    expect((await proxied.exited).code).toBe(0)
    expect(textOf(await proxied.answer(1))).toContain('Approval required: apr_1\nNothing was executed\n')
    expect(proxied.reached.filter((line) => line.includes('slow'))).toEqual([])
  })

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s is cut short by the bound, and what is open then is told so', async (signal, code) => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, drainMs: 100 }))
    proxied.call(1, 'silence')
    await proxied.until(() => proxied.reached.some((line) => line.includes('silence')))
    proxied.process.kill(signal)
    expect(await proxied.exited).toEqual({ code, signal: null })
    expect((await proxied.answer(1)).error?.message).toContain('before it answered')
  })

  test('a second one cuts it short', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, drainMs: 1_000_000 }))
    proxied.call(1, 'silence')
    await proxied.until(() => proxied.reached.some((line) => line.includes('silence')))
    proxied.process.kill('SIGTERM')
    await proxied.until(() => proxied.stderr.includes('a second signal hurries'))
    // One that comes at once is the first, passed on by a launcher.
    await new Promise((resolve) => setTimeout(resolve, 300))
    proxied.process.kill('SIGINT')
    expect((await proxied.exited).code).toBe(130)
    expect((await proxied.answer(1)).error?.message).toContain('before it answered')
  })

  test('one is enough where the client has left already', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, drainMs: 1_000_000, mode: 'stubborn' }))
    proxied.call(1, 'silence')
    await proxied.until(() => proxied.reached.some((line) => line.includes('silence')))
    proxied.process.stdin.end()
    await proxied.until(() => proxied.reached.includes('{"ended":true}'))
    proxied.process.kill('SIGTERM')
    expect((await proxied.exited).code).toBe(143)
  })

  test('kill -9 of the proxy ends the server by the end of its input', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE }))
    const server = childOf(proxied)
    expect(isAlive(server)).toBe(true)
    proxied.process.kill('SIGKILL')
    await proxied.until(() => !isAlive(server))
  })
})

describe('what goes no further', () => {
  test('is mentioned on standard error, once of each kind', async () => {
    const proxied = await started(new Proxied({ policy: MIXED }))
    const lines = [
      '{"jsonrpc":"2.0","id":4711,"result":{}}',
      '{"jsonrpc":"2.0","id":4712,"result":{}}',
      '{"jsonrpc":"2.0","method":"notifications/claude/channel","params":{}}',
      '{"jsonrpc":"2.0","method":"notifications/claude/channel","params":{}}',
      '{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{}}',
    ]
    const base64 = Buffer.from(`${lines.join('\n')}\n`).toString('base64')
    proxied.call(1, 'emit', { base64 })
    proxied.send('{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":7}}')
    await proxied.answer(2)
    expect(await proxied.serves()).toBe(true)
    expect(proxied.stderr.split('\n').toSorted()).toEqual([
      '',
      '[kvlar] refused a line of the client: `name` is not a string (BAD_PARAMS); more like it are not mentioned',
      '[kvlar] refused a line of the server: a response answers no open request (ID_NOT_OPEN); more like it are not mentioned',
      expect.stringMatching(
        /^\[kvlar\] stopped `notifications\/claude\/channel` of the server: .* \(policy rule .*\); more/,
      ),
      expect.stringMatching(/^\[kvlar\] stopped `sampling\/createMessage` of the server: /),
    ])
  })
})

describe.runIf(process.platform === 'linux')('a server', () => {
  test('can open its input and output by name', async () => {
    const proxied = await started(new Proxied({ policy: PERMISSIVE, mode: 'by-name' }))
    proxied.call(1, 'echo', { a: 1 })
    expect(textOf(await proxied.answer(1))).toBe('{"a":1}')
    proxied.process.stdin.end()
    expect((await proxied.exited).code).toBe(0)
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
    expect((await proxied.answer(2)).error?.message).toContain('over 16777216 bytes')
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
