import { visibleText } from '@kvlar/core/text'
import type { RequestSummary } from '../card/request-summary.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { html, type Html } from './html.ts'
import { fitsFilter, type RequestFilter } from './request-filter.ts'
import { searchField } from './search-field.ts'

const RISKS = ['critical', 'high', 'medium', 'low']
const STATUSES = ['approved', 'denied', 'expired']

export interface FilterFormOptions {
  readonly path: string
  readonly filter: RequestFilter
  /** All that could be listed; its agents and servers are the choices. */
  readonly requests: readonly RequestSummary[]
  readonly hasStatus?: boolean
}

/** A form that sends its fields in the address: it works without the script, and can be kept as a bookmark. */
export function filterForm({ path, filter, requests, hasStatus = false }: FilterFormOptions): Html {
  const agents = requests.map(({ agentId }) => agentId)
  const servers = requests.flatMap(({ server }) => server ?? [])
  const isOn = Object.values(filter).some((value) => value !== '')
  return html`<form class="filter" method="get" action="${path}" role="search" data-filter>
    ${searchField(filter.q, 'Filter: tool, argument, rule…')}
    ${filterChoice('risk', 'Any risk', filter.risk, RISKS)}${filterChoice('agent', 'Any agent', filter.agent, agents)}${filterChoice('server', 'Any server', filter.server, servers)}${hasStatus ? filterChoice('status', 'Any result', filter.status, STATUSES) : ''}
    <button class="ghost">Filter</button>
    ${isOn ? html`<a class="clear" href="${path}">Show all ${requests.length}</a>` : ''}
  </form>`
}

/** The requests that a filter lets through. */
export function filtered(
  requests: readonly RequestSummary[],
  filter: RequestFilter,
): readonly RequestSummary[] {
  return requests.filter((one) => fitsFilter(one, filter))
}

/** A choice among values that others may have chosen, one of which may be chosen already. */
export function filterChoice(name: string, all: string, chosen: string, values: readonly string[]): Html {
  const known = [...new Set(values)].slice(0, REVIEW_LIMITS.filterChoicesMax)
  const options = chosen === '' || known.includes(chosen) ? known : [chosen, ...known]
  return html`<select name="${name}" aria-label="${all}">
    <option value="">${all}</option>
    ${options.map((value) => html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${visibleText(value)}</option>`)}
  </select>`
}
