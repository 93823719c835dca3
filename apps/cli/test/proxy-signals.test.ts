import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { MAIN } from './support/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-signals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const policy = join(folder, 'policy.yaml')
writeFileSync(policy, 'name: none\nversion: "1"\nrules: []\n')

/** Says on stderr that it runs, and goes on until its input ends. */
const server = 'console.error("up"); process.stdin.resume()'

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a proxy that is sent %s ends its server and exits with %i', async ([signal, exitCode]) => {
  const words = ['proxy', '--stdio', '--policy', policy, '--', process.execPath, '-e', server]
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['pipe', 'pipe', 'pipe'] })
  await once(child.stderr, 'data')
  child.kill(signal)
  const [code] = await once(child, 'exit')
  expect(code).toBe(exitCode)
})

test('a proxy whose server ends does not wait for the client to close its side', async () => {
  const words = ['proxy', '--stdio', '--policy', policy, '--', process.execPath, '-e', 'process.exit(3)']
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['pipe', 'ignore', 'ignore'] })
  const [code] = await once(child, 'exit')
  expect(code).toBe(3)
})
