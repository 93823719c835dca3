/**
 * The reviewer page and the JSON API, served over HTTP on this machine by default.
 *
 * Deciding goes through the one `decide` of the queue; who decides comes from a bearer token or a browser session.
 * It serves nothing of other sites, makes no text markup, and changes nothing on GET.
 */
export { startReviewerServer, type ReviewerServer, type ReviewerServerOptions } from './reviewer-server.ts'
export { openApi } from './api/open-api.ts'
export type { AuditView } from '../page/audit-view.ts'
export type { WebhookCallback } from './api/callback-route.ts'
