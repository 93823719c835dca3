// What a start of the command costs: `node bench/start.mjs [ROUNDS]`.
// Short commands against `node -e 0`, as CPU time of the process; a proxy in front of an echo server against that server
// alone, as time to the first answer. All are run in turn, round after round, and the least of each is printed: what
// others do on the machine only adds. `kept` takes what V8 compiled at an earlier start, `anew` takes nothing.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../tools/bundle.mjs'
import { workspacePackages } from '../tools/packages.mjs'

const SELF = fileURLToPath(import.meta.url)
const CPU_AT_EXIT = fileURLToPath(new URL('fixtures/cpu-at-exit.cjs', import.meta.url))
const POLICY = fileURLToPath(new URL('../examples/first-denied-call/policy.yaml', import.meta.url))

const [role = '15'] = process.argv.slice(2)
if (role === 'server') runServer()
else await compare(Number(role))

function runServer() {
  process.stdin.setEncoding('utf8').on('data', (text) => {
    for (const line of text.split('\n').filter((one) => one !== '')) {
      const { id, params } = JSON.parse(line)
      const serverInfo = { name: 'echo', version: '1' }
      const result = { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo }
      process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`)
    }
  })
}

async function compare(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-start-'))
  try {
    const main = await bundledCommand(join(folder, 'command'))
    const home = { ...process.env, HOME: folder, USERPROFILE: folder, XDG_STATE_HOME: join(folder, 'state') }
    const kept = { ...home, NODE_COMPILE_CACHE: join(folder, 'compiled') }
    const anew = { ...home, NODE_DISABLE_COMPILE_CACHE: '1' }
    const evaluate = [main, 'evaluate', '--resource', 'read_file', '--policy', POLICY]
    const server = [SELF, 'server']
    const proxy = [main, 'proxy', '--stdio', '--policy', POLICY, '--', process.execPath, ...server]
    const programs = {
      'node -e 0': () => cpuMs(['-e', '0'], anew),
      '--version, kept': () => cpuMs([main, '--version'], kept),
      '--version, anew': () => cpuMs([main, '--version'], anew),
      'evaluate, kept': () => cpuMs(evaluate, kept),
      'evaluate, anew': () => cpuMs(evaluate, anew),
    }
    const starts = {
      'server alone': () => readyMs(server, anew),
      'proxy, kept': () => readyMs(proxy, kept),
      'proxy, anew': () => readyMs(proxy, anew),
    }
    console.log(`node ${process.version}, least of ${rounds} rounds`)
    print('CPU time', await least(programs, rounds), (ms, base) => `${(ms / base).toFixed(1)} ×`)
    print('first answer', await least(starts, rounds), (ms, base) => `+${(ms - base).toFixed(0)} ms`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The command as it is published. */
async function bundledCommand(outDir) {
  const command = workspacePackages().find(({ manifest }) => manifest.bin !== undefined)
  await bundle(command, outDir)
  // It reads its version there.
  copyFileSync(join(command.folder, 'package.json'), join(outDir, 'package.json'))
  return join(outDir, 'main.js')
}

/** The least that each took; the first round, in which files are read for the first time, does not count. */
async function least(programs, rounds) {
  const times = new Map()
  for (let round = 0; round <= rounds; round++)
    for (const [name, run] of Object.entries(programs)) {
      const ms = await run()
      if (round > 0) times.set(name, Math.min(ms, times.get(name) ?? Infinity))
    }
  return times
}

function print(what, times, compared) {
  const [base] = times.values()
  console.log(`\n${what}`)
  for (const [name, ms] of times)
    console.log(`  ${name.padEnd(16)} ${ms.toFixed(0).padStart(5)} ms  ${compared(ms, base)}`)
}

function cpuMs(args, env) {
  const { output, status, stderr } = spawnSync(process.execPath, ['--require', CPU_AT_EXIT, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  const ms = Number(output[3]) / 1000
  if (status !== 0 || !(ms > 0)) throw new Error(`\`${args.join(' ')}\` did not end well: ${stderr}`)
  return ms
}

function readyMs(args, env) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  }
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`)
  return new Promise((resolve, reject) => {
    let ms
    child.stdout.setEncoding('utf8').once('data', (line) => {
      // A proxy that cannot start answers too, and sooner.
      if (line.includes('"serverInfo"')) ms = performance.now() - startedAt
      child.stdin.end()
    })
    child.on('error', reject)
    child.on('close', () =>
      ms === undefined ? reject(new Error('it ended before it answered')) : resolve(ms),
    )
  })
}
