import { builtinPolicy } from '@kvlar/policies'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FilesystemProxy, filesystemServer, kvlar, makePlace } from '../support/filesystem-proxy.ts'

const PROCESSES_MS_MAX = 60_000

test(
  'a proxy keeps to the folders that it was wrapped with, wherever its environment says that they lie',
  { timeout: PROCESSES_MS_MAX },
  async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-folders-')))
    const here = makePlace(root)
    const moved = join(root, 'accounts', 'work')
    const policy = join(root, 'policy.yaml')
    writeFileSync(policy, builtinPolicy('permissive') ?? '')
    mkdirSync(join(root, '.kvlar'))
    const env = { ...here.env, HOME: moved, XDG_STATE_HOME: join(moved, 'state') }
    const flags = ['--policy', policy, '--home', root, '--state-home', join(root, 'state')]
    const proxy = new FilesystemProxy({ ...here, env, files: '/' }, flags)
    onTestFinished(async () => {
      await proxy.kill()
      rmSync(root, { recursive: true, force: true })
    })
    const codes = await Promise.all(
      [
        join(root, '.kvlar', 'policy.yaml'),
        join(here.state, 'keys', 'approvals.key'),
        // As the server resolves it, whose home is elsewhere.
        '~/../../.kvlar/policy.yaml',
        // The account has a home of its own, whatever anybody sets.
        join(userInfo().homedir, '.kvlar', 'policy.yaml'),
      ].map(async (path) => (await proxy.call('read_text_file', { path }))._kvlar?.code),
    )
    expect(codes).toEqual(codes.map(() => 'KVLAR_PROTECTED_PATH'))
    expect(existsSync(join(here.state, 'audit'))).toBe(true)
    expect(existsSync(moved)).toBe(false)
  },
)

test('a folder of Kvlar that is not named from the root on is refused', () => {
  const ran = kvlar(process.env, 'proxy', '--stdio', '--policy', 'permissive', '--home', 'here', '--', 'true')
  expect(ran).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('`--home` cannot be `here`') as string,
  })
})

test.runIf(process.platform === 'linux')(
  'a relative path is tried from where the server works, which only a script that starts it knows',
  { timeout: PROCESSES_MS_MAX },
  async () => {
    const above = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-scripts-')))
    const root = join(above, 'home-of-me')
    const here = makePlace(root)
    const script = join(above, 'start.sh')
    const server = filesystemServer('/').map((word) => `'${word}'`)
    writeFileSync(script, `#!/bin/sh\ncd '${above}'\nexec ${server.join(' ')}\n`, { mode: 0o755 })
    const policy = join(above, 'policy.yaml')
    writeFileSync(policy, builtinPolicy('permissive') ?? '')
    const proxy = new FilesystemProxy({ ...here, script }, ['--policy', policy])
    onTestFinished(async () => {
      await proxy.kill()
      rmSync(above, { recursive: true, force: true })
    })
    // A server that has answered has gone where it works.
    await proxy.message(({ id }) => id === 0)
    symlinkSync(join(root, 'state'), join(above, 'link'))
    const codes: (string | undefined)[] = []
    for (const [tool, args] of [
      ['search_files', { path: 'home-of-me', pattern: '**/*.key' }],
      ['directory_tree', { path: 'home-of-me' }],
      ['directory_tree', { path: 'link' }],
      ['move_file', { source: 'home-of-me/state', destination: join(above, 'moved') }],
      ['list_directory', { path: 'home-of-me/files' }],
    ] as const)
      codes.push((await proxy.call(tool, args))._kvlar?.code)
    expect(codes).toEqual([...Array.from({ length: 4 }, () => 'KVLAR_PROTECTED_PATH'), undefined])
  },
)
