import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHome } from '@kvlar/audit/file'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { MAIN } from '../support/command.ts'
import { FilesystemProxy, kvlar, makePlace } from '../support/filesystem-proxy.ts'

const root = mkdtempSync(join(tmpdir(), 'kvlar-health-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const policy = join(root, 'policy.yaml')
writeFileSync(
  policy,
  `name: p
version: "1"
rules:
  - id: reads
    match_on: { resources: [read_text_file] }
    effect: { type: allow }
  - id: writes
    match_on: { resources: [write_file] }
    effect: { type: require_approval, reason: ask }
`,
)

const SERVED = /health is served at (http:\S+)\/health\n/

async function servedAt(proxy: FilesystemProxy): Promise<string> {
  return (await proxy.said(SERVED))[1] ?? ''
}

async function json(url: string): Promise<Record<string, unknown>> {
  return (await (await fetch(url)).json()) as Record<string, unknown>
}

describe('a proxy with `--health`', { timeout: 120_000 }, () => {
  test('says what has become of its calls, as its chain has it', async () => {
    const here = makePlace(join(root, 'counted'))
    const proxy = new FilesystemProxy(here, [
      '--policy',
      policy,
      '--no-approvals',
      '--server',
      'files',
      '--health',
      '127.0.0.1:0',
    ])
    const at = await servedAt(proxy)
    expect(await json(`${at}/health`)).toMatchObject({ status: 'ok', requests_evaluated: 0, rules_count: 2 })
    const a = join(here.files, 'a.txt')
    const calls = Array.from({ length: 30 }, (_, index) => {
      if (index % 3 === 0) return proxy.sendCall('read_text_file', { path: a })
      return index % 3 === 1
        ? proxy.sendCall('write_file', { path: a, content: 'x' })
        : proxy.sendCall('list_directory', { path: here.files })
    })
    await Promise.all(calls.map((id) => proxy.result(id)))
    const health = await json(`${at}/health`)
    expect(Object.keys(health)).toEqual([
      'status',
      'uptime_secs',
      'policy_loaded',
      'rules_count',
      'requests_evaluated',
      'requests_allowed',
      'requests_denied',
      'requests_approval',
      'version',
    ])
    const response = await fetch(`${at}/metrics`)
    const metrics = await response.text()
    const decisions = [...metrics.matchAll(/^kvlar_decisions_total\{(.*)\} (\d+)$/gm)]
    expect(decisions.map(([, labels, value]) => `${labels} ${value}`).toSorted()).toEqual([
      'outcome="allowed",rule="reads",server="files" 10',
      'outcome="denied",rule="_default_deny",server="files" 10',
      'outcome="pending_approval",rule="writes",server="files" 10',
    ])
    expect(metrics).toContain('kvlar_call_duration_seconds_count{result="ok"} 10\n')
    // Nothing of a call: no tool that no rule names, no path.
    expect(metrics).not.toMatch(/list_directory|a\.txt|counted/)
    await proxy.leave()
    await expect(fetch(`${at}/health`)).rejects.toThrow()

    const inChain = { allowed: 0, denied: 0, pending_approval: 0 }
    for await (const { entry } of readHome(join(here.state, 'audit'), {}))
      if (entry.kind === 'decided') inChain[entry.outcome] += 1
    expect(inChain).toEqual({ allowed: 10, denied: 10, pending_approval: 10 })
    expect(health).toMatchObject({
      requests_evaluated: 30,
      requests_allowed: 10,
      requests_denied: 10,
      requests_approval: 10,
    })
  })

  test('is ready once its server runs, and leaves nothing behind before its first call', async () => {
    const here = makePlace(join(root, 'ready'))
    const proxy = new FilesystemProxy(here, ['--policy', policy, '--health', '127.0.0.1:0'])
    const at = await servedAt(proxy)
    await proxy.message(({ id }) => id === 0)
    const response = await fetch(`${at}/readyz`)
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        status: 'ready',
        checks: {
          policy: 'ok',
          running: 'ok',
          record: 'ok',
          limits: 'ok',
          standing: 'ok',
          queue: 'ok',
          upstream: 'ok',
        },
      },
    ])
    expect(kvlar(here.env, 'audit', 'tail').stdout).not.toContain('decided')
    await proxy.leave()
  })

  test('is not ready from the moment on at which it is told to stop', async () => {
    const { env } = makePlace(join(root, 'stopped'))
    const server = [process.execPath, '-e', 'process.stdin.resume()']
    const child = spawn(
      process.execPath,
      [MAIN, 'proxy', '--stdio', '-p', policy, '--health', '127.0.0.1:0', '--drain', '120s', '--', ...server],
      { env, stdio: ['pipe', 'ignore', 'pipe'] },
    )
    const exit = once(child, 'exit')
    try {
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
      await vi.waitFor(() => expect(said).toMatch(SERVED), { timeout: 60_000 })
      const at = SERVED.exec(said)?.[1] ?? ''
      // What is never answered keeps it from ending.
      child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
      await vi.waitFor(async () => expect((await fetch(`${at}/readyz`)).status).toBe(200), {
        timeout: 60_000,
      })
      child.kill('SIGTERM')
      await vi.waitFor(
        async () =>
          expect(await json(`${at}/readyz`)).toMatchObject({
            status: 'not_ready',
            checks: { running: 'it is being stopped' },
          }),
        { timeout: 60_000, interval: 50 },
      )
    } finally {
      child.kill('SIGKILL')
      await exit
    }
  })

  test('works all the same where the address is in use, as for a client that starts it twice', async () => {
    const here = makePlace(join(root, 'twice'))
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const bound = other.address()
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0
    const proxy = new FilesystemProxy(here, ['--policy', policy, '--health', String(port)])
    await proxy.said(new RegExp(`warning: health is not served at 127.0.0.1:${port}: the address is in use`))
    expect((await proxy.call('read_text_file', { path: join(here.files, 'a.txt') })).content).toBeDefined()
    other.close()
    expect(await servedAt(proxy)).toBe(`http://127.0.0.1:${port}`)
    await proxy.leave()
  })

  test('takes the address from the configuration, and a flag holds against it', async () => {
    const here = makePlace(join(root, 'configured'))
    const config = join(root, 'kvlar.yaml')
    writeFileSync(config, `policy_paths: [policy.yaml]\nhealth_addr: "127.0.0.1:0"\n`)
    for (const flags of [[], ['--health', '[::1]:0']]) {
      const proxy = new FilesystemProxy(here, ['--config', config, ...flags])
      expect(await servedAt(proxy)).toMatch(
        flags.length === 0 ? /^http:\/\/127\.0\.0\.1:\d+$/ : /^http:\/\/\[::1\]:\d+$/,
      )
      await proxy.leave()
    }
  })
})

test('an address that is none is refused before anything is started', () => {
  const { env } = makePlace(join(root, 'none'))
  for (const [address, said] of [
    ['9101x', '`--health` cannot be `9101x`'],
    ['127.0.0.1', '`--health` cannot be `127.0.0.1`'],
    ['127.0.0.1:70000', '`--health` cannot be `127.0.0.1:70000`'],
  ] as const) {
    const { status, stderr } = kvlar(env, 'proxy', '--stdio', '-p', policy, '--health', address, '--', 'x')
    expect([status, stderr.includes(said)]).toEqual([2, true])
  }
})

test('a name for monitors that is none, or that has no address, is refused', () => {
  const { env } = makePlace(join(root, 'names'))
  const run = (...flags: string[]): string =>
    kvlar(env, 'proxy', '--stdio', '-p', policy, ...flags, '--', 'x').stderr
  expect(run('--health', '0', '--health-host', 'http://kvlar.internal')).toContain(
    '`http://kvlar.internal` is no host name',
  )
  expect(run('--health-host', 'kvlar.internal')).toContain('host names for monitors need an address')
})

test('the reviewer answers probes too', { timeout: 120_000 }, async () => {
  const { env } = makePlace(join(root, 'reviewer'))
  const child = spawn(
    process.execPath,
    [MAIN, 'approvals', 'serve', '--port', '0', '--health', '127.0.0.1:0'],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  try {
    let said = ''
    for await (const part of child.stderr.setEncoding('utf8')) {
      said += String(part)
      if (SERVED.test(said)) break
    }
    const at = SERVED.exec(said)?.[1] ?? ''
    expect(await json(`${at}/health`)).toMatchObject({ status: 'ok', policy_loaded: false, rules_count: 0 })
    expect(await json(`${at}/readyz`)).toEqual({
      status: 'ready',
      checks: { record: 'ok', queue: 'ok', page: 'ok' },
    })
  } finally {
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    await exit
  }
})
