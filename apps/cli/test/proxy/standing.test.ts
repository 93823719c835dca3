import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { FilesystemProxy, kvlar, makePlace } from '../support/filesystem-proxy.ts'

const root = mkdtempSync(join(tmpdir(), 'kvlar-standing-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const policy = join(root, 'policy.yaml')
writeFileSync(
  policy,
  'name: open\nversion: "1"\nrules:\n  - id: reads\n    match_on: { resources: [read_text_file] }\n    effect: { type: allow }\n',
)

describe('a proxy that runs already', { timeout: 120_000 }, () => {
  test('lets nobody pass past the kill switch, and everybody once it is over', async () => {
    const here = makePlace(join(root, 'killed'))
    const proxies = [
      new FilesystemProxy(here, ['--policy', policy]),
      new FilesystemProxy(here, ['--policy', policy]),
    ]
    const codes = async () =>
      Promise.all(
        proxies.map(
          async (proxy) =>
            (await proxy.call('read_text_file', { path: join(here.files, 'a.txt') }))._kvlar?.code ?? 'ran',
        ),
      )
    expect(await codes()).toEqual(['ran', 'ran'])
    expect(kvlar(here.env, 'session', 'revoke', 'everything', '--reason', 'incident').status).toBe(0)
    expect(await codes()).toEqual(['KILL_SWITCH', 'KILL_SWITCH'])
    expect(kvlar(here.env, 'session', 'restore', 'everything').status).toBe(0)
    expect(await codes()).toEqual(['ran', 'ran'])

    // One session of the two, as the list names them.
    const { sessions } = JSON.parse(kvlar(here.env, 'session', 'list', '--json').stdout) as {
      sessions: { id: string; actions: number }[]
    }
    expect(sessions.map(({ actions }) => actions)).toEqual([3, 3])
    expect(kvlar(here.env, 'session', 'revoke', sessions[0]?.id ?? '').status).toBe(0)
    expect((await codes()).toSorted()).toEqual(['SESSION_INVALID', 'ran'])

    // What keeps it is Kvlar's own, and one that is gone lets nobody pass.
    const file = join(here.state, 'standing', readdirSync(join(here.state, 'standing'))[0] ?? '')
    const [proxy] = proxies
    expect((await proxy?.call('read_text_file', { path: file }))?._kvlar?.code).not.toBe(undefined)
    rmSync(file)
    expect(await codes()).toEqual(['EVALUATION_STATE_UNAVAILABLE', 'EVALUATION_STATE_UNAVAILABLE'])
    await Promise.all(proxies.map((one) => one.leave()))
  })

  test('in shadow mode lists what the policy hides, and lets it go', async () => {
    const here = makePlace(join(root, 'shadow'))
    const tools = async (...flags: string[]) => {
      const proxy = new FilesystemProxy(here, ['--policy', policy, ...flags])
      proxy.send({ id: 99, method: 'tools/list' })
      const { result } = await proxy.message(({ id }) => id === 99)
      const listed = (result as unknown as { tools: { name: string }[] }).tools.map(({ name }) => name)
      const ran = await proxy.call('list_directory', { path: here.files })
      await proxy.leave()
      return { listed, code: ran._kvlar?.code }
    }
    const enforced = await tools()
    expect(enforced.listed).toEqual(['read_text_file'])
    expect(enforced.code).toBe('POLICY_DEFAULT_DENY')
    const shadow = await tools('--observe-only')
    expect(shadow.listed).toContain('list_directory')
    expect(shadow.code).toBeUndefined()
  })

  test('holds what its configuration names beside the policies, and a flag holds against that', async () => {
    const here = makePlace(join(root, 'beside'))
    const wide = join(root, 'wide.yaml')
    writeFileSync(wide, 'name: w\nrules:\n  - { id: all, effect: { type: allow } }\n')
    const at = (name: string, text: string): string => {
      writeFileSync(join(root, name), text)
      return join(root, name)
    }
    // Relative to the configuration, wherever the proxy is started.
    at('floor.yaml', 'invariants: [{ name: no-lists, blocked_actions: [list_directory] }]')
    const none = at('none.yaml', 'invariants: []')
    const config = at(
      'kvlar.yaml',
      'policy_paths: [wide.yaml]\nhot_reload: true\ninvariants: floor.yaml\ndrift: { rate: 3 }\n',
    )
    const codes = async (flags: readonly string[], names: readonly string[]) => {
      const proxy = new FilesystemProxy(here, [...flags])
      const found: string[] = []
      for (const name of names) {
        const path = name === 'list_directory' ? here.files : join(here.files, 'a.txt')
        found.push((await proxy.call(name, { path }))._kvlar?.code ?? 'ran')
      }
      await proxy.leave()
      return found
    }
    const read = 'read_text_file'
    expect(await codes(['--config', config], [read, 'list_directory', read, read, read])).toEqual([
      'ran',
      'INVARIANT_VIOLATION',
      'ran',
      'DRIFT_DETECTED',
      'SESSION_INVALID',
    ])
    const held = ['--config', config, '--invariants', none, '--drift-rate', '4']
    expect(await codes(held, ['list_directory', read, read, read, read])).toEqual([
      'ran',
      'ran',
      'ran',
      'ran',
      'DRIFT_DETECTED',
    ])
    // No environment says any of it.
    const env = { KVLAR_INVARIANTS: join(root, 'floor.yaml'), KVLAR_DRIFT: 'true' }
    Object.assign(here.env, env)
    expect(await codes(['--policy', wide], ['list_directory', read, read, read, read])).toEqual(
      Array.from({ length: 5 }, () => 'ran'),
    )
  })

  test('does not start with invariants that cannot be held, or a bound that is none', () => {
    const here = makePlace(join(root, 'bad'))
    const start = (...flags: string[]) =>
      kvlar(here.env, 'proxy', '--stdio', '--policy', policy, ...flags, '--', 'node', '-e', '0')
    const missing = join(root, 'missing.yaml')
    expect(start('--invariants', missing).stderr).toContain(`invariants \`${missing}\` cannot be read`)
    expect(start('--drift-age', 'soon').stderr).toContain('`--drift-age` cannot be `soon`')
    expect(start('--drift-rate', '0').status).toBe(2)
  })
})
