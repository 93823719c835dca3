// What recording costs: `node bench/audit.mjs`. Ratios are wall clock per awaited entry over a plain log of the same
// objects (`JSON.stringify`, and one awaited write for all that wait), in the same run; CPU per entry is beside it.
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChainEnd, entryBody, signCheckpoint } from '../packages/audit/src/index.ts'
import {
  openHome,
  RecordWriter,
  RECORD_WRITER_DEFAULTS,
  verifyHome,
} from '../packages/audit/src/file/index.ts'
import { KeyPair } from '../packages/crypto/src/index.ts'

const ROUNDS = 20
const root = mkdtempSync(join(process.env.KVLAR_BENCH_DIR ?? tmpdir(), 'kvlar-bench-'))
const keys = await KeyPair.generate()
const trusted = (id) => (id === keys.id ? keys.publicKeys() : undefined)

const event = {
  kind: 'decided',
  sessionId: '5b0f9d1e-6a2f-4d6e-9a3e-0f7c2f1b8e11',
  callId: 1,
  from: 'client',
  method: 'tools/call',
  requestId: 12,
  action: {
    type: 'tool_call',
    resource: 'read_file',
    parameters: { path: '/home/alice/projects/readme.md', encoding: 'utf8', limit: 200 },
    agentId: 'mcp-agent',
    principal: { id: 'mcp-agent', kind: 'agent', roles: [] },
    server: 'filesystem',
  },
  redactFields: [],
  decision: {
    outcome: 'allow',
    code: 'POLICY_ALLOW',
    ruleId: 'allow-read',
    policy: 'fs',
    reason: 'reading is allowed',
  },
  effective: { outcome: 'allow', code: 'POLICY_ALLOW', reason: 'reading is allowed' },
  policyDigest: `sha256:${'c'.repeat(64)}`,
  facts: { nowMs: Date.now() },
  toolDefinition: 'a'.repeat(64),
  protocolRevision: '2025-06-18',
  decideUs: 12.5,
}
const context = { digestKey: new Uint8Array(32), engine: '0.4.0 icu/78.1' }
/** Calls of one session: what identifies a call and what it was called with differ from entry to entry. */
const bodies = Array.from({ length: 1024 }, (_, at) => {
  const parameters = { ...event.action.parameters, path: `/home/alice/projects/${at}/readme-${at * 7919}.md` }
  const call = { callId: at, requestId: at, decideUs: 5 + at / 64, facts: { nowMs: Date.now() + at } }
  return entryBody({ ...event, ...call, action: { ...event.action, parameters } }, context)
})
let calls = 0
const nextBody = () => bodies[calls++ % bodies.length]
const line = new ChainEnd().link(nextBody(), Date.now()).line
const head = { v: 1, index: 123_456, prev: 'd'.repeat(64) }

/** Writes the same objects as JSON with nothing around: whatever waits goes out in one write, as in the recorder. */
class PlainLog {
  #queue = []
  #busy = false
  constructor(handle, durability) {
    this.handle = handle
    this.durability = durability
  }
  record() {
    return new Promise((resolve) => {
      const entry = { ...nextBody(), ...head, time: new Date().toISOString() }
      this.#queue.push({ text: `${JSON.stringify(entry)}\n`, resolve })
      if (!this.#busy) void this.#flush()
    })
  }
  async #flush() {
    this.#busy = true
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const batch = this.#queue
      this.#queue = []
      await this.handle.write(batch.map(({ text }) => text).join(''))
      if (this.durability === 'disk') await this.handle.datasync()
      for (const { resolve } of batch) resolve()
    }
    this.#busy = false
  }
}

/** Microseconds of wall clock and CPU for one entry. */
async function measure(record, inFlight, entries) {
  let left = entries
  const cpu = process.cpuUsage()
  const start = performance.now()
  const lane = async () => {
    while (left-- > 0) await record()
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  const wall = (1000 * (performance.now() - start)) / entries
  const { user, system } = process.cpuUsage(cpu)
  return { wall, cpu: (user + system) / entries }
}

const best = (all, field) => Math.min(...all.map((one) => one[field]))

async function compare(durability, inFlight, entries) {
  const handle = await open(join(root, `plain-${durability}-${inFlight}`), 'a')
  const plainLog = new PlainLog(handle, durability)
  const home = await openHome(join(root, `home-${durability}-${inFlight}`))
  const recorder = new RecordWriter({
    ...RECORD_WRITER_DEFAULTS,
    home,
    signer: keys.signer(),
    keys: trusted,
    versions: {},
    durability,
  })
  const plain = []
  const ours = []
  for (let round = 0; round <= ROUNDS; round++) {
    const one = await measure(() => plainLog.record(), inFlight, entries)
    const other = await measure(() => recorder.record(nextBody()), inFlight, entries)
    if (round === 0) continue
    plain.push(one)
    ours.push(other)
  }
  await recorder.close()
  await handle.close()
  return {
    plain: best(plain, 'wall'),
    ours: best(ours, 'wall'),
    plainCpu: best(plain, 'cpu'),
    oursCpu: best(ours, 'cpu'),
    dir: home.dir,
  }
}

/** Microseconds of one call: the best of several rounds. */
async function microseconds(work, count) {
  let lowest = Number.POSITIVE_INFINITY
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now()
    for (let at = 0; at < count; at++) await work()
    if (round > 0) lowest = Math.min(lowest, (1000 * (performance.now() - start)) / count)
  }
  return lowest
}

const pad = (value, width) => String(value).padStart(width)
console.log(`Node ${process.version}; best of ${ROUNDS} rounds; an entry is ${line.length} bytes\n`)
console.log(
  `${'append'.padEnd(24)}${pad('plain µs', 10)}${pad('kvlar µs', 10)}${pad('ratio', 8)}${pad('entries/s', 12)}${pad('CPU µs', 9)}${pad('plain CPU', 11)}`,
)
let verified
for (const [durability, inFlight, entries] of [
  ['os', 1, 1500],
  ['os', 64, 6000],
  ['disk', 1, 150],
  ['disk', 64, 4000],
]) {
  const { plain, ours, plainCpu, oursCpu, dir } = await compare(durability, inFlight, entries)
  verified ??= dir
  console.log(
    `${`${durability}, ${inFlight} in flight`.padEnd(24)}${pad(plain.toFixed(1), 10)}${pad(ours.toFixed(1), 10)}${pad(`${(ours / plain).toFixed(2)}×`, 8)}${pad(Math.round(1e6 / ours), 12)}${pad(oursCpu.toFixed(1), 9)}${pad(plainCpu.toFixed(1), 11)}`,
  )
}

const start = performance.now()
const verdict = await verifyHome(verified, { keys: trusted })
const entries = verdict.chains.reduce((sum, { size }) => sum + size, 0)
const seconds = (performance.now() - start) / 1000
console.log(`\nverify: ${verdict.kind}, ${entries} entries, ${Math.round(entries / seconds)} entries/s`)

const end = new ChainEnd()
const first = { chain: 'c'.repeat(32), size: 1, root: end.root() }
const sign = await microseconds(
  () => signCheckpoint({ head: first, timeMs: Date.now(), others: [] }, keys.signer()),
  100,
)
const link = await microseconds(() => end.link(nextBody(), Date.now()), 5000)
const redact = await microseconds(() => entryBody(event, context), 5000)
console.log(
  `redact and digest: ${redact.toFixed(1)} µs; link and hash: ${link.toFixed(1)} µs; sign a checkpoint: ${sign.toFixed(0)} µs`,
)
rmSync(root, { recursive: true })
