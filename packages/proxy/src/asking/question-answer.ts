import { LIMITS } from '../limits.ts'
import type { Ruling } from '../judge-message.ts'
import { OWN_INPUT, type Repeatable } from './retry.ts'
import { denialAnswer, inputRequiredAnswer } from '../wire/answers/denial.ts'
import { elicitParams } from '../wire/answers/elicit.ts'
import type { RequestMessage } from '../wire/message.ts'
import { sealRetryState } from '../wire/retry-state.ts'

/** The answer that has the client's user asked and the call repeated, or that says it waits where that cannot be. */
export function questionAnswer(
  message: RequestMessage,
  { question, verdict }: Extract<Ruling, { kind: 'input_required' }>,
  repeatable: Repeatable | undefined,
  { nowMs, place }: { readonly nowMs: number; readonly place: string | undefined },
): Uint8Array {
  const { approvalId, mode } = question
  if (repeatable === undefined)
    return denialAnswer(message, verdict, { id: approvalId, status: 'pending' }, place)
  const { digest } = repeatable
  const state = sealRetryState({ approvalId, mode, digest, expiresAtMs: nowMs + LIMITS.retryMs })
  const asked = { method: 'elicitation/create', params: elicitParams(question) }
  return inputRequiredAnswer(message, { [OWN_INPUT]: asked }, state)
}
