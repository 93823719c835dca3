/**
 * Asks a webhook: the seed's POST and reply, sent as Standard Webhooks, and signed callbacks for slow humans.
 *
 * It follows no redirect, believes no answer that others could have changed, and denies on every failure.
 */
export { WebhookApprovalBackend, type WebhookBackendOptions } from './webhook-approval-backend.ts'
export { createWebhookChannel, type WebhookChannelOptions } from './webhook-channel.ts'
export {
  createWebhookCallback,
  type CallbackAnswer,
  type WebhookCallbackOptions,
} from './webhook-callback.ts'
export { signWebhook, webhookFault, webhookSecret, type WebhookHeaders } from './standard-webhook.ts'
export type { SentArguments } from './webhook-message.ts'
export { isPrivateAddress } from './private-address.ts'
