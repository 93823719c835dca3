import { afterEach } from 'vitest'
import { createBroker, type Approvals } from '@kvlar/approvals'
import { startReviewerServer, type ReviewerServer, type ReviewerServerOptions } from '@kvlar/reviewer/server'
import { call, onlyPending } from '../../../approvals/test/calls.ts'
import { openQueue, queueFile } from '../../../approvals/test/queues.ts'
import { signedIn } from './server.ts'

const servers: ReviewerServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

/** A queue on disk, with a clock that the test moves, and the reviewer server over it. */
export async function served(over: (approvals: Approvals) => Partial<ReviewerServerOptions> = () => ({})) {
  const file = queueFile()
  const clock = { ms: Date.now() }
  const approvals = await openQueue(file, () => clock.ms)
  const tokenFile = `${file}.token`
  const server = await startReviewerServer({ approvals, port: 0, tokenFile, ...over(approvals) })
  servers.push(server)
  const broker = createBroker({ approvals, holdMs: 0 })
  const ask = async (...asked: Parameters<typeof call>) =>
    broker.ask(call(...asked), new AbortController().signal)
  /** Asks, and gives the request that waits. */
  const held = async (...asked: Parameters<typeof call>) => {
    await ask(...asked)
    return (await approvals.get(await onlyPending(approvals))) ?? Promise.reject(new Error('it is gone'))
  }
  return { approvals, ask, clock, file, held, server, tokenFile }
}

/** As `served`, with the person at this machine signed in. */
export async function reviewed(over?: Parameters<typeof served>[0]) {
  const queue = await served(over)
  return { ...queue, ...(await signedIn(queue.server, queue.tokenFile)) }
}
