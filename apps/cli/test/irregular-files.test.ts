import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAIN } from './support/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-odd-'))
const at = (name: string): string => join(folder, name)

/** What is no regular file, or none of a size that anybody writes; each under a name that commands look for. */
const ODD = ['pipe.yaml', 'socket.yaml', 'folder.yaml', 'zero.yaml', 'huge.yaml'] as const

const socket = createServer()

beforeAll(async () => {
  execFileSync('mkfifo', [at('pipe.yaml')])
  await new Promise<void>((resolve) => socket.listen(at('socket.yaml'), resolve))
  mkdirSync(at('folder.yaml'))
  execFileSync('ln', ['-s', '/dev/zero', at('zero.yaml')])
  execFileSync('truncate', ['-s', '8G', at('huge.yaml')])
  writeFileSync(at('good.yaml'), 'name: good\nversion: "1"\nrules: []\n')
  for (const name of ODD)
    writeFileSync(at(`extends-${name}`), `name: e\nversion: "1"\nextends: [./${name}]\nrules: []\n`)
})

afterAll(() => {
  socket.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the command; it has to end by itself. */
function kvlar(...words: string[]): Promise<{ exitCode: number | null; text: string }> {
  return kvlarOf(folder, '', ...words)
}

function kvlarOf(
  home: string,
  input: string,
  ...words: string[]
): Promise<{ exitCode: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--max-old-space-size=256', MAIN, ...words], {
      cwd: folder,
      env: { ...process.env, HOME: home, XDG_STATE_HOME: undefined },
      // Whoever waits for a pipe hears of no other signal.
      timeout: 120_000,
      killSignal: 'SIGKILL',
    })
    child.stdin.end(input)
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    child.once('close', (exitCode) => resolve({ exitCode, text }))
  })
}

const COMMANDS: readonly (readonly [
  what: string,
  names: readonly string[],
  words: (name: string) => string[],
])[] = [
  ['a policy', ODD, (name) => ['validate', name]],
  ['what a policy extends', ODD, (name) => ['validate', `extends-${name}`]],
  ['the policy of a call', ['pipe.yaml'], (name) => ['evaluate', '-p', name, '--resource', 'x']],
  ['a test file', ['pipe.yaml', 'zero.yaml'], (name) => ['test', '-p', 'good.yaml', `./${name}`]],
  ['a configuration', ['pipe.yaml', 'zero.yaml'], (name) => ['proxy', '--config', name, '--', 'true']],
  [
    'approvers',
    ['pipe.yaml', 'zero.yaml'],
    (name) => [
      'proxy',
      '--stdio',
      '-p',
      'good.yaml',
      '--approvals',
      '127.0.0.1:0',
      '--approvers',
      name,
      '--',
      'true',
    ],
  ],
]

describe.runIf(process.platform === 'linux').concurrent('a command refuses and ends', () => {
  test.for(
    COMMANDS.flatMap(([what, names, words]) => names.map((name) => [what, name, words(name)] as const)),
  )('given as %s: %s', { timeout: 120_000 }, async ([, , words]) => {
    const { exitCode, text } = await kvlar(...words)
    expect(exitCode, text).toBeOneOf([2, 3, 4])
    expect(text).toMatch(/a pipe, a socket or a device|a folder|larger than|no policy below/)
  })
})

describe.runIf(process.platform === 'linux')('a pipe in place of a file of Kvlar', () => {
  test('keeps no command waiting, and no client of a proxy', { timeout: 300_000 }, async () => {
    const [user, state] = [at('user'), join(at('user'), '.local', 'state', 'kvlar')]
    mkdirSync(join(user, '.cursor'), { recursive: true })
    writeFileSync(join(user, '.cursor', 'mcp.json'), '{"mcpServers":{"s":{"command":"true","args":[]}}}')
    const limit = '{ rate_limit: { max: 9, window: 1h } }'
    const rule = `[{ id: r, match_on: { conditions: [${limit}] }, effect: { type: allow } }]`
    writeFileSync(at('limited.yaml'), `name: l\nversion: "1"\nrules: ${rule}\n`)
    const answered = async (): Promise<string> => {
      const call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{}}}'
      const { text } = await kvlarOf(user, `${call}\n`, 'proxy', '--stdio', '-p', 'limited.yaml', '--', 'cat')
      return text
    }
    await kvlarOf(user, '', 'wrap', '-p', 'limited.yaml')
    await answered()
    const files = readdirSync(state, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(state.length + 1))
    expect(files).toEqual(expect.arrayContaining(['wrap.json', join('audit', 'limits.json')]))
    for (const file of files) {
      cpSync(user, at('other'), { recursive: true })
      const pipe = join(at('other'), state.slice(user.length), file)
      rmSync(pipe)
      execFileSync('mkfifo', ['-m', '600', pipe])
      const ended = ['doctor', 'status', 'unwrap'].map((word) => kvlarOf(at('other'), '', word))
      for (const { exitCode, text } of await Promise.all(ended))
        expect(exitCode, `${file}: ${text}`).not.toBeNull()
      rmSync(at('other'), { recursive: true, force: true })
    }
    rmSync(join(state, 'wrap.json'))
    execFileSync('mkfifo', ['-m', '600', join(state, 'wrap.json')])
    expect(await answered()).toContain('"id":1')
  })
})

describe.runIf(process.platform === 'linux')('a record in which a file is a pipe', () => {
  test('is broken, and nobody waits for it', { timeout: 240_000 }, async () => {
    const home = at('home')
    const call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{}}}'
    writeFileSync(at('call.jsonl'), `${call}\n`)
    execFileSync(
      '/bin/sh',
      [
        '-c',
        `"${process.execPath}" "${MAIN}" proxy --stdio --no-approvals -p good.yaml --audit home -- cat < call.jsonl`,
      ],
      { cwd: folder, env: { ...process.env, HOME: folder } },
    )
    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) {
      cpSync(home, at('copy'), { recursive: true })
      rmSync(join(at('copy'), file))
      execFileSync('mkfifo', [join(at('copy'), file)])
      const { exitCode, text } = await kvlar('audit', 'verify', 'copy')
      // What is only a hint, or kept for a replay, need not be read to verify.
      if (/\.jsonl$|home\.json$/.test(file)) expect(exitCode, `${file}: ${text}`).toBe(12)
      rmSync(at('copy'), { recursive: true, force: true })
    }
  })
})
