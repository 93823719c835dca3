import type { Engine } from '@kvlar/core'
import {
  createBroker,
  type Approvals,
  type AskedCall,
  type Broker,
  type HeldRequest,
  type Note,
} from '@kvlar/approvals'
import type { ReviewerServer, WebhookCallback } from '@kvlar/approvals/http'
import type { WebhookChannel } from '@kvlar/approvals/webhook'
import type { Answer, AskRequest, ElicitQuestion } from '@kvlar/proxy'
import { reviewerTokenFile } from '../paths.ts'
import type { Page } from '../terminal.ts'
import type { AskingSettings } from './asking-settings.ts'
import { clientQuestion, requestUrl } from './client-question.ts'
import { editJudge } from './edit-judge.ts'
import { openApprovals } from './open-approvals.ts'
import { takeRequesterAnswer } from './requester-answer.ts'
import { serveReviewer } from './serve-reviewer.ts'

export interface OpenAskingOptions {
  readonly settings: AskingSettings
  /** Audit home that the reviewer page shows. */
  readonly auditDir: string | undefined
  /** Judges calls that reviewers edit on that page. */
  readonly engine: Pick<Engine, 'decide'>
  /** Takes every step of an approval; a call whose approval cannot be put on record does not run. */
  readonly note: Note
  readonly err: Page
}

/** A queue that is open, and everybody who is asked through it. */
export interface OpenAsking {
  readonly approvals: Approvals
  ask(request: AskRequest, signal: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

/** Opens the queue, the reviewer page and the webhook, as the settings say. @throws ApprovalsError */
export async function openAsking(options: OpenAskingOptions): Promise<OpenAsking> {
  const approvals = await openApprovals(options.settings.queue, options.note)
  try {
    return await openChannels(approvals, options)
  } catch (error) {
    await approvals.close()
    throw error
  }
}

async function openChannels(approvals: Approvals, options: OpenAskingOptions): Promise<OpenAsking> {
  const { settings } = options
  const webhook = await openWebhook(settings, approvals)
  const stopFollowing = await webhook?.channel.follow()
  const page = await servePage(approvals, { ...options, callback: webhook?.callback })
  const stopSweeping = approvals.startSweeping()
  const broker = createBroker({
    approvals,
    holdMs: settings.holdMs,
    ...(webhook !== undefined && { announce: webhook.channel.announce }),
  })
  return {
    approvals,
    ask: (request, signal) =>
      askPeople(request, { broker, approvals, signal, pageUrl: page?.url, timeoutMs: settings.timeoutMs }),
    close: async () => {
      stopSweeping()
      stopFollowing?.()
      await page?.close()
      await approvals.close()
    },
  }
}

interface AskContext {
  readonly broker: Broker
  readonly approvals: Approvals
  readonly signal: AbortSignal
  readonly pageUrl: string | undefined
  readonly timeoutMs: number | undefined
}

async function askPeople(request: AskRequest, context: AskContext): Promise<Answer> {
  const { broker, approvals, signal, pageUrl, timeoutMs } = context
  const { elicitation } = request
  const answered = elicitation?.kind === 'retry' ? elicitation.answered : undefined
  // A link that was followed is no answer: whoever followed it answers on the page.
  if (answered?.mode === 'form') await takeRequesterAnswer(approvals, answered.approvalId, answered.action)
  let question: ElicitQuestion | undefined
  const onHeld = (held: HeldRequest): 'hold' | 'leave' => {
    if (elicitation === undefined) return 'hold'
    const asked = clientQuestion(held, elicitation, pageUrl)
    if (asked === undefined) return 'hold'
    if (elicitation.kind === 'retry') {
      if (answered !== undefined) return 'hold'
      question = asked
      return 'leave'
    }
    void elicitation
      .ask(asked)
      .then((action) => (asked.mode === 'form' ? takeRequesterAnswer(approvals, held.id, action) : undefined))
      // Nobody was there to be asked; the others still are.
      .catch(() => undefined)
    return 'hold'
  }
  const current = async (): Promise<AskedCall> => {
    // A definition that cannot be had by now is no definition: the one that was asked about does not stand in for it.
    const { toolDefinition: _asked, ...rest } = request
    return askedCall({ ...rest, ...(await request.current()) }, timeoutMs)
  }
  const answer = await broker.ask(askedCall(request, timeoutMs), signal, { current, onHeld })
  if (answer.kind !== 'pending' || answer.approvalId === undefined) return answer
  if (question !== undefined) return { kind: 'input_required', approvalId: answer.approvalId, question }
  return pageUrl === undefined ? answer : { ...answer, url: requestUrl(pageUrl, answer.approvalId) }
}

function askedCall(
  { sessionId, action, redactFields, decision, policyDigest, toolDefinition }: Omit<AskRequest, 'current'>,
  timeoutMs: number | undefined,
): AskedCall {
  const { approval } = decision
  return {
    sessionId,
    action,
    redactFields,
    decision:
      timeoutMs === undefined || approval === undefined
        ? decision
        : { ...decision, approval: { ...approval, timeoutMs } },
    policyDigest,
    ...(toolDefinition !== undefined && { toolDefinition }),
  }
}

interface Webhook {
  readonly channel: WebhookChannel
  /** Takes signed answers; absent without a secret. */
  readonly callback?: WebhookCallback
}

async function openWebhook({ webhook }: AskingSettings, approvals: Approvals): Promise<Webhook | undefined> {
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
  {
    settings: { page, approvers },
    auditDir,
    engine,
    callback,
    err,
  }: OpenAskingOptions & { readonly callback: WebhookCallback | undefined },
): Promise<ReviewerServer | undefined> {
  if (page === undefined) return undefined
  try {
    const server = await serveReviewer({
      approvals,
      ...page,
      editJudge: editJudge(engine),
      ...(approvers !== undefined && { approvers }),
      ...(auditDir !== undefined && { auditDir }),
      ...(callback !== undefined && { webhookCallback: callback }),
    })
    // Clients keep what a proxy says in their logs: the token is not for them.
    const how = approvers === undefined ? `, with the token in ${reviewerTokenFile()}` : ''
    err.line(`reviewers may sign in at ${server.url}${how}`)
    return server
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    err.line(`${err.tone('warning', 'warning:')} the reviewer page is not served: ${why}`)
    return undefined
  }
}
