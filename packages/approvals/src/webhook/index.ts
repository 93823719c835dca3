/**
 * Asks a webhook: the seed's POST and reply, sent as Standard Webhooks, and signed callbacks for slow humans.
 *
 * It follows no redirect, believes no answer that others could have changed, and denies on every failure.
 */
export { WebhookApprovalBackend, type WebhookBackendOptions } from './webhook-approval-backend.ts'
export { createWebhookChannel, type WebhookChannel, type WebhookChannelOptions } from './webhook-channel.ts'
export {
  createWebhookCallback,
  type CallbackAnswer,
  type Represented,
  type WebhookCallbackOptions,
} from './webhook-callback.ts'
export { CALLBACK_BODY } from './webhook-answer.ts'
export type { CallbackFault, CallbackFaultCode } from './callback-fault.ts'
export { signWebhook, webhookFault, webhookSecret, type WebhookHeaders } from './standard-webhook.ts'
export { readWebhookSecrets } from './secret-file.ts'
export type { SentArguments } from './webhook-message.ts'
export type { ResolutionType } from './resolution-message.ts'
export { checkWebhookUrl } from './webhook-url.ts'
export { isPrivateAddress } from '@kvlar/core/readings'
