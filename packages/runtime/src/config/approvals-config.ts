import {
  dropUndefined,
  readBoolean,
  readDuration,
  readMap,
  readName,
  readOneOf,
  type Node,
  type Read,
} from '@kvlar/core/document'
import { BOOLEAN, DURATION, mapOf, NAME, type Schema } from '@kvlar/core/schema'

/** The keys of `approvals`, each with the line that editors show. */
const APPROVALS_KEYS = {
  queue:
    'Queue in which calls wait for people, a file relative to this one or redis://…; `KVLAR_APPROVALS_DB`, or else the user’s own, when absent.',
  page: 'Where a proxy serves the reviewer page from the first judged call on, as HOST:PORT; nowhere when absent.',
  approvers:
    'File of those who may review, relative to this file; whoever holds the local token when absent.',
  notify: 'Whether the person at this desktop, if there is one, is told that a call waits; true when absent.',
  hold: 'How long a call is held before the agent is told to come back; 45s when absent, and 0 for not at all.',
  timeout: 'How long a request waits for an answer, in place of what its rule says.',
  webhook: 'Where requests are announced, and which answers them.',
  webhook_args: 'How much of the arguments the webhook is told; `redacted` when absent.',
} as const

const SENT_ARGUMENTS = ['none', 'redacted', 'full'] as const

/** Which people are asked, as a file says it. Paths are as written. */
export interface ConfiguredApprovals {
  readonly queue?: string
  readonly page?: string
  readonly approvers?: string
  readonly notify?: boolean
  readonly holdMs?: number
  readonly timeoutMs?: number
  readonly webhook?: string
  readonly webhookArgs?: (typeof SENT_ARGUMENTS)[number]
}

/** `false`, where nobody is asked, or who is. */
export const readApprovals: Read<ConfiguredApprovals | false> = (node, report) => {
  if (node.kind === 'scalar' && node.value === false) return false
  const map = readMap(node, report, { keys: APPROVALS_KEYS, what: '`approvals`' })
  return (
    map &&
    dropUndefined({
      queue: map.optional('queue', readName),
      page: map.optional('page', readName),
      approvers: map.optional('approvers', readName),
      notify: map.optional('notify', readBoolean),
      holdMs: map.optional('hold', readDurationOrZero),
      timeoutMs: map.optional('timeout', readDuration),
      webhook: map.optional('webhook', readName),
      webhookArgs: map.optional('webhook_args', readOneOf(SENT_ARGUMENTS)),
    })
  )
}

/** A duration, or 0 for none at all. */
export const readDurationOrZero: Read<number> = (node, report) =>
  isZero(node) ? 0 : readDuration(node, report)

function isZero(node: Node): boolean {
  return node.kind === 'scalar' && (node.value === 0 || node.value === '0')
}

export const DURATION_OR_ZERO: Schema = { anyOf: [DURATION, { enum: [0, '0'] }] }

export function approvalsSchema(): Schema {
  const who = mapOf(APPROVALS_KEYS, {
    queue: NAME,
    page: NAME,
    approvers: NAME,
    notify: { ...BOOLEAN, default: true },
    hold: DURATION_OR_ZERO,
    timeout: DURATION,
    webhook: NAME,
    webhook_args: { enum: SENT_ARGUMENTS, default: 'redacted' },
  })
  return { anyOf: [{ const: false }, who] }
}
