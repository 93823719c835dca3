import type { RequestState } from '@kvlar/approvals'

/** What people call a state: the API has `pending` for what waits. */
export function stateText(state: RequestState): string {
  return state === 'pending' ? 'waits' : state
}
