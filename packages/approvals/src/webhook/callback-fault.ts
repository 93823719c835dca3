/** Why a callback decides nothing before the queue is even asked. */
const FAULTS = [
  ['APPROVAL_CALLBACK_UNSIGNED', 'it is not signed'],
  ['APPROVAL_CALLBACK_LATE', 'it was signed too long ago'],
  ['APPROVAL_CALLBACK_SKEWED', 'its time is unreadable or lies ahead of ours; check the clocks'],
  ['APPROVAL_CALLBACK_FORGED', 'its signature is not by a current secret'],
  ['APPROVAL_CALLBACK_MALFORMED', 'it does not hold a decision, a digest and a request id'],
  ['APPROVAL_CALLBACK_MISDIRECTED', 'it was signed for another request'],
  ['APPROVAL_CALLBACK_REPLAYED', 'it was used before'],
  ['APPROVAL_CALLBACK_STRANGER', 'it speaks for someone whom this webhook may not speak for'],
] as const

export type CallbackFaultCode = (typeof FAULTS)[number][0]

const REASONS: ReadonlyMap<CallbackFaultCode, string> = new Map(FAULTS)

export interface CallbackFault {
  readonly kind: 'rejected'
  readonly code: CallbackFaultCode
  readonly reason: string
}

/** The answer to a callback with this fault. */
export function callbackFault(code: CallbackFaultCode): CallbackFault {
  return { kind: 'rejected', code, reason: `${REASONS.get(code) ?? 'it is refused'}; nothing was decided` }
}
