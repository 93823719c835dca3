import {
  createBroker,
  type Approvals,
  type AskedCall,
  type Broker,
  type HeldRequest,
  type Note,
} from '@kvlar/approvals'
import type { Answer, AskRequest, ElicitQuestion } from '@kvlar/proxy'
import { reviewerTokenFile } from '../paths.ts'
import type { Page } from '../terminal.ts'
import type { AskingSettings } from './asking-settings.ts'
import { clientQuestion, requestUrl } from './client-question.ts'
import { openApprovals } from './open-approvals.ts'
import { takeRequesterAnswer } from './requester-answer.ts'
import { serveReviewer } from './serve-reviewer.ts'

export interface OpenAskingOptions {
  readonly settings: AskingSettings
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
export async function openAsking({ settings, note, err }: OpenAskingOptions): Promise<OpenAsking> {
  const approvals = await openApprovals(settings.db, note)
  const stopSweeping = approvals.startSweeping()
  const webhook = await openWebhook(settings, approvals)
  const page = await servePage(settings, approvals, err)
  const broker = createBroker({
    approvals,
    holdMs: settings.holdMs,
    ...(webhook !== undefined && { announce: announceTo(webhook) }),
  })
  return {
    approvals,
    ask: (request, signal) =>
      askPeople(request, { broker, approvals, signal, pageUrl: page?.url, timeoutMs: settings.timeoutMs }),
    close: async () => {
      stopSweeping()
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
  if (elicitation?.kind === 'retry' && elicitation.answered !== undefined)
    await takeAnswer(approvals, elicitation.answered, { elicitation, pageUrl })
  let question: ElicitQuestion | undefined
  const onHeld = (held: HeldRequest): 'hold' | 'leave' => {
    if (elicitation === undefined) return 'hold'
    const asked = clientQuestion(held, elicitation, pageUrl)
    if (asked === undefined) return 'hold'
    if (elicitation.kind === 'retry') {
      if (elicitation.answered !== undefined) return 'hold'
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

/** A link that was followed is no answer: whoever followed it answers on the page. */
async function takeAnswer(
  approvals: Approvals,
  { approvalId, action }: NonNullable<Extract<AskRequest['elicitation'], { kind: 'retry' }>['answered']>,
  {
    elicitation,
    pageUrl,
  }: { readonly elicitation: NonNullable<AskRequest['elicitation']>; readonly pageUrl: string | undefined },
): Promise<void> {
  const held = await approvals.get(approvalId)
  if (held === undefined || clientQuestion(held, elicitation, pageUrl)?.mode !== 'form') return
  await takeRequesterAnswer(approvals, approvalId, action)
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

interface Announcer {
  announce(request: HeldRequest): Promise<void>
}

async function openWebhook(
  { webhook }: AskingSettings,
  approvals: Approvals,
): Promise<Announcer | undefined> {
  if (webhook === undefined) return undefined
  const { createWebhookChannel } = await import('@kvlar/approvals/webhook')
  return createWebhookChannel({ approvals, ...webhook })
}

function announceTo(webhook: Announcer) {
  return async (request: HeldRequest): Promise<void> => {
    const { channels } = request.terms
    const isMeant = channels.length === 0 || channels.some((name) => /^webhook(?::|$)/.test(name))
    if (isMeant) await webhook.announce(request)
  }
}

/** Clients start a proxy twice; the second finds the address taken, and people use the page of the first. */
async function servePage(
  { page, approvers }: AskingSettings,
  approvals: Approvals,
  err: Page,
): Promise<Awaited<ReturnType<typeof serveReviewer>> | undefined> {
  if (page === undefined) return undefined
  try {
    const server = await serveReviewer({ approvals, ...page, ...(approvers !== undefined && { approvers }) })
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
