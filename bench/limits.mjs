// What a call costs on its way through the gate, by where limits are counted: `node bench/limits.mjs`.
// Each call is judged, leaves its marks and ends; one at a time and 64 at a time. First a rule without state, alone and
// in a policy that has limits too; then a limit and a budget in memory, in SQLite and on Redis, as ratios to that. Last
// one limit beside `rate-limiter-flexible`, which counts in fixed windows, one trip for each call; the gate's slide, and
// it says how each call ended by a second trip. Without redis-server those of Redis are left out.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import { agentPrincipal, createEngine, createMemoryCounters, loadPolicy } from '../packages/core/src/index.ts'
import { createGate } from '../packages/gate/src/index.ts'
import { openSqliteCounters } from '../packages/gate/src/sqlite/index.ts'
import { openRedisCounters } from '../packages/redis/src/index.ts'
import { Redis, redisServer, startRedis } from '../packages/redis/test/redis-server.ts'

const ROUNDS = 7
/** So many that none is ever reached. */
const MANY = 900_000_000
const parseUrl = (text) => URL.parse(text) ?? undefined
const amount = { field: 'amount', operator: 'at_most', value: 1000 }
const rateLimit = { rate_limit: { max: MANY, window: '1h' } }
const budget = { sum: { of: 'amount', within: '1h', at_most: MANY } }
const engineOf = (...rules) => createEngine([loadPolicy({ name: 'bench', rules })], { parseUrl })
const rule = (id, resource, ...conditions) => ({
  id,
  match_on: { resources: [resource], conditions },
  effect: { type: 'allow' },
})
const reads = rule('read', 'read', amount)
const stateless = engineOf(reads)
const both = engineOf(reads, rule('pay', 'pay', amount, rateLimit, budget))
const limit = engineOf(rule('pay', 'pay', rateLimit))

let calls = 0
/** Takes one call along the whole road. */
function caller(engine, counters, resource) {
  // A window of a few hundred calls, as an agent makes them.
  const gate = createGate({
    engine: () => engine,
    counters,
    record: () => undefined,
    now: () => calls * 20_000,
  })
  const actions = [
    {
      type: 'tool_call',
      resource,
      parameters: { amount: 1 },
      agentId: 'bench',
      principal: agentPrincipal('bench'),
    },
  ]
  const ended = (call, ruling) => {
    if (ruling.kind !== 'pass') throw new Error(ruling.verdict?.reason ?? ruling.kind)
    gate.ended(call, 'ok')
  }
  return () => {
    const call = { sessionId: 's', callId: (calls += 1), actions, context: {} }
    const ruling = gate.judge(call)
    return ruling instanceof Promise ? ruling.then((later) => ended(call, later)) : ended(call, ruling)
  }
}

async function secondsOf(work, count, inFlight) {
  const startedAt = performance.now()
  for (let done = 0; done < count; done += inFlight) {
    if (inFlight === 1) {
      const made = work()
      if (made !== undefined) await made
    } else await Promise.all(Array.from({ length: inFlight }, work))
  }
  return (performance.now() - startedAt) / 1000
}

/** The best of some rounds of each, taken in turns, so that what warms up or slows down meets all of them. */
async function perSecond(count, inFlight, ...works) {
  const best = works.map(() => 0)
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [at, work] of works.entries())
      best[at] = Math.max(best[at], count / (await secondsOf(work, count, inFlight)))
  return best
}

const shown = (name, found, ratio) =>
  console.log(`${name.padEnd(52)} ${Math.round(found).toLocaleString('en').padStart(10)}/s  ${ratio}`)

const folder = mkdtempSync(join(tmpdir(), 'kvlar-bench-'))
const memory = createMemoryCounters()
const sqlite = await openSqliteCounters(join(folder, 'limits.db'))
const server = redisServer === undefined ? undefined : await startRedis()
const redis = server && (await openRedisCounters(server.url, { time: 'calls' }))
const client = server && new Redis(server.url)

const [base, beside] = await perSecond(
  100_000,
  1,
  caller(stateless, memory, 'read'),
  caller(both, memory, 'read'),
)
shown('a rule without state', base, '')
shown('the same, beside a limit and a budget', beside, `${(base / beside).toFixed(2)}x the time`)

for (const [name, counters, count, inFlight] of [
  ['a limit and a budget in memory', memory, 50_000, 1],
  ['in SQLite, one at a time', sqlite, 1000, 1],
  ['in SQLite, 64 at a time', sqlite, 4096, 64],
  ['on Redis, one at a time', redis, 2000, 1],
  ['on Redis, 64 at a time', redis, 16_384, 64],
]) {
  if (counters === undefined) continue
  const [found] = await perSecond(count, inFlight, caller(both, counters, 'pay'))
  shown(name, found, `${(base / found).toFixed(1)}x the time of a rule without state`)
}

/** One limit alone, by the gate and by rate-limiter-flexible. */
async function besideFlexible(name, counters, theirs, count, inFlight) {
  const [flexible, found] = await perSecond(
    count,
    inFlight,
    () => theirs.consume('bench'),
    caller(limit, counters, 'pay'),
  )
  shown(`one limit ${name}: rate-limiter-flexible`, flexible, '')
  shown(`one limit ${name}: the gate`, found, `${(flexible / found).toFixed(2)}x the time of the former`)
}

const limiter = { points: MANY, duration: 3600 }
await besideFlexible('in memory', memory, new RateLimiterMemory(limiter), 50_000, 1)
if (redis !== undefined) {
  const theirs = new RateLimiterRedis({ ...limiter, storeClient: client })
  await besideFlexible('on Redis, one at a time', redis, theirs, 2000, 1)
  await besideFlexible('on Redis, 64 at a time', redis, theirs, 16_384, 64)
}

await sqlite.close()
await redis?.close()
client?.disconnect()
await server?.remove()
rmSync(folder, { recursive: true, force: true })
