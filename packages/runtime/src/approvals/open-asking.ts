import type { Engine } from '@kvlar/core'
import { createBroker, type Approvals, type BrokerOptions, type ApprovalListener } from '@kvlar/approvals'
import type { createWebhookCallback, WebhookChannel } from '@kvlar/approvals/webhook'
import type { Ask as AskOf } from '@kvlar/gate'
import type { Ask as AskOfClient } from '@kvlar/proxy'
import { createAskReviewer, type Guarded } from '@kvlar/sdk'
import { whyOf, type Tell } from '../notice.ts'
import { reviewerTokenFile } from '../places/own-places.ts'
import { askClient } from './ask-client.ts'
import type { Asking } from './asking.ts'
import { editJudge } from './edit-judge.ts'
import { openApprovals } from './open-approvals.ts'
import { requestUrl } from './client-question.ts'
import type { Notifier } from './notifier.ts'
import type { ServedPage } from './serve-page.ts'
import { waitingFor } from './waiting-for.ts'

export interface OpenAskingOptions {
  readonly asking: Asking
  /** Audit home that the reviewer page shows. */
  readonly auditDir: string | undefined
  /** Judges calls that reviewers edit on that page; the one in force then. */
  readonly engine: () => Pick<Engine, 'decide'>
  /** Takes every step of an approval; a call whose approval cannot be put on record does not run. */
  readonly note: ApprovalListener
  readonly tell: Tell
}

/** A queue that is open, and everybody who is asked through it. */
export interface OpenAsking {
  readonly approvals: Approvals
  readonly askOfClient: AskOfClient
  readonly askOfCaller: AskOf<Guarded>
  /** Where a reviewer decides a request, if a page is served here. */
  readonly urlOf: (approvalId: string) => string | undefined
  close(): Promise<void>
}

/** Opens the queue, the reviewer page and the webhook, as the settings say. @throws ApprovalsError */
export async function openAsking(options: OpenAskingOptions): Promise<OpenAsking> {
  const approvals = await openApprovals(options.asking.queue, options.note)
  try {
    return await openChannels(approvals, options)
  } catch (error) {
    await approvals.close()
    throw error
  }
}

async function openChannels(approvals: Approvals, options: OpenAskingOptions): Promise<OpenAsking> {
  const { holdMs, timeoutMs } = options.asking
  const webhook = await openWebhook(options.asking, approvals)
  const stopFollowing = await webhook?.channel.follow()
  const page = await servePage(approvals, { ...options, callback: webhook?.callback })
  const stopSweeping = approvals.startSweeping()
  const notifier = options.asking.notify?.()
  const told = announcing(webhook?.channel, notifier)
  const broker = createBroker({ approvals, holdMs, ...told })
  const askReviewer = createAskReviewer({ approvals, ...told })
  return {
    approvals,
    askOfClient: (request, signal) =>
      askClient(waitingFor(request, timeoutMs), { broker, approvals, signal, pageUrl: page?.url }),
    askOfCaller: (request, signal) => askReviewer(waitingFor(request, timeoutMs), signal),
    urlOf: (id) => (page === undefined ? undefined : requestUrl(page.url, id)),
    close: async () => {
      stopSweeping()
      stopFollowing?.()
      notifier?.close()
      await page?.close()
      await approvals.close()
    },
  }
}

/** By whichever ways there are; a request is announced once one of them has told of it. */
function announcing(
  channel: WebhookChannel | undefined,
  notifier: Notifier | undefined,
): Pick<BrokerOptions, 'announce'> {
  if (notifier === undefined) return channel === undefined ? {} : { announce: channel.announce }
  return {
    announce: async (request) => {
      const ways = [notifier.announce(request.call)]
      if (channel !== undefined) ways.push(channel.announce(request))
      await Promise.any(ways)
    },
  }
}

interface Webhook {
  readonly channel: WebhookChannel
  /** Takes signed answers; absent without a secret. */
  readonly callback?: ReturnType<typeof createWebhookCallback>
}

async function openWebhook({ webhook }: Asking, approvals: Approvals): Promise<Webhook | undefined> {
  if (webhook === undefined) return undefined
  const { createWebhookCallback, createWebhookChannel } = await import('@kvlar/approvals/webhook')
  const { secrets } = webhook
  return {
    channel: createWebhookChannel({ approvals, ...webhook }),
    ...(secrets.length > 0 && { callback: createWebhookCallback({ approvals, secrets }) }),
  }
}

/** Clients start a proxy twice; the second finds the address taken, and people use the page of the first. */
async function servePage(
  approvals: Approvals,
  options: OpenAskingOptions & { readonly callback: Webhook['callback'] | undefined },
): Promise<ServedPage | undefined> {
  const { asking, auditDir, engine, callback, tell } = options
  if (asking.page === undefined) return undefined
  const { serve, ...page } = asking.page
  try {
    const served = await serve({
      approvals,
      ...page,
      editJudge: editJudge(engine),
      ...(auditDir !== undefined && { auditDir }),
      ...(callback !== undefined && { webhookCallback: callback }),
    })
    // Clients keep what a proxy says in their logs: the token is not for them.
    const how = page.approvers === undefined ? `, with the token in ${reviewerTokenFile()}` : ''
    tell({ severity: 'note', text: `reviewers may sign in at ${served.url}${how}` })
    return served
  } catch (error) {
    tell({ severity: 'warning', text: `the reviewer page is not served: ${whyOf(error)}` })
    return undefined
  }
}
