import type { Environment, Launcher } from '@kvlar/clients'
import { checkPolicies } from '../doctor/check-policies.ts'
import { readKeptTools, type KeptTools } from '../tools/kept-tools.ts'
import { readClients } from './read-clients.ts'
import { lastDenied, readNewest, readRecord } from './read-record.ts'
import { readShadow } from './read-shadow.ts'
import { readWaiting } from './read-waiting.ts'
import type { GuardedServer, Status } from './status.ts'

export interface StatusOptions {
  readonly environment: Environment
  readonly launcher: Launcher
  /** The queue; that of the environment, or else the user's own, when absent. */
  readonly queue: string | undefined
  readonly auditDir: string
  readonly nowMs: number
  /** Told of the verification of the record now and then. */
  readonly onProgress: (bytesRead: number, bytes: number) => void
}

/**
 * Looks at everything and changes nothing. What cannot be looked at is a part of the answer and keeps nothing else from
 * being said.
 */
export async function readStatus(options: StatusOptions): Promise<Status> {
  const { queue, auditDir, nowMs, onProgress } = options
  const clients = readClients(options)
  const servers = clients.files.flatMap((file) => file.servers)
  const [waiting, newest, record, tools] = await Promise.all([
    readWaiting(queue, nowMs),
    readNewest(auditDir),
    readRecord(auditDir, onProgress),
    readKeptTools(nowMs),
  ])
  return {
    clients,
    policies: checkPolicies([...new Set(servers.flatMap(({ policies }) => policies))]),
    waiting,
    denied: lastDenied(newest),
    shadow: newest.kind === 'known' ? await readShadow(auditDir, newest.rows, nowMs) : newest,
    record,
    tools: tools.filter((kept) => isStill(kept, servers)),
  }
}

/** Of a server that a client starts under these policies still, or that somebody starts by hand. */
function isStill({ server, policies }: KeptTools, servers: readonly GuardedServer[]): boolean {
  const named = servers.filter(({ name }) => name === server)
  return (
    named.length === 0 ||
    named.some((one) => one.policies.length === 0 || one.policies.join('\n') === policies.join('\n'))
  )
}
