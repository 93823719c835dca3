import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, test } from 'vitest'
import { MAIN } from '../support/command.ts'
import { FilesystemProxy, kvlar, makePlace, type Place } from '../support/filesystem-proxy.ts'

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
      const here = makePlace(join(root, 'killed'))
      const { env, state } = here
      const acknowledged = await callUntilKilled(start(here), here)
      expect(acknowledged).toBeGreaterThan(3)

      const verified = kvlar(env, 'audit', 'verify')
      expect(verified).toMatchObject({ status: 0 })
      expect(verified.stdout).toMatch(/^intact(, not signed)?: 1 chain/m)
      const decided = kvlar(env, 'audit', 'export').stdout.split('\n').filter(isForwardedCall)
      expect(decided.length).toBeGreaterThanOrEqual(acknowledged)

      const segment = segmentsOf(join(state, 'audit'))[0] ?? ''
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
      const here = makePlace(join(root, 'continued'))
      const { env } = here
      await callUntilKilled(start(here), here)
      const next = start(here)
      await read(next, here)
      await next.leave()
      expect(kvlar(env, 'audit', 'tail', '-n', '1000').stdout).toMatch(/the writer before had died/)
      expect(kvlar(env, 'audit', 'verify')).toMatchObject({ status: 0 })
    })

    test('is kept by two proxies at once in one home, each in a chain of its own', async () => {
      const here = makePlace(join(root, 'two'))
      const { env } = here
      const proxies = [start(here), start(here)]
      for (let round = 0; round < 3; round += 1) await Promise.all(proxies.map((proxy) => read(proxy, here)))
      await Promise.all(proxies.map((proxy) => proxy.leave()))
      expect(kvlar(env, 'audit', 'verify').stdout).toMatch(/^intact: 2 chains/m)
      expect(kvlar(env, 'audit', 'export').stdout.split('\n').filter(isForwardedCall)).toHaveLength(6)
    })

    test('is shown as it grows, and closed in order by a proxy that is told to stop', async () => {
      const here = makePlace(join(root, 'followed'))
      const { env } = here
      const proxy = start({ ...here, env: { ...env, KVLAR_KEY_PASSPHRASE: 'correct horse' } })
      await read(proxy, here)
      const tail = spawn(process.execPath, [MAIN, 'audit', 'tail', '--follow', '--json'], { env })
      const kinds: string[] = []
      await new Promise<void>((resolve) => {
        createInterface({ input: tail.stdout }).on('line', (line) => {
          const [, kind = ''] = /"kind":"(genesis|policy|decided|result|close)"/.exec(line) ?? []
          kinds.push(kind)
          if (kind === 'result') proxy.child.kill('SIGTERM')
          if (kind === 'close') resolve()
        })
      })
      tail.kill()
      expect(kinds).toEqual(['genesis', 'policy', 'decided', 'result', 'close'])
      expect(kvlar(env, 'audit', 'verify', '--json').stdout).toContain('"closed":true')
    })
  },
)

function start(place: Place): FilesystemProxy {
  return new FilesystemProxy(place, ['-p', policy])
}

async function read(proxy: FilesystemProxy, { files }: Place): Promise<void> {
  await proxy.call('read_text_file', { path: join(files, 'a.txt') })
}

/** Makes calls without a pause and kills the proxy among them. @returns how many were answered with the file */
async function callUntilKilled(proxy: FilesystemProxy, { files }: Place): Promise<number> {
  const closed = once(proxy.child, 'close')
  const ids = Array.from({ length: 200 }, () =>
    proxy.sendCall('read_text_file', { path: join(files, 'a.txt') }),
  )
  await Promise.all(ids.slice(0, 20).map((id) => proxy.result(id)))
  proxy.child.kill('SIGKILL')
  await closed
  return proxy.all(({ result }) => result?.content?.[0]?.text === 'text').length
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
