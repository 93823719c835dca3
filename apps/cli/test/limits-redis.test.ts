import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisServer, startRedis, type RedisServer } from '../../../packages/redis/test/redis-server.ts'
import { MAIN } from './support/command.ts'
import { FilesystemProxy, kvlar, makePlace, type Place } from './support/filesystem-proxy.ts'

/** How long a busy machine may take. */
const SLOW = { timeout: 60_000 }

const PASSWORD = 'hunter2'
/** Five reads for everybody together, whichever tool reads. */
const POLICY = `
name: few
rules:
  - id: few-reads
    match_on:
      resources: [read_text_file, Read]
      conditions: [{ count: { within: 1d, at_most: 5, by: pot, pot: reads } }]
    effect: { type: allow }
`

describe.skipIf(redisServer === undefined)('limits on a Redis that machines share', () => {
  const root = mkdtempSync(join(tmpdir(), 'kvlar-limits-'))
  const policy = join(root, 'policy.yaml')
  let server: RedisServer
  beforeAll(async () => {
    writeFileSync(policy, POLICY)
    server = await startRedis('--requirepass', PASSWORD, '--appendonly', 'yes')
  })
  afterAll(async () => {
    await server.remove()
    rmSync(root, { recursive: true, force: true })
  })

  /** A machine with a home of its own, whose environment holds the password. */
  const machine = (name: string): Place => {
    const place = makePlace(join(root, name))
    return { ...place, env: { ...place.env, KVLAR_REDIS_PASSWORD: PASSWORD } }
  }
  const hook = ({ env, files }: Place): number | null => {
    const call = { tool_name: 'Read', tool_input: { file_path: join(files, 'a.txt') } }
    const input = JSON.stringify({ hook_event_name: 'PreToolUse', session_id: 's', cwd: files, ...call })
    const args = [MAIN, 'hook', 'claude-code', '--policy', policy, '--redis', server.url]
    return spawnSync(process.execPath, args, { env, input, encoding: 'utf8' }).status
  }

  test('are one for proxies, hooks and the command on every machine', { timeout: 240_000 }, async () => {
    const [here, there, configured] = [machine('here'), machine('there'), machine('configured')]
    const config = join(root, 'kvlar.yaml')
    writeFileSync(config, `policy_paths: [policy.yaml]\nredis_url: '${server.url}'\n`)
    const proxies = [
      new FilesystemProxy(here, ['--policy', policy, '--redis', server.url]),
      new FilesystemProxy(configured, ['--config', config]),
    ] as const
    const read = async (proxy: FilesystemProxy, { files }: Place) =>
      (await proxy.call('read_text_file', { path: join(files, 'a.txt') }))._kvlar?.code ?? 'ran'
    expect(await read(proxies[0], here)).toBe('ran')
    expect(await read(proxies[1], configured)).toBe('ran')
    expect(hook(there)).toBe(0)

    await server.kill()
    expect(await read(proxies[0], here)).toBe('EVALUATION_STATE_UNAVAILABLE')
    expect(await read(proxies[1], configured)).toBe('EVALUATION_STATE_UNAVAILABLE')
    expect(hook(there)).toBe(2)
    await server.start()
    await expect.poll(() => read(proxies[0], here), SLOW).toBe('ran')
    await expect.poll(() => read(proxies[1], configured), SLOW).toBe('ran')

    expect(await read(proxies[0], here)).toBe('RATE_LIMIT_EXCEEDED')
    expect(hook(there)).toBe(2)
    const list = kvlar(there.env, 'limits', 'list', '--redis', server.url)
    expect(list.stdout).toMatch(/^[0-9a-f]{8} {2}5 {2}count of pot reads/m)
    const reset = kvlar(there.env, 'limits', 'reset', '--all', '--redis', server.url)
    expect(reset).toMatchObject({ status: 0, stdout: 'reset  every limit, 5 calls forgotten\n' })
    expect(await read(proxies[0], here)).toBe('ran')
    expect(hook(there)).toBe(0)
    await Promise.all(proxies.map(async (proxy) => proxy.leave()))
  })
})
