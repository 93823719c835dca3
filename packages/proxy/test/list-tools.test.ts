import { listTools, type ToolList } from '@kvlar/proxy/stdio'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'

const QUICK = { timeoutMs: 20_000, version: '0' }
/** For servers of which nothing comes, however long one waits. */
const AT_ONCE = { ...QUICK, timeoutMs: 2000 }
const PATIENT = { timeoutMs: 25_000, version: '0' }

/** A server in JavaScript; `on(method, message)` is called for every message, `say` writes one. */
function serverOf(code: string, env: Record<string, string> = {}) {
  const program = `
    const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
    const tools = (id, names, rest = {}) => say({ id, result: { tools: names.map((name) => ({ name })), ...rest } })
    const greet = (id) => say({ id, result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } } })
    let rest = ''
    let on = (message) => message.method === 'initialize' ? greet(message.id) : message.method === 'tools/list' && tools(message.id, ['a'])
    process.stdin.setEncoding('utf8').on('data', (text) => {
      rest += text
      for (let end; (end = rest.indexOf('\\n')) >= 0; rest = rest.slice(end + 1)) on(JSON.parse(rest.slice(0, end)))
    })
    ${code}`
  return { command: process.execPath, args: ['-e', program], env: { ...process.env, ...env } }
}

/**
 * Waits until what it wrote is taken: a server that piles it up may die of that (ENOBUFS) before so much has been read.
 * It greets nobody: `process.stdout` would make its output one that does not wait.
 */
const endless = (text: string): string => `on = () => {}
  const { writeSync } = require('node:fs')
  setInterval(() => writeSync(1, ${text}), 1)`

const list = (code: string, options = QUICK): Promise<ToolList> => listTools(serverOf(code), options)

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kvlar-list-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function official(name: string): string {
  const manifest = fileURLToPath(import.meta.resolve(`@modelcontextprotocol/${name}/package.json`))
  // The manifest of an installed package.
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> }
  return join(dirname(manifest), Object.values(bin)[0] ?? '')
}

describe('A server that is asked for its tools', () => {
  test('gives the names of all of them', async () => {
    const args = [official('server-everything')]
    const listed = await listTools({ command: process.execPath, args, env: process.env }, PATIENT)
    expect(listed.ok ? listed.tools : listed.why).toEqual(expect.arrayContaining(['echo', 'get-sum']))
  })

  test('is asked nothing but to initialize and to list its tools, and is not answered', async () => {
    const seen = join(folder(), 'seen')
    const listed = await listTools(
      serverOf(
        `const { appendFileSync } = require('node:fs')
         const usual = on
         on = (message) => {
           appendFileSync(process.env.SEEN, JSON.stringify([message.method, Object.keys(message.params ?? {})]) + '\\n')
           say({ id: 7, method: 'roots/list' })
           say({ id: 8, method: 'ping' })
           say({ method: 'notifications/tools/list_changed' })
           usual(message)
         }`,
        { SEEN: seen },
      ),
      QUICK,
    )
    expect(listed).toEqual({ ok: true, tools: ['a'] })
    expect(
      readFileSync(seen, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      ['initialize', ['protocolVersion', 'capabilities', 'clientInfo']],
      ['notifications/initialized', []],
      ['tools/list', []],
    ])
  })

  test('may give them on several pages, answer by the text of an id, and talk in between', async () => {
    const code = `
      console.log('Listening…'); console.log('{"jsonrpc":"2.0","id":1,"id":2,"result":{}}'); process.stdout.write('\\u0000\\n')
      on = ({ id, method, params }) => {
        if (method === 'initialize') greet(String(id))
        if (method === 'tools/list') params.cursor === 'p2' ? tools(id, ['c']) : tools(String(id), ['a', 'b'], { nextCursor: 'p2' })
      }`
    expect(await list(code)).toEqual({ ok: true, tools: ['a', 'b', 'c'] })
  })

  test('gets the environment that it is given, and nothing of ours', async () => {
    const listed = await listTools(
      serverOf(
        `on = ({ id, method }) => method === 'initialize' ? greet(id) : method === 'tools/list' && tools(id, [process.env.MINE + typeof process.env.KVLAR_X])`,
        { MINE: 'yes', KVLAR_X: 'no' },
      ),
      QUICK,
    )
    expect(listed).toEqual({ ok: true, tools: ['yesundefined'] })
  })
})

describe('A server that gives no list', () => {
  test.each([
    ['hangs', 'on = () => {}', 'it did not list its tools within 2 s'],
    ['hangs and will not stop', `on = () => {}; process.on('SIGTERM', () => {})`, 'within 2 s'],
    [
      'dies',
      `console.error('no token\\n'); process.exit(3)`,
      'it ended before it listed its tools (exit 3): no token',
    ],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, '(exit SIGKILL)'],
    [
      'closes its output',
      `process.stdout.end(); setInterval(() => {}, 1000)`,
      'it ended before it listed its tools',
    ],
    ['writes garbage without end', endless(`'x'.repeat(1 << 20)`), 'it writes more'],
    ['writes lines of garbage', endless(`'{}\\n'.repeat(1 << 18)`), 'it writes more'],
    [
      'refuses',
      `on = ({ id }) => say({ id, error: { code: -32000, message: 'log in first' } })`,
      'log in first',
    ],
    [
      'answers with something else',
      `on = ({ id, method }) => method === 'initialize' ? greet(id) : id && say({ id, result: { tools: {} } })`,
      'no list of tools',
    ],
    [
      'never ends its list',
      `on = ({ id, method }) => method === 'initialize' ? greet(id) : id && tools(id, ['a'], { nextCursor: 'again' })`,
      'does not end',
    ],
  ])('because it %s is ended, and it is said why', async (_what, code, why) => {
    const listed = await list(code, why.includes('within 2 s') ? AT_ONCE : QUICK)
    expect(listed.ok ? 'a list' : listed.why).toContain(why)
  })

  test('because there is none is said', async () => {
    const listed = await listTools({ command: 'kvlar-no-such-server', args: [], env: process.env }, QUICK)
    expect(listed.ok ? 'a list' : listed.why).toContain('is not on PATH')
  })

  test('is ended when the caller stops waiting', async () => {
    const controller = new AbortController()
    const asked = listTools(serverOf('on = () => {}'), { ...PATIENT, signal: controller.signal })
    await setTimeout(300)
    controller.abort()
    expect(await asked).toEqual({ ok: false, why: 'it was stopped' })
  })
})

test.each([
  ['lists its tools', ''],
  ['hangs', 'on = () => {};'],
  ['dies', 'setTimeout(() => process.exit(1), 200);'],
])('What a server that %s has started is gone with it', async (_what, code) => {
  const pids = join(folder(), 'pids')
  // The grandchild keeps the server's pipes and does not stop for a SIGTERM.
  const grandchild = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`
  await listTools(
    serverOf(
      `const { spawn } = require('node:child_process')
       const child = spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' })
       require('node:fs').writeFileSync(process.env.PIDS, process.pid + ' ' + child.pid)
       ${code}`,
      { PIDS: pids },
    ),
    AT_ONCE,
  )
  await setTimeout(100)
  const running = readFileSync(pids, 'utf8')
    .split(' ')
    .filter((pid) => isRunning(Number(pid)))
  expect(running).toEqual([])
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A process that nobody has waited for is not running.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
