import { durationText } from '../card/duration-text.ts'
import type { RequestSummary } from '../card/request-summary.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { filtered, filterForm } from './filter-form.ts'
import { html, type Html } from './html.ts'
import { addressOf, type RequestFilter } from './request-filter.ts'
import { shownText } from './shown-text.ts'
import { tableView } from './table-view.ts'
import { timeView } from './time-view.ts'

/** Decided faster than this, nobody can have read it. */
const HASTY_MS = 2000

export interface HistoryPage {
  /** Everything that does not wait any more and is kept, newest first. */
  readonly requests: readonly RequestSummary[]
  readonly filter: RequestFilter
  /** From 1. */
  readonly page: number
}

/** What was decided, by whom, and how fast: numbers that show when approving has become a habit. */
export function historyPage({ requests, filter, page }: HistoryPage): Html {
  const fitting = filtered(requests, filter)
  const pages = Math.max(1, Math.ceil(fitting.length / REVIEW_LIMITS.historyRowsMax))
  const at = Math.min(pages, Math.max(1, page))
  const rows = fitting.slice((at - 1) * REVIEW_LIMITS.historyRowsMax, at * REVIEW_LIMITS.historyRowsMax)
  return html`<main id="main" class="page">
    <h1>History</h1>
    ${requests.length === 0 ? '' : stats(fitting)}
    ${filterForm({ path: '/history', filter, requests, hasStatus: true })}
    <div data-part="rows">
      ${rows.length === 0 ? html`<p class="none">${requests.length === 0 ? 'Nothing was decided yet.' : 'Nothing fits the filter.'}</p>` : tableView(['What', 'Risk', 'Result', 'By', 'Took', 'When'], rows.map(historyRow))}
      ${pages > 1 ? pager({ at, pages, filter }) : ''}
      <p class="quiet bound">
        ${requests.length >= REVIEW_LIMITS.bookEndedMax ? `The newest ${REVIEW_LIMITS.bookEndedMax.toLocaleString('en')} requests; older ones are in the audit record.` : ''}
      </p>
    </div>
  </main>`
}

function stats(requests: readonly RequestSummary[]): Html {
  // What people decided; what a clock, a grant or a caller ended is no decision of theirs.
  const decided = requests.filter(({ decisions }) => decisions.length > 0)
  const approved = decided.filter(({ decisions }) => decisions.at(-1)?.verdict === 'approve').length
  const times = decided
    .flatMap(({ decidedAtMs, createdAtMs }) => (decidedAtMs === undefined ? [] : decidedAtMs - createdAtMs))
    .sort((a, b) => a - b)
  const median = times[Math.floor(times.length / 2)]
  const hasty = times.filter((ms) => ms < HASTY_MS).length
  const share = (count: number, of: number): string =>
    of === 0 ? '–' : `${Math.round((count / of) * 100)} %`
  const stat = (value: string, label: string): Html =>
    html`<div class="stat"><b>${value}</b><span>${label}</span></div>`
  return html`<div class="stats" data-part="stats">
    ${stat(String(requests.length), requests.length === 1 ? 'request' : 'requests')}${stat(share(approved, decided.length), `approved, of ${decided.length} that people decided`)}${stat(median === undefined ? '–' : durationText(median), 'median time to decide')}${stat(share(hasty, times.length), 'decided within 2 seconds')}
  </div>`
}

function historyRow(request: RequestSummary): Html {
  const { id, verb, subject, risk, state, decisions, decidedAtMs, createdAtMs, grantId } = request
  const by = grantId === undefined ? decisions.map(({ approver }) => approver).join(', ') : 'a grant'
  return html`<tr>
    <td>
      <a href="/?id=${id}">${shownText(verb)}</a>
      <span class="subject">${subject === undefined ? '' : shownText(subject)}</span>
    </td>
    <td><span class="risk ${risk}">${risk}</span></td>
    <td>
      <span class="state ${state}">${state}</span
      >${request.isBreakGlass === true ? html` <span class="badge danger">broke the glass</span>` : ''}
    </td>
    <td>${by === '' ? '–' : shownText(by)}</td>
    <td>${decidedAtMs === undefined ? '–' : durationText(decidedAtMs - createdAtMs)}</td>
    <td>${timeView(createdAtMs)}</td>
  </tr>`
}

function pager({
  at,
  pages,
  filter,
}: {
  readonly at: number
  readonly pages: number
  readonly filter: RequestFilter
}): Html {
  const link = (page: number, text: string, rel: string): Html =>
    page < 1 || page > pages
      ? html`<span class="quiet">${text}</span>`
      : html`<a rel="${rel}" href="${addressOf('/history', filter, { page: String(page) })}">${text}</a>`
  return html`<nav class="pager" aria-label="Pages">
    ${link(at - 1, '← Newer', 'prev')} <span>${at} of ${pages}</span> ${link(at + 1, 'Older →', 'next')}
  </nav>`
}
