import type { Approvals } from '@kvlar/approvals'
import { startReviewerServer, type ReviewerServer } from '@kvlar/approvals/http'
import { reviewerTokenFile } from '../paths.ts'

export interface ServeReviewerOptions {
  readonly approvals: Approvals
  readonly host: string
  readonly port: number
  /** File of those who may review; the holder of the local token when absent. */
  readonly approvers?: string
}

/** Serves the reviewer page and the API. @throws ApprovalsError, UsageError; the system's error for a taken address */
export async function serveReviewer({
  approvals,
  host,
  port,
}: ServeReviewerOptions): Promise<ReviewerServer> {
  return startReviewerServer({ approvals, host, port, tokenFile: reviewerTokenFile() })
}
