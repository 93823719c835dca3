import { startReviewerServer, type ReviewerServer } from '@kvlar/reviewer/server'
import { ApproveKit, Policy, type ApproveKitOptions } from '@kvlar/sdk/approvekit'
import { afterEach } from 'vitest'
import { openQueue, queueFile } from '../../../approvals/test/queues.ts'
import { signedIn } from '../../../reviewer/test/support/server.ts'

/** The policy of ApproveKit's guided demo. */
export const DEMO_POLICY = {
  default_timeout: 60,
  rules: [
    {
      tool: 'prod_write',
      require_approval: true,
      timeout: 8,
      risk_level: 'high',
      redact_fields: ['value'],
    },
    { tool: 'read_record', auto_approve: true, risk_level: 'low' },
    { tool: 'send_email', require_approval: true },
    { tool: 'read_pii', require_approval: true, redact_fields: ['ssn'] },
    { tool: 'delete_record', require_approval: true },
  ],
}

const servers: ReviewerServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

/** A kit over a queue on disk, with a clock that the test moves, and what ran. */
export async function sqliteKit(policy: object = DEMO_POLICY, options: ApproveKitOptions = {}) {
  const file = queueFile()
  const clock = { ms: Date.now() }
  const approvals = await openQueue(file, () => clock.ms)
  const kit = new ApproveKit(Policy.fromDict(policy), approvals, options)
  const ran: unknown[] = []
  /** A guarded function of that name. */
  const tool = (name: string) => {
    const body = (args: object): string => {
      ran.push(args)
      return 'done'
    }
    Object.defineProperty(body, 'name', { value: name })
    return kit.guard(body)
  }
  /** Moves the clock and looks at it. */
  const wait = async (ms: number): Promise<void> => {
    clock.ms += ms
    await approvals.sweep()
  }
  return { file, clock, approvals, kit, ran, tool, wait }
}

/** A kit in one program, and the reviewer in another one over the same file, with somebody signed in. */
export async function servedKit(policy: object = DEMO_POLICY) {
  const queue = await sqliteKit(policy)
  const reviewing = await openQueue(queue.file, () => queue.clock.ms)
  const tokenFile = `${queue.file}.token`
  const server = await startReviewerServer({ approvals: reviewing, port: 0, tokenFile })
  servers.push(server)
  return { ...queue, server, ...(await signedIn(server, tokenFile)) }
}

/** What a call was rejected with. */
export async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}
