import type { Approvals, EditJudge } from '@kvlar/approvals'
import type { createWebhookCallback } from '@kvlar/approvals/webhook'

/** What a reviewer page is served with. */
export interface PageOptions {
  readonly approvals: Approvals
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  /** File of those who may review; whoever holds the local token when absent. */
  readonly approvers?: string
  /** Audit home that the page shows; none when absent. */
  readonly auditDir?: string
  /** Judges calls that reviewers edit. */
  readonly editJudge: EditJudge
  /** Takes signed answers of the webhook. */
  readonly webhookCallback?: ReturnType<typeof createWebhookCallback>
}

/** A page that is being served. */
export interface ServedPage {
  /** Where reviewers sign in; no token is part of it. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the reviewer page. It rejects when the address cannot be had, which is no failure of those who ask: clients
 * start a proxy twice, and people use the page of the first.
 */
export type ServePage = (options: PageOptions) => Promise<ServedPage>
