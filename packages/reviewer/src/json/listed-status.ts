import { REQUEST_STATES, type RequestState } from '@kvlar/approvals'
import { STATUS_OF } from './request-json.ts'

/** What a list may be asked for, in the words that requests are shown with. */
export const LISTED_STATUSES = ['pending', 'approved', 'denied', 'expired', 'all'] as const

export type ListedStatus = (typeof LISTED_STATUSES)[number]

/** How ApproveKit calls two of them; understood wherever a status is asked for. */
export const STATUS_SYNONYMS = {
  rejected: 'denied',
  timeout: 'expired',
} as const satisfies Readonly<Record<string, ListedStatus>>

/** The status that a word means; undefined for none. */
export function listedStatus(word: string): ListedStatus | undefined {
  const meant = new Map<string, ListedStatus>(Object.entries(STATUS_SYNONYMS)).get(word) ?? word
  return LISTED_STATUSES.find((status) => status === meant)
}

/** The states that a status lists. */
export function statesOf(status: ListedStatus): readonly RequestState[] {
  if (status === 'all') return REQUEST_STATES
  return REQUEST_STATES.filter((state) => (listedStatus(STATUS_OF[state]) ?? state) === status)
}
