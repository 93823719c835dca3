import type { RequestSummary } from '../card/request-summary.ts'
import { listedStatus, statesOf } from '../json/listed-status.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { queryText } from './query-text.ts'

/** Which requests a list shows. It lives in the address, so that it can be kept, shared and gone back to. */
export interface RequestFilter {
  readonly q: string
  readonly risk: string
  readonly agent: string
  readonly server: string
  /** What ended requests came to, where they are listed. */
  readonly status: string
}

/** Which entries of the record are shown; what is empty filters nothing. */
export interface RecordFilter {
  readonly q: string
  readonly kind: string
}

const NAMES = ['q', 'risk', 'agent', 'server', 'status'] as const

/** The filter of an address; what is no text, or too long, filters nothing. */
export function readFilter(query: unknown): RequestFilter {
  const status = filterText(query, 'status')
  return {
    q: filterText(query, 'q'),
    risk: filterText(query, 'risk'),
    agent: filterText(query, 'agent'),
    server: filterText(query, 'server'),
    status: listedStatus(status) ?? status,
  }
}

/** The same of the record. */
export function readRecordFilter(query: unknown): RecordFilter {
  return { q: filterText(query, 'q'), kind: filterText(query, 'kind') }
}

function filterText(query: unknown, name: string): string {
  const value = queryText(query, name)
  return value.length <= REVIEW_LIMITS.filterCharsMax ? value : ''
}

/** Whether a request is among those that a filter lets through. */
export function fitsFilter(summary: RequestSummary, filter: RequestFilter): boolean {
  const { q, risk, agent, server, status } = filter
  return (
    (risk === '' || summary.risk === risk) &&
    (agent === '' || summary.agentId === agent) &&
    (server === '' || summary.server === server) &&
    (status === '' || hasStatus(summary, status)) &&
    q
      .toLowerCase()
      .split(/\s+/)
      .every((word) => summary.text.includes(word))
  )
}

/** Whether it has the status; nothing has one that is not known. */
function hasStatus({ state }: RequestSummary, word: string): boolean {
  const status = listedStatus(word)
  return status !== undefined && statesOf(status).includes(state)
}

/** An address of this site with the filter, and with more parameters; empty ones are left out. */
export function addressOf(
  path: string,
  filter: RequestFilter,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams()
  for (const name of NAMES) if (filter[name] !== '') query.set(name, filter[name])
  for (const [name, value] of Object.entries(more)) if (value !== '') query.set(name, value)
  return query.size === 0 ? path : `${path}?${query.toString()}`
}
