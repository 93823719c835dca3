// What a decision costs on its way through the store of calls: `node bench/limits.mjs`.
// Without state, with a limit and a budget that are kept in memory, and in SQLite, one at a time and 64 at a time.
// Each decision reads, leaves its marks and settles. The ratio is against the same decisions without state.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  agentPrincipal,
  createEngine,
  createMemoryCounters,
  decideWithState,
  loadPolicy,
} from '../packages/core/src/index.ts'
import { openSqliteCounters } from '../packages/gate/src/sqlite/index.ts'

const ROUNDS = 5
const parseUrl = (text) => URL.parse(text) ?? undefined
const engineOf = (...conditions) =>
  createEngine(
    [
      loadPolicy({
        name: 'bench',
        rules: [{ id: 'pay', match_on: { resources: ['pay'], conditions }, effect: { type: 'allow' } }],
      }),
    ],
    { parseUrl },
  )
const amount = { field: 'amount', operator: 'at_most', value: 1000 }
const stateless = engineOf(amount)
const stateful = engineOf(
  amount,
  { rate_limit: { max: 4_000_000_000, window: '1h' } },
  { sum: { of: 'amount', within: '1h', at_most: 900_000_000 } },
)
const action = {
  type: 'tool_call',
  resource: 'pay',
  parameters: { amount: 1 },
  agentId: 'bench',
  principal: agentPrincipal('bench'),
}

let calls = 0
function decide(engine, counters) {
  const decisionId = `d${(calls += 1)}`
  const settled = (made) => {
    if (made.verdict.outcome !== 'allow') throw new Error(made.verdict.reason)
    return made.marks.length === 0 ? undefined : counters.settle(decisionId, 'ok')
  }
  // A window of a few hundred calls, as an agent makes them.
  const made = decideWithState(engine, counters, {
    action,
    decisionId,
    nowMs: calls * 20_000,
    sessionId: 's',
  })
  return made instanceof Promise ? made.then(settled) : settled(made)
}

async function perSecond(count, inFlight, engine, counters) {
  let best = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now()
    for (let done = 0; done < count; done += inFlight) {
      if (inFlight === 1) {
        const made = decide(engine, counters)
        if (made !== undefined) await made
      } else await Promise.all(Array.from({ length: inFlight }, () => decide(engine, counters)))
    }
    best = Math.max(best, (count / (performance.now() - startedAt)) * 1000)
  }
  return best
}

const folder = mkdtempSync(join(tmpdir(), 'kvlar-bench-'))
const memory = createMemoryCounters()
const sqlite = await openSqliteCounters(join(folder, 'limits.db'))
const rows = [
  ['without state', 200_000, 1, stateless, memory],
  ['in memory', 50_000, 1, stateful, memory],
  ['SQLite, one at a time', 1000, 1, stateful, sqlite],
  ['SQLite, 64 at a time', 4096, 64, stateful, sqlite],
]
let base
for (const [name, ...of] of rows) {
  const found = await perSecond(...of)
  base ??= found
  console.log(
    `${name.padEnd(24)} ${Math.round(found).toLocaleString('en').padStart(10)} decisions/s  ${(base / found).toFixed(1)}x`,
  )
}
await sqlite.close()
rmSync(folder, { recursive: true, force: true })
