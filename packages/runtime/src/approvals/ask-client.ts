import type { Approvals, AskedCall, Broker, HeldRequest } from '@kvlar/approvals'
import type { Answer, AskRequest, ElicitQuestion } from '@kvlar/proxy'
import { clientQuestion, requestUrl } from './client-question.ts'
import { takeRequesterAnswer } from './requester-answer.ts'

export interface AskContext {
  readonly broker: Broker
  readonly approvals: Approvals
  readonly signal: AbortSignal
  readonly pageUrl: string | undefined
}

/**
 * Asks about a call of a client: the people of the queue, and the client's own user where the policy lets them answer.
 */
export async function askClient(request: AskRequest, context: AskContext): Promise<Answer> {
  const { broker, approvals, signal, pageUrl } = context
  const { elicitation, leave } = request
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
    return askedCall({ ...rest, ...(await request.current()) })
  }
  const answer = await broker.ask(askedCall(request), signal, {
    current,
    onHeld,
    ...(leave !== undefined && { leave }),
  })
  if (answer.kind !== 'pending' || answer.approvalId === undefined) return answer
  if (question !== undefined) return { kind: 'input_required', approvalId: answer.approvalId, question }
  return pageUrl === undefined ? answer : { ...answer, url: requestUrl(pageUrl, answer.approvalId) }
}

function askedCall({
  sessionId,
  action,
  redactFields,
  decision,
  policyDigest,
  toolDefinition,
}: Omit<AskRequest, 'current'>): AskedCall {
  return {
    sessionId,
    action,
    redactFields,
    decision,
    policyDigest,
    ...(toolDefinition !== undefined && { toolDefinition }),
  }
}
