/*
 * One of many processes that spend from one limit and one budget: it decides its calls over the counters as a gate does,
 * and says on a line of its own of every call that was let go between which moments that was, before it says how the call
 * ended and asks for the next. It begins when it is told to, and ends with its input.
 */
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import {
  agentPrincipal,
  createEngine,
  decideWithState,
  loadPolicy,
  type Action,
  type DurableCounters,
  type Facts,
} from '@kvlar/core'
import { parseUrl } from '@kvlar/core/node'
import { openSqliteCounters } from '@kvlar/gate/sqlite'
import { openRedisCounters } from '../../redis/src/index.ts'
import { BUDGET, LIMIT } from './hammering/caps.ts'

/** Amounts are counted in ten-thousandths. */
const UNITS = 10_000

const [, , store = '', name = '', total = '0'] = process.argv

const policy = loadPolicy({
  name: 'hammer',
  rules: [
    {
      id: 'spend',
      match_on: {
        resources: ['spend'],
        conditions: [
          { count: { within: `${LIMIT.windowMs / 1000}s`, at_most: LIMIT.atMost, by: 'pot', pot: 'limit' } },
          {
            sum: {
              of: 'amount',
              within: `${BUDGET.windowMs / 1000}s`,
              at_most: BUDGET.atMost,
              by: 'pot',
              pot: 'budget',
            },
          },
          { sum: { of: 'amount', within: '1d', at_most: Number(total), by: 'pot', pot: 'all' } },
        ],
      },
      effect: { type: 'allow' },
    },
  ],
})
const engine = createEngine([policy], { parseUrl })
const counters = await openCounters()
const say = (line: string): void => void writeSync(1, `${line}\n`)

say('ready')
await once(process.stdin, 'data')
const ending = new AbortController()
process.stdin.resume().on('end', () => ending.abort())

for (let index = 0; !ending.signal.aborted; index += 1) {
  const amount = 1 + (index % 7)
  const action: Action = {
    type: 'tool_call',
    resource: 'spend',
    parameters: { amount },
    agentId: name,
    principal: agentPrincipal(name),
  }
  const decisionId = `${name}:${index}`
  const nowMs = Date.now()
  const made = await decideWithState(engine, counters, { action, decisionId, nowMs, sessionId: name })
  const isLetGo = made.verdict.outcome === 'allow'
  // Some calls that were let go certainly do not run after all.
  const hasRun = isLetGo && index % 11 !== 0
  if (hasRun) say(`spent ${nowMs} ${Date.now()} ${amount}`)
  else if (made.verdict.code === 'EVALUATION_STATE_UNAVAILABLE') say('unavailable')
  else if (!isLetGo) say(isAllSpent(made.facts) ? 'done' : 'refused')
  // What cannot be told now is told later.
  await counters.settle(decisionId, hasRun ? 'ok' : 'not_run').catch(() => undefined)
  // Whoever is refused asks again soon, as an agent does.
  await (isLetGo ? nextTurn() : sleep(1))
}
await counters.close()

/** A process that is started while the store is away waits for it. */
async function openCounters(): Promise<DurableCounters> {
  for (;;) {
    try {
      return await (store.startsWith('redis:')
        ? openRedisCounters(store, { commandMs: 1000 })
        : openSqliteCounters(store))
    } catch {
      await sleep(50)
    }
  }
}

/** Whether nothing but the whole budget refuses: calls that a window refuses take up room in it until they are taken back. */
function isAllSpent({ counts }: Facts): boolean {
  const stands = (pot: string): number => [...(counts ?? [])].find(([key]) => key.includes(pot))?.[1] ?? 0
  return (
    stands('all') > Number(total) * UNITS &&
    stands('limit') <= LIMIT.atMost &&
    stands('budget') <= BUDGET.atMost * UNITS
  )
}
