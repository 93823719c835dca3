import {
  approvals as approvalsOf,
  type Approvals,
  type DecideAnswer,
  type DecisionDraft,
  type HeldRequest,
} from '@kvlar/approvals'
import { shownDigestOf } from '../card/card-of.ts'
import { headlineText } from './request-text.ts'

/** What came of a decision: the request after it, or why it does not count. */
export type Decided =
  | { readonly kind: 'decided'; readonly request: HeldRequest }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }

/** Decides about exactly the request that was shown. */
export async function decideShown(
  approvals: Approvals,
  shown: HeldRequest,
  draft: Omit<DecisionDraft, 'digest' | 'renderedDigest'>,
): Promise<Decided> {
  const { id, digest } = shown
  const renderedDigest = shownDigestOf(shown)
  return decidedOf(await approvals.decide(id, { ...draft, digest, renderedDigest }))
}

function decidedOf(answer: DecideAnswer): Decided {
  if (answer.kind === 'refused') return { kind: 'refused', code: answer.code, message: answer.message }
  // Of several people who are needed, one may say the same twice; it changes nothing.
  if (answer.kind === 'decided' || answer.request.state === 'pending')
    return { kind: 'decided', request: answer.request }
  return {
    kind: 'refused',
    code: 'NOT_PENDING',
    message: `the request is \`${answer.request.state}\` already; nothing was decided`,
  }
}

/** What a decision came to, on one line; not yet made visible. */
export function decidedText(request: HeldRequest, verdict: DecisionDraft['verdict']): string {
  const what = `${request.id}  ${headlineText(request)}`
  if (request.state !== 'pending') return `${verdict === 'approve' ? 'approved' : 'denied'}  ${what}`
  return `${approvalsOf(request)} of ${request.terms.quorum} approvals  ${what}`
}
