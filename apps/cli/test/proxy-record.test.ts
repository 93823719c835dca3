import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, test } from 'vitest'

const main = join(import.meta.dirname, '..', 'src', 'main.ts')
const root = mkdtempSync(join(tmpdir(), 'kvlar-record-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const policy = join(root, 'policy.yaml')
writeFileSync(
  policy,
  'name: open\nversion: "1"\nrules:\n  - id: all\n    match_on: { action_types: ["*"] }\n    effect: { type: allow }\n',
)

/** Each test starts several processes, on machines that may be busy. */
const PROCESSES_MS_MAX = 120_000

describe(
  'the record of a proxy in front of the official filesystem server',
  { timeout: PROCESSES_MS_MAX },
  () => {
    test('holds every acknowledged call when the proxy is killed, and shows a changed byte by its line', async () => {
      const { env, home, files } = place('killed')
      const proxy = startProxy(env, files)
      const acknowledged = await callUntilKilled(proxy, files)
      expect(acknowledged).toBeGreaterThan(3)

      const verified = kvlar(env, 'audit', 'verify')
      expect(verified).toMatchObject({ status: 0 })
      expect(verified.stdout).toMatch(/^intact(, not signed)?: 1 chain/m)
      const decided = kvlar(env, 'audit', 'export').stdout.split('\n').filter(isForwardedCall)
      expect(decided.length).toBeGreaterThanOrEqual(acknowledged)

      const segment = segmentsOf(home)[0] ?? ''
      const bytes = readFileSync(segment)
      const at = bytes.indexOf('read_text_file')
      bytes[at] = 'R'.charCodeAt(0)
      writeFileSync(segment, bytes)
      const line = bytes.subarray(0, at).toString().split('\n').length
      const broken = kvlar(env, 'audit', 'verify')
      expect(broken.status).toBe(12)
      expect(broken.stdout).toContain(`line ${line} or ${line + 1}: LINK_WRONG`)
    })

    test('is continued by the next proxy, which says what the dead one left unsigned', async () => {
      const { env, files } = place('continued')
      await callUntilKilled(startProxy(env, files), files)
      const next = startProxy(env, files)
      await call(next, 1, files)
      next.stdin.end()
      await once(next, 'exit')
      expect(kvlar(env, 'audit', 'tail', '-n', '1000').stdout).toMatch(/the writer before had died/)
      expect(kvlar(env, 'audit', 'verify')).toMatchObject({ status: 0 })
    })

    test('is kept by two proxies at once in one home, each in a chain of its own', async () => {
      const { env, files } = place('two')
      const proxies = [startProxy(env, files), startProxy(env, files)]
      for (const id of [1, 2, 3]) await Promise.all(proxies.map((proxy) => call(proxy, id, files)))
      for (const proxy of proxies) proxy.stdin.end()
      await Promise.all(proxies.map((proxy) => once(proxy, 'exit')))
      expect(kvlar(env, 'audit', 'verify').stdout).toMatch(/^intact: 2 chains/m)
      expect(kvlar(env, 'audit', 'export').stdout.split('\n').filter(isForwardedCall)).toHaveLength(6)
    })

    test('is shown as it grows, and closed in order by a proxy that is told to stop', async () => {
      const { env, files } = place('followed')
      const proxy = startProxy({ ...env, KVLAR_KEY_PASSPHRASE: 'correct horse' }, files)
      await call(proxy, 1, files)
      const tail = spawn(process.execPath, [main, 'audit', 'tail', '--follow', '--json'], { env })
      const kinds: string[] = []
      await new Promise<void>((resolve) => {
        createInterface({ input: tail.stdout }).on('line', (line) => {
          const [, kind = ''] = /"kind":"(genesis|policy|decided|result|close)"/.exec(line) ?? []
          kinds.push(kind)
          if (kind === 'result') proxy.kill('SIGTERM')
          if (kind === 'close') resolve()
        })
      })
      tail.kill()
      expect(kinds).toEqual(['genesis', 'policy', 'decided', 'result', 'close'])
      expect(kvlar(env, 'audit', 'verify', '--json').stdout).toContain('"closed":true')
    })
  },
)

interface Place {
  readonly env: NodeJS.ProcessEnv
  readonly home: string
  readonly files: string
}

function place(name: string): Place {
  const state = join(root, name, 'state')
  const files = join(root, name, 'files')
  mkdirSync(files, { recursive: true })
  writeFileSync(join(files, 'a.txt'), 'text')
  const env = {
    ...process.env,
    HOME: join(root, name),
    XDG_STATE_HOME: state,
    NO_COLOR: '1',
    FORCE_COLOR: '',
  }
  return { env, home: join(state, 'kvlar', 'audit'), files }
}

function startProxy(env: NodeJS.ProcessEnv, files: string): ChildProcessWithoutNullStreams {
  const manifest = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/server-filesystem/package.json',
  )
  const server = [process.execPath, join(dirname(manifest), 'dist', 'index.js'), files]
  const proxy = spawn(process.execPath, [main, 'proxy', '--stdio', '-p', policy, '--', ...server], { env })
  const clientInfo = { name: 'test', version: '1' }
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }
  send(proxy, { id: 0, method: 'initialize', params })
  send(proxy, { method: 'notifications/initialized' })
  return proxy
}

function send(proxy: ChildProcessWithoutNullStreams, message: object): void {
  proxy.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

function sendCall(proxy: ChildProcessWithoutNullStreams, id: number, files: string): void {
  send(proxy, {
    id,
    method: 'tools/call',
    params: { name: 'read_text_file', arguments: { path: join(files, 'a.txt') } },
  })
}

/** One call, until its answer is there. */
async function call(proxy: ChildProcessWithoutNullStreams, id: number, files: string): Promise<void> {
  const answered = new Promise<void>((resolve) => {
    createInterface({ input: proxy.stdout }).on('line', (line) => {
      if (line.includes(`"id":${id},`) || line.includes(`"id":${id}}`)) resolve()
    })
  })
  sendCall(proxy, id, files)
  await answered
}

/** Makes calls without a pause and kills the proxy among them. @returns how many were answered with the file */
async function callUntilKilled(proxy: ChildProcessWithoutNullStreams, files: string): Promise<number> {
  let answered = 0
  createInterface({ input: proxy.stdout }).on('line', (line) => {
    if (!line.includes('"text":"text"')) return
    answered += 1
    if (answered === 20) proxy.kill('SIGKILL')
  })
  proxy.stdin.on('error', () => {})
  for (let id = 1; id <= 200; id += 1) sendCall(proxy, id, files)
  await once(proxy, 'close')
  return answered
}

function kvlar(
  env: NodeJS.ProcessEnv,
  ...words: string[]
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, ...words], { env, encoding: 'utf8' })
}

function isForwardedCall(line: string): boolean {
  return line.includes('"kind":"decided"') && line.includes('"effective":"forward"')
}

function segmentsOf(home: string): string[] {
  const chains = join(home, 'chains')
  return readdirSync(chains).flatMap((chain) =>
    readdirSync(join(chains, chain))
      .filter((name) => /^\d{16}\.jsonl$/.test(name))
      .map((name) => join(chains, chain, name)),
  )
}
