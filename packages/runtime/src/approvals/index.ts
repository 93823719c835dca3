/** The queue of calls that wait for people: opened to ask, to decide or to look, and whoever is asked through it. */
export { openQueue, openQueueIfAny, type OpenQueue, type OpenQueueOptions } from './open-queue.ts'
export type { ApprovalSettings, PageSettings, WebhookSettings } from './asking.ts'
export type { PageOptions, ServedPage, ServePage } from './serve-page.ts'
export { editJudgeOf } from './edit-judge.ts'
export { loadApprovers } from './approvers-file.ts'
export { webhookSecrets } from './webhook-secrets.ts'
