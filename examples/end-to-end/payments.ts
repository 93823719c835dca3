/*
 * The service downstream: it pays a refund if, and only if, there is a permit for exactly that. It is a process of its own
 * and shares nothing with the gate: `node payments.ts DIRECTORY ROOT [REDIS-URL]` prints its address.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { openRedisReplayStore } from '@kvlar/redis'
import { openPermits } from '@kvlar/sdk/permits'

// The directory of keys, and the one public key that it is trusted by: that of who signs it.
const [directory = '', root = '', redisUrl] = process.argv.slice(2)

const permits = await openPermits({
  directory,
  root,
  audience: 'payments',
  // Used permits are remembered for all replicas; in the memory of this process there may be only one.
  ...(redisUrl === undefined ? { replicas: 1 } : { replayStore: await openRedisReplayStore(redisUrl) }),
})

const server = createServer((request, response) => {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  text(request)
    .then((body) =>
      permits.redeem(request.headers['kvlar-permit'], {
        action: 'issue_refund',
        parameters: JSON.parse(body),
      }),
    )
    // What was judged, frozen: never the body again.
    .then(({ parameters }) => answer(200, { paid: parameters }))
    // Which of the reasons it was, an attacker is not told.
    .catch(() => answer(401, { error: 'a permit is required' }))
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/refund`)
})
