import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { MAIN } from '../support/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const policy = file('policy.yaml', 'name: none\nversion: "1"\nrules: []\n')
const broken = file('broken.yaml', 'name: none\nversion: "1"\nrule: []\n')
const script = file('server.sh', '#!/bin/sh\nexit 0\n')
chmodSync(script, 0o644)

interface Told {
  readonly id: string | number
  readonly error: { readonly code: number; readonly message: string; readonly data: unknown }
}

/** Starts a proxy as a client does, which keeps its side open, and asks it for something. */
async function started(words: readonly string[], shell?: string) {
  const command = [process.execPath, MAIN, 'proxy', ...words]
  const [first = '', ...rest] = shell === undefined ? command : ['/bin/sh', '-c', shell, 'sh', ...command]
  const child = spawn(first, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, HOME: folder } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.on('error', () => undefined)
  child.stdin.write('{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}\n')
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const told = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told)
  return { told, stderr, exitCode }
}

const server = ['--', process.execPath, '-e', 'process.stdin.resume()']

describe('a proxy that cannot start answers its client with why', () => {
  test.for([
    [
      'a policy that is not there',
      ['--policy', join(folder, 'no.yaml'), ...server],
      2,
      'there is no such file',
    ],
    ['a policy that does not load', ['--policy', broken, ...server], 3, 'broken.yaml:3:1: '],
    ['a built-in policy misspelt', ['--policy', 'filesytem', ...server], 2, 'did you mean'],
    ['no policy', server, 2, 'no policy is named'],
    ['no server', ['--policy', policy], 2, 'no server is named'],
    ['a flag that does not exist', ['--polcy', policy, ...server], 2, 'unknown flag `--polcy`'],
    ['a configuration that is not there', ['--config', join(folder, 'no.yaml')], 2, 'there is no such file'],
    ['a command that is not there', ['--policy', policy, '--', 'no-such-server'], 127, 'not on PATH'],
    ['a command that is no program', ['--policy', policy, '--', script], 126, 'cannot be started (EACCES)'],
    ['a folder as command', ['--policy', policy, '--', folder], 126, 'cannot be started (EACCES)'],
  ] as const)('%s', { timeout: 60_000 }, async ([, words, code, why]) => {
    const { told, stderr, exitCode } = await started(['--stdio', ...words])
    expect(told).toMatchObject([{ id: 0, error: { code: -32603, message: expect.stringContaining(why) } }])
    expect(told[0]?.error.message).toMatch(/^\[KVLAR\] /)
    expect(stderr).toContain('[kvlar] ')
    expect(exitCode).toBe(code)
  })

  test('a working directory that is gone', { timeout: 60_000 }, async () => {
    const gone = join(folder, 'gone')
    mkdirSync(gone)
    const { told } = await started(
      ['--stdio', '--policy', policy, ...server],
      `cd ${gone} && rmdir ${gone} && exec "$@"`,
    )
    expect(told).toMatchObject([
      { id: 0, error: { code: -32603, message: expect.stringMatching(/^\[KVLAR\] /) } },
    ])
  })
})
