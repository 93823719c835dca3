import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { MAIN } from '../support/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-signals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const policy = join(folder, 'policy.yaml')
writeFileSync(policy, 'name: none\nversion: "1"\nrules: []\n')

/** Says on stderr that it runs, and goes on until its input ends. */
const server = 'console.error("up"); process.stdin.resume()'

test.for(['SIGINT', 'SIGTERM'] as const)(
  'a proxy that is sent %s ends its server, and well',
  async (signal) => {
    const words = ['proxy', '--stdio', '--policy', policy, '--', process.execPath, '-e', server]
    const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['pipe', 'pipe', 'pipe'] })
    await once(child.stderr, 'data')
    child.kill(signal)
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  },
)

test('a proxy whose server ends does not wait for the client to close its side', async () => {
  const words = ['proxy', '--stdio', '--policy', policy, '--', process.execPath, '-e', 'process.exit(3)']
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['pipe', 'ignore', 'ignore'] })
  const [code] = await once(child, 'exit')
  expect(code).toBe(3)
})

test('a bound that cannot be read is told before anything starts', () => {
  const words = ['proxy', '--stdio', '--policy', policy, '--drain', 'soon', '--', process.execPath]
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words], { input: '', encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toContain('`--drain` cannot be `soon`')
})

const onLinux = test.runIf(process.platform === 'linux')

onLinux('a record that is followed is followed until a signal, and that is no failure', async () => {
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: join(folder, 'state') }
  const child = spawn(process.execPath, [MAIN, 'audit', 'tail', '--follow'], { env, stdio: 'pipe' })
  await takesSignals(child)
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

onLinux('a hook that is told to stop before it was told of a tool denies it', async () => {
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: join(folder, 'state') }
  const child = spawn(process.execPath, [MAIN, 'hook', 'claude-code'], { env, stdio: 'pipe' })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const closed = once(child, 'close')
  await takesSignals(child)
  child.kill('SIGTERM')
  const [code] = await closed
  expect(code).toBe(2)
  expect(said).toContain('[BLOCKED BY KVLAR] the hook failed, so nothing runs: it was told to stop')
})

/** Resolves when a process takes signals itself: SIGHUP is the last of them, and none of those that Node takes (proc(5)). */
async function takesSignals({ pid }: { readonly pid?: number | undefined }): Promise<void> {
  for (;;) {
    const [, caught = '0'] = /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    if ((BigInt(`0x${caught}`) >> BigInt(constants.signals.SIGHUP - 1)) & 1n) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
