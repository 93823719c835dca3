import type { ElicitationModes } from './elicitation-modes.ts'
import type { OwnRequests } from '../session/own-requests.ts'
import type { NestedElicitation } from '../ports.ts'
import { elicitAction, elicitParams } from '../wire/answers/elicit.ts'

/** Asks the client's user by a request of our own while the client's request waits (until MCP 2025-11-25). */
export function nestedElicitation(
  modes: ElicitationModes,
  own: OwnRequests,
  signal: AbortSignal,
): NestedElicitation {
  return {
    kind: 'nested',
    ...modes,
    async ask(question) {
      const asked = elicitParams(question)
      // By this id the client can tell two links to the same question (MCP 2025-11-25).
      const params = question.mode === 'url' ? { ...asked, elicitationId: question.approvalId } : asked
      const { outcome, value } = await own.ask('client', 'elicitation/create', { params, signal })
      return elicitAction(outcome === 'result' ? value : undefined, question.mode)
    },
  }
}
