import type { Ledger } from './ledger.ts'
import type { OwnRequests } from './own-requests.ts'
import { DROP, type Done } from './step.ts'
import { refusalAnswer } from '../wire/answers/denial.ts'
import { OTHER_SIDE, type Side } from '../wire/message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'

/** Whom a line that was turned down concerns. */
export interface Concerned {
  readonly ledger: Ledger
  readonly own: OwnRequests
}

/** Who is told of a line that was turned down: whoever sent a request, whoever waits for a response, or nobody. */
export function refusalStep(from: Side, refusal: Refusal, concerned: Concerned): Done {
  const { others, ...fault } = refusal
  if (others === undefined) return stepOf(from, fault, concerned)
  const everyone = [refusal, ...others]
  return {
    kind: 'several',
    steps: everyone.map(({ id, about }) => stepOf(from, { ...fault, id, about }, concerned)),
  }
}

function stepOf(from: Side, refusal: Refusal, concerned: Concerned): Done {
  switch (refusal.about) {
    case 'request':
      return { kind: 'answer', bytes: refusalAnswer(refusal) }
    case 'notification':
      return DROP
    case 'response':
      return callerStep(from, refusal, concerned)
    case 'unknown':
      // Whoever waits for an answer is told also when all that can be made out of it is its id.
      return from === 'client'
        ? { kind: 'answer', bytes: refusalAnswer(refusal) }
        : refusal.id === null
          ? DROP
          : callerStep(from, refusal, concerned)
  }
}

/** An answer without an id that can be read is taken for that of the only caller, where there is only one. */
function callerStep(from: Side, refusal: Refusal, { ledger, own }: Concerned): Done {
  const { id } = refusal
  if (id !== null && own.fail(from, id)) return DROP
  const call = ledger.answered(OTHER_SIDE[from], id)
  if (call?.state !== 'sent') return DROP
  ledger.finish(call, 'failed')
  // Nobody waits any more for an answer to what was cancelled (MCP 2025-11-25, cancellation).
  if (call.cancelled) return DROP
  return {
    kind: 'forward',
    bytes: refusalAnswer({ ...refusal, id: call.request.id, about: 'response' }),
  }
}
