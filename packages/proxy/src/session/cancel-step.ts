import type { Ledger } from './ledger.ts'
import { DROP, type Step } from './step.ts'
import type { NotificationMessage } from '../wire/message.ts'

/** A request that was not forwarded is stopped here; one that was is stopped by whoever runs it. */
export function cancelStep({ from, params, bytes }: NotificationMessage, ledger: Ledger): Step {
  const id = params?.['requestId']
  const forward: Step = { kind: 'forward', bytes }
  if (typeof id !== 'string' && typeof id !== 'number') return forward
  const call = ledger.answered(from, id) ?? ledger.answered(from === 'server' ? 'client' : from, id)
  switch (call?.state) {
    case 'judging':
    case 'held':
      // A server may end what it runs for the client (subscriptions, 2026-07-28), not what it has not been given.
      if (call.request.from !== from) return DROP
      call.state = 'void'
      call.leave?.()
      ledger.finish(call, 'cancelled')
      return DROP
    case 'sent':
      ledger.cancel(call)
      ledger.told(from)
      return forward
    case undefined:
    case 'answered':
    case 'void':
      return DROP
  }
}
