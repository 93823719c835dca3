import { quietly, type Floor } from '@kvlar/gate'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import type { Recorder } from '../ports.ts'
import { unknownKey } from '../unknown-key.ts'

export interface ApproveKitOptions {
  /** Whose calls these are; `approvekit` when absent. */
  readonly agentId?: string
  /** Who decides through `approve` and `reject`; `local` when absent. Never the agent. */
  readonly approverId?: string
  /** Keeps what happened, beside the history in memory; nothing runs that it has not taken. */
  readonly record?: Recorder
  /** Denies calls that reach for Kvlar's own files, whatever the policy says. */
  readonly floor?: Floor
  /** Told what the caller is not: a record or a queue that fails. */
  readonly onFailure?: (error: unknown) => void
}

const KEYS: Readonly<Record<keyof ApproveKitOptions, true>> = {
  agentId: true,
  approverId: true,
  record: true,
  floor: true,
  onFailure: true,
}

/**
 * The options with their defaults.
 *
 * @throws KvlarMisuse `KVLAR_BAD_OPTION`
 */
export function readKitOptions(options: ApproveKitOptions) {
  const unknown = unknownKey(options, KEYS)
  if (unknown !== undefined)
    throw new KvlarMisuse(
      'KVLAR_BAD_OPTION',
      `\`${unknown}\` is not an option of ApproveKit; refusing to start`,
    )
  const { agentId = 'approvekit', approverId = 'local', record = () => {}, floor, onFailure } = options
  return { agentId, approverId, record, onFailure: quietly(onFailure), ...(floor !== undefined && { floor }) }
}
