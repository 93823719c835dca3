/**
 * The reviewer page and the JSON API, served over HTTP on this machine by default.
 *
 * Deciding goes through the one `decide` of the queue; who decides comes from a bearer token or a browser session.
 * It serves nothing of other sites, makes no text markup, and changes nothing on GET.
 */
export { startReviewerServer, type ReviewerServer, type ReviewerServerOptions } from './reviewer-server.ts'
export {
  authenticateApprovers,
  tokenSha256,
  type Authenticate,
  type ConfiguredApprover,
  type Identity,
} from './approver-directory.ts'
export { openLocalToken, readLocalToken } from './local-token.ts'
export { requestJson } from './request-json.ts'
export { headline, type Headline } from './view/headline.ts'
export { openApi } from './open-api.ts'
export type { AuditView } from './audit-view.ts'
export type { WebhookCallback } from './callback-route.ts'
