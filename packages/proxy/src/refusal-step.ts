import type { Ledger } from './ledger.ts'
import type { OwnRequests } from './own-requests.ts'
import { DROP, type Step } from './step.ts'
import { refusalAnswer } from './wire/denial.ts'
import { OTHER_SIDE, type Side } from './wire/message.ts'
import type { Refusal } from './wire/refusal.ts'

/** Whom a line that was turned down concerns. */
export interface Concerned {
  readonly ledger: Ledger
  readonly own: OwnRequests
}

/** Who is told of a line that was turned down: whoever sent a request, whoever waits for a response, or nobody. */
export function refusalStep(from: Side, refusal: Refusal, { ledger, own }: Concerned): Step {
  switch (refusal.about) {
    case 'request':
      return { kind: 'answer', bytes: refusalAnswer(refusal) }
    case 'notification':
      return DROP
    case 'response': {
      if (refusal.id === null || own.fail(from, refusal.id)) return DROP
      const call = ledger.find(OTHER_SIDE[from], refusal.id)
      if (call?.state !== 'sent') return DROP
      ledger.finish(call, 'failed')
      return { kind: 'forward', bytes: refusalAnswer(refusal) }
    }
    case 'unknown':
      return from === 'client' ? { kind: 'answer', bytes: refusalAnswer(refusal) } : DROP
  }
}
