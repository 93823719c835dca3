import type { SentArguments } from '@kvlar/approvals/webhook'
import type { Notifier } from './notifier.ts'
import type { QueuePlace } from './queue-place.ts'
import type { ServePage } from './serve-page.ts'

/** Which people are asked, and how. */
export interface ApprovalSettings {
  /** The queue, a file or `redis://…`; that of the environment, or else the user's own, when absent. */
  readonly queue?: string
  /** Serves the reviewer page from the first judged call on; nobody serves it here when absent. */
  readonly page?: PageSettings
  /** Announces requests and takes answers. */
  readonly webhook?: WebhookSettings
  /** Makes what tells the person at this machine that a call waits, such as `desktopNotifier`; nobody does when absent. */
  readonly notify?: () => Notifier
  /** How long requests wait, in place of what their rules say. */
  readonly timeoutMs?: number
  /** How long a client of a proxy is held before it is told to come back; 45 s when absent. */
  readonly holdMs?: number
}

export interface PageSettings {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  /** File of those who may review there; whoever holds the local token when absent. */
  readonly approvers?: string
  readonly serve: ServePage
}

export interface WebhookSettings {
  readonly url: string
  /** How much of the arguments it is told; `redacted` when absent. */
  readonly args?: SentArguments
}

/** The same with nothing left open; paths are absolute. */
export interface Asking extends Omit<ApprovalSettings, 'queue' | 'holdMs' | 'webhook'> {
  readonly queue: QueuePlace
  readonly holdMs: number
  readonly webhook?: Required<WebhookSettings> & {
    /** `whsec_…`, all current ones. */
    readonly secrets: readonly string[]
  }
}
