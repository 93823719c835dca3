import { createHmac, timingSafeEqual } from 'node:crypto'
import { ApprovalsError } from '../approvals-error.ts'
import { callbackFault, type CallbackFault } from './callback-fault.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

/** The three headers of Standard Webhooks 1.0.0. */
export interface WebhookHeaders {
  readonly 'webhook-id': string
  /** Seconds since the epoch. */
  readonly 'webhook-timestamp': string
  /** Signatures separated by spaces; any one by a current secret suffices, which is how secrets are rotated. */
  readonly 'webhook-signature': string
}

/** The bytes of a `whsec_` secret. */
export function webhookSecret(text: string): Uint8Array {
  const encoded = text.replace(/^whsec_/, '')
  const bytes = Buffer.from(encoded, 'base64')
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded)
  const isSized =
    bytes.length >= WEBHOOK_LIMITS.secretBytesMin && bytes.length <= WEBHOOK_LIMITS.secretBytesMax
  if (!isBase64 || !isSized)
    throw new ApprovalsError(
      'APPROVAL_BAD_OPTION',
      `a webhook secret is \`whsec_\` and ${WEBHOOK_LIMITS.secretBytesMin} to ${WEBHOOK_LIMITS.secretBytesMax} bytes in base64; refusing it`,
    )
  return new Uint8Array(bytes)
}

/** Signs a message under every current secret. */
export function signWebhook(
  message: { readonly id: string; readonly atMs: number; readonly body: string },
  secrets: readonly Uint8Array[],
): WebhookHeaders {
  const timestamp = String(Math.floor(message.atMs / 1000))
  const signatures = secrets.map((secret) => signature(`${message.id}.${timestamp}.${message.body}`, secret))
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}

/** Why a message is not one that a holder of a current secret sent a moment ago; undefined when it is. */
export function webhookFault(
  headers: Readonly<Partial<WebhookHeaders>>,
  body: string,
  { secrets, nowMs }: { readonly secrets: readonly Uint8Array[]; readonly nowMs: number },
): CallbackFault | undefined {
  const {
    'webhook-id': id = '',
    'webhook-timestamp': timestamp = '',
    'webhook-signature': given = '',
  } = headers
  if (id === '' || timestamp === '' || given === '') return callbackFault('APPROVAL_CALLBACK_UNSIGNED')
  if (!/^\d{1,12}$/.test(timestamp)) return callbackFault('APPROVAL_CALLBACK_SKEWED')
  const ageMs = nowMs - Number(timestamp) * 1000
  if (ageMs > WEBHOOK_LIMITS.toleranceMs) return callbackFault('APPROVAL_CALLBACK_LATE')
  if (ageMs < -WEBHOOK_LIMITS.toleranceMs) return callbackFault('APPROVAL_CALLBACK_SKEWED')
  const expected = secrets.map((secret) => Buffer.from(signature(`${id}.${timestamp}.${body}`, secret)))
  const signatures = given.split(' ').map((one) => Buffer.from(one))
  const isSigned = signatures.some((one) =>
    expected.some((other) => one.length === other.length && timingSafeEqual(one, other)),
  )
  return isSigned ? undefined : callbackFault('APPROVAL_CALLBACK_FORGED')
}

function signature(text: string, secret: Uint8Array): string {
  return `v1,${createHmac('sha256', secret).update(text).digest('base64')}`
}
