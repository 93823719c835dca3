import { resolve } from 'node:path'
import type { Principal } from '@kvlar/core'
import type { DriftOptions, Evaluator, ObserveOnly } from '@kvlar/gate'
import { queuePlace } from '../approvals/queue-place.ts'
import type { ApprovalSettings, Asking, PageSettings, WebhookSettings } from '../approvals/asking.ts'
import { webhookSecrets } from '../approvals/webhook-secrets.ts'
import { tellProcess, type Tell } from '../notice.ts'
import { recordPlace, type RecordPlace } from '../record/record-place.ts'
import { keptPlace, type LimitsPlace } from '../limits/limits-place.ts'
import { sessionsPlace, type SessionsPlace } from '../standing/sessions-place.ts'
import { sharedStanding, type SharedStanding } from '../standing/shared-standing.ts'
import { loadInvariants, type LoadedInvariants } from '../standing/load-invariants.ts'
import { checkSettings } from './check-settings.ts'
import type { PermitSettings } from '../permits/permit-settings.ts'
import type { KvlarSettings } from './kvlar-settings.ts'

/** Settings with their defaults; paths are absolute, and nothing is open yet. */
export interface ReadSettings {
  /** Empty for the user's own. */
  readonly policies: readonly string[]
  readonly watch: boolean
  /** Absent when nothing is recorded. */
  readonly place: RecordPlace | undefined
  /** Absent when nobody is asked. */
  readonly asking: Asking | undefined
  readonly limits: LimitsPlace
  readonly sessions: SessionsPlace
  /** Where machines share sessions and who is turned away; absent where nothing is shared. */
  readonly shared: SharedStanding | undefined
  /** Absent when no permits are signed. */
  readonly permits: PermitSettings | undefined
  readonly agentId: string
  readonly principal: Principal | undefined
  readonly protect: readonly string[]
  readonly invariants: LoadedInvariants | undefined
  readonly drift: DriftOptions | undefined
  readonly evaluators: readonly Evaluator[] | undefined
  readonly evaluatorTimeoutMs: number | undefined
  readonly observeOnly: ObserveOnly | undefined
  readonly tell: Tell
}

/** How long a client of a proxy is held. */
const HOLD_MS = 45_000

/**
 * Reads settings whole, so that what cannot work is told now and not when the first call waits.
 * @throws SettingsError, ConfigError for approvers and invariants, ApprovalsError for a webhook that cannot be asked
 */
export async function readSettings(given: KvlarSettings): Promise<ReadSettings> {
  checkSettings(given)
  const {
    policies = [],
    watch = false,
    record,
    approvals = {},
    limits,
    sessions,
    redis,
    permits,
    agentId = 'sdk-agent',
    principal,
    protect = [],
  } = given
  return {
    policies,
    watch,
    place: recordPlace(record),
    asking: approvals === false ? undefined : await readAsking(approvals),
    limits: limits === 'memory' ? { kind: 'memory' } : await keptPlace({ limits, redis }),
    sessions: sessionsPlace(sessions, redis !== undefined),
    shared: redis === undefined ? undefined : await sharedStanding(redis),
    permits,
    agentId,
    principal,
    protect,
    invariants: given.invariants === undefined ? undefined : loadInvariants(given.invariants),
    drift: given.drift,
    evaluators: given.evaluators,
    evaluatorTimeoutMs: given.evaluatorTimeoutMs,
    observeOnly: given.observeOnly,
    tell: quietly(given.tell ?? tellProcess),
  }
}

async function readAsking({
  queue,
  page,
  webhook,
  timeoutMs,
  notify,
  holdMs = HOLD_MS,
}: ApprovalSettings): Promise<Asking> {
  return {
    queue: queuePlace(queue),
    holdMs,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(notify !== undefined && { notify }),
    ...(page !== undefined && { page: await readPage(page) }),
    ...(webhook !== undefined && { webhook: await readWebhook(webhook) }),
  }
}

async function readPage({ approvers, ...page }: PageSettings): Promise<PageSettings> {
  if (approvers === undefined) return page
  const { loadApprovers } = await import('../approvals/approvers-file.ts')
  const file = resolve(approvers)
  loadApprovers(file)
  return { ...page, approvers: file }
}

async function readWebhook({
  url,
  args = 'redacted',
}: WebhookSettings): Promise<NonNullable<Asking['webhook']>> {
  const { checkWebhookUrl } = await import('@kvlar/approvals/webhook')
  checkWebhookUrl(url)
  return { url, args, secrets: await webhookSecrets() }
}

/** Whoever is told decides nothing, also by failing. */
function quietly(tell: Tell): Tell {
  return (notice) => {
    try {
      tell(notice)
    } catch {
      // There is nobody left to tell.
    }
  }
}
