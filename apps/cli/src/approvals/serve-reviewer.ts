import type { Approvals } from '@kvlar/approvals'
import { startReviewerServer, type ReviewerServer, type ReviewerServerOptions } from '@kvlar/reviewer/server'
import { reviewerTokenFile } from '@kvlar/runtime/places'
import { loadApprovers } from '@kvlar/runtime/approvals'
import { auditView } from './audit-view.ts'

export interface ServeReviewerOptions extends Pick<
  ReviewerServerOptions,
  'hosts' | 'isSecure' | 'fileRoots' | 'webhookCallback' | 'editJudge'
> {
  readonly approvals: Approvals
  readonly host: string
  readonly port: number
  /** File of those who may review; the holder of the local token when absent. */
  readonly approvers?: string
  /** Audit home that the page shows; none when absent. */
  readonly auditDir?: string
}

/** Serves the reviewer page and the API. @throws ApprovalsError, UsageError; the system's error for a taken address */
export async function serveReviewer({
  approvers,
  auditDir,
  ...rest
}: ServeReviewerOptions): Promise<ReviewerServer> {
  return startReviewerServer({
    ...rest,
    tokenFile: reviewerTokenFile(),
    ...(approvers !== undefined && { approvers: loadApprovers(approvers) }),
    ...(auditDir !== undefined && { audit: auditView(auditDir) }),
  })
}
