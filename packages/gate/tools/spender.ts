/*
 * One of many processes that spend from one budget: it decides its calls over the counters in a file as a gate does, and
 * says on its own line of every call that was let go what it adds, before it asks for the next. The first line is none.
 */
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { agentPrincipal, createEngine, decideWithState, loadPolicy, type Action } from '@kvlar/core'
import { parseUrl } from '@kvlar/core/node'
import { openSqliteCounters } from '@kvlar/gate/sqlite'

const [, , file = '', name = '', calls = '0', atMost = '0'] = process.argv

const policy = loadPolicy({
  name: 'hammer',
  rules: [
    {
      id: 'spend',
      match_on: {
        resources: ['spend'],
        conditions: [
          { sum: { of: 'amount', within: '1d', at_most: Number(atMost), by: 'pot', pot: 'all' } },
          { rate_limit: { max: 1_000_000, window: '1d' } },
        ],
      },
      effect: { type: 'allow' },
    },
  ],
})
const engine = createEngine([policy], { parseUrl })
const counters = await openSqliteCounters(file)
// All begin together, once all are there.
writeSync(1, '0\n')
await once(process.stdin, 'data')
for (let index = 0; index < Number(calls); index += 1) {
  const amount = 1 + (index % 7)
  const action: Action = {
    type: 'tool_call',
    resource: 'spend',
    parameters: { amount },
    agentId: name,
    principal: agentPrincipal(name),
  }
  const decisionId = `${name}:${index}`
  const decide = () =>
    decideWithState(engine, counters, { action, decisionId, nowMs: Date.now(), sessionId: name })
  let decided = await decide()
  // Busy for over 250 ms denies; here it asks again, so that all of the budget is spent in the end.
  for (let tries = 0; decided.verdict.code === 'EVALUATION_STATE_UNAVAILABLE' && tries < 50; tries += 1)
    decided = await decide()
  if (decided.verdict.outcome === 'allow') writeSync(1, `${amount}\n`)
  await counters.settle(decisionId, decided.verdict.outcome === 'allow' ? 'ok' : 'not_run')
}
await counters.close()
