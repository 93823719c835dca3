import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { ApprovalsError } from '../approvals-error.ts'
import { postOnce, type PostAnswer } from './post-once.ts'
import { signWebhook } from './standard-webhook.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

/** Where messages go, and under which secrets. */
export interface Endpoint {
  readonly url: URL
  readonly secrets: readonly Uint8Array[]
  /** Whether an address that the internet does not route is fine: the operator chose the URL. */
  readonly mayBePrivate: boolean
}

export interface Delivery {
  /** The same for every attempt, so that the receiver can tell a retry from a new message. */
  readonly id: string
  readonly body: string
  /** When to give up. */
  readonly untilMs: number
  readonly signal: AbortSignal
}

/**
 * Delivers one message: signed anew for each attempt, tried again on failures of the network and on 429 and 5xx, with
 * growing pauses (`Retry-After` is heeded), until its time is over. Every other answer is final.
 *
 * @throws ApprovalsError `APPROVAL_WEBHOOK_LATE`, `APPROVAL_WEBHOOK_UNREACHABLE`, `APPROVAL_WEBHOOK_BAD_STATUS`,
 * `APPROVAL_WEBHOOK_PRIVATE`, `APPROVAL_WEBHOOK_MALFORMED`
 */
export async function deliver(endpoint: Endpoint, delivery: Delivery): Promise<PostAnswer> {
  const { untilMs, signal } = delivery
  let problem = new ApprovalsError('APPROVAL_WEBHOOK_LATE', 'no time was left to ask the webhook')
  for (let attempt = 0; attempt < WEBHOOK_LIMITS.attemptsMax; attempt += 1) {
    if (untilMs <= Date.now() || signal.aborted) break
    const result = await tryOnce(endpoint, delivery)
    if (result.kind === 'answer') return result.answer
    problem = result.problem
    const backOffMs = Math.min(WEBHOOK_LIMITS.backOffMs * 2 ** attempt, WEBHOOK_LIMITS.backOffMsMax)
    const pauseMs = Math.max(backOffMs, result.retryAfterMs ?? 0)
    const withChanceMs = pauseMs + randomInt(Math.ceil(backOffMs / 2))
    if (Date.now() + withChanceMs >= untilMs) break
    // An abort ends the pause, and the loop with it.
    await pause(withChanceMs, undefined, { signal, ref: false }).catch(() => {})
  }
  throw problem
}

type Tried =
  | { readonly kind: 'answer'; readonly answer: PostAnswer }
  | { readonly kind: 'again'; readonly problem: ApprovalsError; readonly retryAfterMs?: number }

async function tryOnce(
  { url, secrets, mayBePrivate }: Endpoint,
  { id, body, untilMs, signal }: Delivery,
): Promise<Tried> {
  const timeoutMs = Math.max(1, Math.min(untilMs - Date.now(), WEBHOOK_LIMITS.attemptMs))
  const headers = { ...signWebhook({ id, atMs: Date.now(), body }, secrets) }
  try {
    const answer = await postOnce(url, { headers, body, timeoutMs, signal, mayBePrivate })
    if (answer.status !== 429 && answer.status < 500) return { kind: 'answer', answer }
    const problem = badStatus(url, answer.status)
    return {
      kind: 'again',
      problem,
      ...(answer.retryAfterMs !== undefined && { retryAfterMs: answer.retryAfterMs }),
    }
  } catch (error) {
    const isTransient =
      error instanceof ApprovalsError &&
      (error.code === 'APPROVAL_WEBHOOK_LATE' || error.code === 'APPROVAL_WEBHOOK_UNREACHABLE')
    if (!isTransient) throw error
    return { kind: 'again', problem: error }
  }
}

/** An answer that is no decision. */
export function badStatus({ host }: URL, status: number): ApprovalsError {
  return new ApprovalsError('APPROVAL_WEBHOOK_BAD_STATUS', `the webhook at \`${host}\` answered ${status}`)
}
