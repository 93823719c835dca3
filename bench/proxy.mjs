// What the stdio proxy costs: `node bench/proxy.mjs [ROUNDS] [everything|echo]`.
// One echo tool, called directly, through a bare Node pipe and through Kvlar with a permissive policy, interleaved in
// rounds with fresh processes; the medians of the rounds are printed, and the ratios to the direct connection.
// `everything` is the official server-everything; `echo` is a server that does nothing else, where a proxy costs most.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

const SELF = fileURLToPath(import.meta.url)
const EVERYTHING = fileURLToPath(
  new URL(
    '../packages/proxy/node_modules/@modelcontextprotocol/server-everything/dist/index.js',
    import.meta.url,
  ),
)
const PATHS = ['direct', 'pipe', 'kvlar']
const LOADS = [
  { name: '1 KiB, one at a time', bytes: 1024, calls: 2000, inFlight: 1 },
  { name: '1 KiB, 64 in flight', bytes: 1024, calls: 6000, inFlight: 64 },
  { name: '1 MiB, one at a time', bytes: 1024 * 1024, calls: 30, inFlight: 1 },
  { name: '1 MiB, 64 in flight', bytes: 1024 * 1024, calls: 96, inFlight: 64 },
]
const [role = '5', ...rest] = process.argv.slice(2)
if (role === 'pipe') runPipe(rest)
else if (role === 'server') runServer()
else await compare(Number(role), rest[0] ?? 'everything')

function runPipe([command, ...args]) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  process.stdin.pipe(child.stdin)
  child.stdout.pipe(process.stdout)
}

function runServer() {
  forEachLine(process.stdin, (line) => {
    const { id, method, params } = JSON.parse(line)
    if (id === undefined) return
    const result = answerTo(method, params)
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`)
  })
}

function answerTo(method, params) {
  switch (method) {
    case 'initialize': {
      const { protocolVersion } = params
      return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'echo', version: '1' } }
    }
    case 'tools/list':
      return { tools: ['echo', 'ask'].map((name) => ({ name, inputSchema: { type: 'object' } })) }
    default:
      return { content: [{ type: 'text', text: params.arguments.message }] }
  }
}

async function compare(rounds, serverName) {
  const server = serverName === 'echo' ? [SELF, 'server'] : [EVERYTHING, 'stdio']
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-bench-'))
  const proxies = {
    direct: [],
    pipe: [SELF, 'pipe', process.execPath],
    kvlar: [await bundle(folder), process.execPath],
  }
  const samples = new Map()
  for (let round = 0; round < rounds; round++) {
    for (const path of round % 2 === 0 ? PATHS : PATHS.toReversed()) {
      const args = [...proxies[path], ...server]
      const startedAt = performance.now()
      const client = await connect(args)
      add(samples, 'start to first answer', path, { p50: performance.now() - startedAt, perSecond: 0 })
      for (const load of LOADS) add(samples, load.name, path, await measure(client, load))
      client.child.kill()
    }
  }
  rmSync(folder, { recursive: true })
  console.log(`server: ${serverName}, node ${process.version}, ${rounds} rounds, medians`)
  for (const [name, paths] of samples) {
    console.log(`\n${name}`)
    const direct = medians(paths.get('direct'))
    for (const [path, values] of paths) {
      const { p50, perSecond } = medians(values)
      const ratio =
        perSecond > 0
          ? `  ${perSecond.toFixed(0).padStart(7)} calls/s  ${percent(perSecond, direct.perSecond)}`
          : ''
      const added = `${p50 >= direct.p50 ? '+' : ''}${(p50 - direct.p50).toFixed(3)}`
      console.log(`  ${path.padEnd(7)} p50 ${p50.toFixed(3).padStart(9)} ms ${added.padStart(9)} ms${ratio}`)
    }
  }
}

/** One file, as the command is released: what is measured is not the loading of sources. */
async function bundle(folder) {
  const entry = fileURLToPath(new URL('fixtures/kvlar-proxy.mjs', import.meta.url))
  const requireBanner =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
  const outExtension = () => ({ js: '.mjs' })
  const whole = {
    noExternal: [/.*/],
    platform: 'node',
    target: 'node22',
    banner: { js: requireBanner },
    outExtension,
  }
  await build({ entry: [entry], format: 'esm', outDir: folder, config: false, silent: true, ...whole })
  return join(folder, 'kvlar-proxy.mjs')
}

async function connect(args) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  const waiting = new Map()
  forEachLine(child.stdout, (line) => {
    const { id } = JSON.parse(line)
    waiting.get(id)?.()
    waiting.delete(id)
  })
  const client = {
    child,
    next: 0,
    request(method, params) {
      const id = ++this.next
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
      return new Promise((resolve) => waiting.set(id, resolve))
    },
  }
  const clientInfo = { name: 'bench', version: '1' }
  await client.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo })
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
  return client
}

async function measure(client, { bytes, calls, inFlight }) {
  const message = 'x'.repeat(bytes)
  const latencies = []
  let left = calls
  const worker = async () => {
    while (left-- > 0) {
      const startedAt = performance.now()
      await client.request('tools/call', { name: 'echo', arguments: { message } })
      latencies.push(performance.now() - startedAt)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: inFlight }, worker))
  return { p50: median(latencies), perSecond: (calls / (performance.now() - startedAt)) * 1000 }
}

function forEachLine(stream, take) {
  let parts = []
  stream.on('data', (chunk) => {
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end))
      take(Buffer.concat(parts).toString())
      parts = []
      from = end + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  })
}

function add(samples, name, path, sample) {
  const paths = samples.get(name) ?? new Map()
  samples.set(name, paths)
  paths.set(path, [...(paths.get(path) ?? []), sample])
}

function medians(values) {
  return {
    p50: median(values.map(({ p50 }) => p50)),
    perSecond: median(values.map(({ perSecond }) => perSecond)),
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function percent(part, whole) {
  return `${((part / whole) * 100).toFixed(0)} % of direct`
}
