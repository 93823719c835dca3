// What 1,000 pending approvals cost: `node bench/approvals.mjs [ROUNDS]`. Two proxies as released (`node tools/build.mjs`
// first), recording, in front of a server that echoes: one with nothing to ask, one whose queue holds 1,000 requests, 20
// of them calls that it holds itself. Round trips of calls that need nobody, interleaved; then what asking itself takes.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApprovals } from '../packages/approvals/src/index.ts'
import { openApprovalKeys } from '../packages/approvals/src/file/index.ts'
import { openSqliteStore } from '../packages/approvals/src/sqlite/index.ts'

const COMMAND = fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url))
const SERVER = [process.execPath, fileURLToPath(new URL('proxy.mjs', import.meta.url)), 'server']
const PENDING = 1000
const HELD = 20
const CALLS = 1500
const ROUNDS = Number(process.argv[2] ?? 5)

if (!existsSync(COMMAND)) throw new Error('the command is not built; run `node tools/build.mjs` first')
const root = mkdtempSync(join(tmpdir(), 'kvlar-bench-'))
const policy = join(root, 'policy.yaml')
writeFileSync(
  policy,
  `name: bench
rules:
  - { id: asking, match_on: { resources: [ask] }, effect: { type: require_approval, reason: bench, timeout: 1h } }
  - { id: rest, match_on: { resources: ['*'] }, effect: { type: allow } }
`,
)

let lastAsked = 10_000
const idle = start('idle')
const busy = start('busy')
await Promise.all([idle.ready, busy.ready])
for (let at = 0; at < HELD; at++)
  void busy.send('tools/call', { name: 'ask', arguments: { message: `held ${at}` } })
await busy.call('echo')
const full = await openQueue('busy')
await held(full)
await fill(full, PENDING)

const samples = { idle: [], busy: [] }
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, proxy] of round % 2 === 0
    ? [
        ['idle', idle],
        ['busy', busy],
      ]
    : [
        ['busy', busy],
        ['idle', idle],
      ]) {
    const p50 = await measure(() => proxy.call('echo'), CALLS)
    if (round > 0) samples[name].push(p50)
  }
}
const [without, beside] = [median(samples.idle), median(samples.busy)]
console.log(`Node ${process.version}, ${ROUNDS} rounds of ${CALLS} calls, medians\n`)
console.log(`round trip of a call that needs nobody, nothing pending   ${without.toFixed(3)} ms`)
console.log(
  `the same beside ${PENDING} pending, ${HELD} held by this proxy      ${beside.toFixed(3)} ms   ${(beside / without).toFixed(2)}×`,
)

const empty = await openQueue('idle')
const few = await measure(() => askAndEnd(empty), 200)
for (let at = 0; at < 40; at++) await end(full, at)
const many = await measure(() => askAndEnd(full), 200)
console.log(`\nasking and withdrawing, queue empty                       ${few.toFixed(2)} ms`)
console.log(
  `the same beside ${PENDING - 40} pending                             ${many.toFixed(2)} ms   ${(many / few).toFixed(2)}×`,
)

await Promise.all([full.close(), empty.close()])
for (const proxy of [idle, busy]) proxy.child.kill('SIGKILL')
rmSync(root, { recursive: true, force: true })

function stateOf(name) {
  return join(root, name)
}

function start(name) {
  const env = { ...process.env, HOME: stateOf(name), XDG_STATE_HOME: stateOf(name) }
  const args = [COMMAND, 'proxy', '--stdio', '-p', policy, '--server', 'bench', '--', ...SERVER]
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
  const waiting = new Map()
  let rest = ''
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    for (const line of lines) {
      const { id } = JSON.parse(line)
      waiting.get(id)?.()
      waiting.delete(id)
    }
  })
  let lastId = 0
  const send = (method, params) => {
    const id = ++lastId
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
    return new Promise((resolve) => waiting.set(id, resolve))
  }
  const clientInfo = { name: 'bench', version: '1' }
  return {
    child,
    send,
    ready: send('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }),
    call: (tool) => send('tools/call', { name: tool, arguments: { message: 'x'.repeat(1024) } }),
  }
}

async function openQueue(name) {
  const state = join(stateOf(name), 'kvlar')
  const keys = await openApprovalKeys(join(state, 'keys', 'approvals.key'))
  const store = await openSqliteStore(join(state, 'approvals', 'approvals.db'))
  return createApprovals({ store, keys })
}

/** Waits until the proxy holds all of its own. */
async function held(queue) {
  for (let waited = 0; waited < 500; waited++) {
    if ((await queue.list({ states: ['pending'] })).length >= HELD) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the calls that are to be held are not')
}

/** Requests of many agents and servers, up to so many in all. */
async function fill(queue, upTo) {
  const there = (await queue.list({ states: ['pending'] })).length
  for (let at = 0; at < upTo - there; at++) await queue.request(asked(at))
}

function asked(at) {
  return {
    sessionId: `session ${at}`,
    action: {
      type: 'tool_call',
      resource: 'ask',
      parameters: { message: `pending ${at}` },
      agentId: `agent ${at}`,
      principal: { id: `agent ${at}`, kind: 'agent', roles: [] },
      server: `server ${at % 50}`,
    },
    redactFields: [],
    decision: {
      outcome: 'require_approval',
      code: 'POLICY_APPROVAL_REQUIRED',
      ruleId: 'asking',
      reason: 'bench',
    },
    policyDigest: 'sha256:00',
  }
}

async function end(queue, at) {
  const { request } = await queue.request(asked(at))
  await queue.cancel(request.id)
}

function askAndEnd(queue) {
  lastAsked += 1
  return end(queue, lastAsked)
}

async function measure(work, count) {
  const times = []
  for (let at = 0; at < count; at++) {
    const startedAt = performance.now()
    await work()
    times.push(performance.now() - startedAt)
  }
  return median(times)
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
