// How soon nobody passes any more: `node bench/kill-switch.mjs`.
// Two proxies and two programs with `guard()`, as on four machines that share a Redis, each with a client that makes calls
// without end, 16 at a time. One person throws the kill switch, then turns the principal of all of them away; then the kill
// switch again while the second pair is cut off from Redis. A call that is made once that stands must not pass; those
// under way may still be answered. Times are since the revocation stood in Redis.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFleet } from '../apps/cli/test/support/fleet.ts'
import { startForwarder } from '../packages/redis/test/forwarder.ts'
import { redisServer, startRedis } from '../packages/redis/test/redis-server.ts'

const EVERYTHING = { target: { kind: 'everything' }, code: 'KILL_SWITCH' }

if (redisServer !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-fleet-'))
  const server = await startRedis()
  const road = await startForwarder(server.port)
  const main = join(import.meta.dirname, '../apps/cli/src/main.ts')
  const ways = [server.url, server.url, road.url, road.url]
  const fleet = await startFleet({ main, folder, redis: server.url, ways, callsAtOnce: 16 })
  const cases = [
    { what: 'everything turned away', who: EVERYTHING },
    {
      what: 'the principal turned away',
      who: { target: { kind: 'principal', id: 'mcp-agent' }, code: 'IDENTITY_FAILED' },
    },
    {
      what: 'everything turned away, 2 and 3 cut off',
      who: EVERYTHING,
      partition: { hits: [2, 3], begin: () => road.cut(), end: () => road.mend() },
    },
  ]
  for (const { what, who, partition } of cases) {
    const { tookMs, replicas } = await fleet.turnAway(who, partition)
    const passed = replicas.reduce((sum, { passedAfter }) => sum + passedAfter, 0)
    const refused = replicas.reduce((sum, { refusedAfter }) => sum + refusedAfter, 0)
    console.log(
      `${what}: it stood after ${tookMs.toFixed(1)} ms; of calls made then, ${passed} passed and ${refused} were refused`,
    )
    console.table(
      replicas.map(({ kind, before, passedAfter, refusedAfter, lastPassMs, firstRefusalMs }) => ({
        replica: kind,
        'passed before': before,
        'passed, made after': passedAfter,
        'refused, made after': refusedAfter,
        'last pass answered, ms': Number(lastPassMs.toFixed(1)),
        'first refusal answered, ms': Number(firstRefusalMs.toFixed(1)),
      })),
    )
    await fleet.letIn(who.target)
  }
  await fleet.close()
  await road.close()
  await server.remove()
  rmSync(folder, { recursive: true, force: true })
}
