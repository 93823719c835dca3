import { createServer } from 'node:net'
import { openRedisCounters, openRedisStanding, openRedisStore } from '@kvlar/redis'

// A port where nobody listens: what cannot be reached denies.
const server = createServer().listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const { port } = server.address()
await new Promise((resolve) => server.close(resolve))

const code = await openRedisStore(`redis://127.0.0.1:${port}`, { commandMs: 500 }).then(
  () => 'opened',
  (error) => error.code,
)
if (code !== 'APPROVAL_STORE_UNAVAILABLE') throw new Error(code)

const counted = await openRedisCounters(`redis://127.0.0.1:${port}`, { commandMs: 500 }).then(
  () => 'opened',
  (error) => error.code,
)
if (counted !== 'EVALUATION_STATE_UNAVAILABLE') throw new Error(counted)

const stands = await openRedisStanding(`redis://127.0.0.1:${port}`, { commandMs: 500 }).then(
  () => 'opened',
  (error) => error.code,
)
if (stands !== 'EVALUATION_STATE_UNAVAILABLE') throw new Error(stands)
