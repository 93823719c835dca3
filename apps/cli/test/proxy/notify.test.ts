import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { FilesystemProxy, kvlar, makePlace, type Place } from '../support/filesystem-proxy.ts'

const root = mkdtempSync(join(tmpdir(), 'kvlar-notify-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Each test starts several processes, on machines that may be busy. */
const PROCESSES_MS_MAX = 120_000

/** A desktop whose notifications are written down, word by word. */
function desktop(name: string): Place & { readonly told: () => readonly string[] } {
  const here = makePlace(join(root, name))
  const bin = join(root, name, '.kvlar', 'programs')
  mkdirSync(bin, { recursive: true, mode: 0o755 })
  const file = join(root, name, 'told')
  const program = join(bin, 'notify-send')
  writeFileSync(program, `#!/bin/sh\nenv > '${file}.env'\nfor word; do echo "$word"; done > '${file}'\n`)
  chmodSync(program, 0o755)
  const policy = join(root, name, 'policy.yaml')
  writeFileSync(
    policy,
    `name: held\nrules:\n  - id: all\n    effect: { type: require_approval, reason: a person looks }\n`,
  )
  const PATH = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter)
  const env = {
    ...here.env,
    PATH,
    DISPLAY: ':0',
    CI: '',
    KVLAR_WEBHOOK_SECRETS: 'whsec_c2VjcmV0',
  }
  return {
    ...here,
    env,
    told: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
  }
}

async function held(here: Place, ...flags: readonly string[]): Promise<FilesystemProxy> {
  const policy = join(here.files, '..', 'policy.yaml')
  const words = ['-p', policy, '--server', 'files', '--approval-hold', '0', ...flags]
  const proxy = new FilesystemProxy(here, words)
  await proxy.call('write_file', { path: join(here.files, 'hunter2.txt'), content: 'hunter2' })
  return proxy
}

describe('whoever sits at the desktop of a proxy', { timeout: PROCESSES_MS_MAX }, () => {
  test('is told that a call waits, by names alone, and the record says so', async () => {
    const here = desktop('told')
    const proxy = await held(here)
    const recorded = () => kvlar(here.env, 'audit', 'export').stdout.includes('"step":"notified"')
    while (here.told().length === 0 || !recorded()) await new Promise((resolve) => setTimeout(resolve, 20))
    await proxy.leave()
    expect(here.told().slice(-3)).toEqual(['--', 'Kvlar: a call waits for you', 'write_file of files'])
    expect(here.told().join()).not.toMatch(/hunter2|apr_|kvlar_/)
    expect(readFileSync(join(here.files, '..', 'told.env'), 'utf8')).not.toContain('whsec_')
  })

  test('is told by no program that the environment leads to, which would run as Kvlar', async () => {
    const here = desktop('by-path')
    const bin = join(here.files, '..', 'bin')
    cpSync(join(here.files, '..', '.kvlar', 'programs'), bin, { recursive: true })
    // What is kept there is meant alone, so that no test tells a real desktop.
    chmodSync(join(here.files, '..', '.kvlar', 'programs', 'notify-send'), 0o644)
    const path = [bin, here.env['PATH']].join(delimiter)
    const env = { ...here.env, PATH: path, KVLAR_SYSTEM_PROGRAMS: bin }
    const proxy = await held({ ...here, env })
    expect(kvlar(here.env, 'approvals', 'list', '--json').stdout).toContain('write_file')
    await proxy.leave()
    expect(here.told()).toEqual([])
  })

  test('is told nothing with `--no-notify`, and the call waits all the same', async () => {
    const here = desktop('quiet')
    const proxy = await held(here, '--no-notify')
    expect(kvlar(here.env, 'approvals', 'list', '--json').stdout).toContain('write_file')
    await proxy.leave()
    expect(here.told()).toEqual([])
  })
})
