import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { createApprovals, type Approvals } from '@kvlar/approvals'
import { ApproveKit, Policy } from '@kvlar/approvals/approvekit'
import { startReviewerServer, type ReviewerServer } from '@kvlar/approvals/http'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import { signedIn } from './server.ts'

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
const queues: Approvals[] = []
const folders: string[] = []

/** A path for a queue in a folder of its own, which is removed after the test. */
export function queueFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-kit-'))
  folders.push(folder)
  return join(folder, 'approvals.db')
}

/** A queue on disk, closed after the test. */
export async function openQueue(file: string, now: () => number = Date.now): Promise<Approvals> {
  const keys = await openApprovalKeys(`${file}.key`)
  const opened = createApprovals({ store: await openSqliteStore(file), keys, now, pollMs: 10 })
  let closing: Promise<void> | undefined
  // A test may close it before its end does.
  const approvals = { ...opened, close: async () => (closing ??= opened.close()) }
  queues.push(approvals)
  return approvals
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
  for (const approvals of queues.splice(0)) await approvals.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A kit over a queue on disk, with a clock that the test moves, and what ran. */
export async function sqliteKit(policy: object = DEMO_POLICY) {
  const file = queueFile()
  const clock = { ms: Date.now() }
  const approvals = await openQueue(file, () => clock.ms)
  const kit = new ApproveKit(Policy.fromDict(policy), approvals)
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
