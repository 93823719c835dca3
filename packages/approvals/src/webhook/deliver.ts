import { randomInt } from 'node:crypto'
import { ApprovalsError } from '../approvals-error.ts'
import { postOnce, type PostAnswer } from './post-once.ts'
import { signWebhook } from './standard-webhook.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

export interface Delivery {
  readonly url: URL
  /** The same for every attempt, so that the receiver can tell a retry from a new message. */
  readonly id: string
  readonly body: string
  readonly secrets: readonly Uint8Array[]
  /** When to give up. */
  readonly untilMs: number
  readonly signal: AbortSignal
}

/**
 * Delivers one message: signed anew for each attempt, tried again on failures of the network and on 429 and 5xx, with
 * growing pauses, until its time is over. 410 and other answers are final.
 *
 * @throws ApprovalsError `APPROVAL_WEBHOOK_FAILED`
 */
export async function deliver({ url, id, body, secrets, untilMs, signal }: Delivery): Promise<PostAnswer> {
  let problem: unknown
  for (let attempt = 0; attempt < WEBHOOK_LIMITS.attemptsMax; attempt += 1) {
    const leftMs = untilMs - Date.now()
    if (leftMs <= 0 || signal.aborted) break
    let pauseMs = Math.min(WEBHOOK_LIMITS.backOffMs * 2 ** attempt, WEBHOOK_LIMITS.backOffMsMax)
    try {
      const headers = { ...signWebhook({ id, atMs: Date.now(), body }, secrets) }
      const timeoutMs = Math.min(leftMs, WEBHOOK_LIMITS.attemptMs)
      const answer = await postOnce(url, { headers, body, timeoutMs, signal, mayBePrivate: true })
      if (answer.status !== 429 && answer.status < 500) return answer
      problem = new Error(`it answered ${answer.status}`)
      pauseMs = Math.max(pauseMs, answer.retryAfterMs ?? 0)
    } catch (error) {
      problem = error
    }
    pauseMs += randomInt(Math.max(1, Math.floor(pauseMs / 2)))
    if (Date.now() + pauseMs >= untilMs) break
    await pause(pauseMs, signal)
  }
  throw new ApprovalsError(
    'APPROVAL_WEBHOOK_FAILED',
    `the webhook at \`${url.host}\` gave no answer; the call is denied`,
    {
      cause: problem,
    },
  )
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
