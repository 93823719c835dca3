import type { RequestSummary } from '../card/request-summary.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { filtered, filterForm } from './filter-form.ts'
import { html, type Html } from './html.ts'
import { addressOf, type RequestFilter } from './request-filter.ts'
import { shownText } from './shown-text.ts'

export interface QueuePage {
  /** Everything that waits, the most urgent first. */
  readonly pending: readonly RequestSummary[]
  readonly filter: RequestFilter
  readonly openId?: string
  readonly card: Html
}

/** The list of what waits, and the one request that is open. */
export function queuePage({ pending, filter, openId, card }: QueuePage): Html {
  const fitting = filtered(pending, filter)
  const shown = fitting.slice(0, REVIEW_LIMITS.pageRowsMax)
  return html`<main id="main" class="queue">
    <aside aria-label="Waiting requests">
      ${filterForm({ path: '/', filter, requests: pending })}
      <p class="tally" data-part="tally">
        <b>${fitting.length}</b>
        ${fitting.length === pending.length ? 'waiting' : `of ${pending.length} waiting`}${fitting.length > shown.length ? `, the ${shown.length} most urgent shown` : ''}
      </p>
      <ol class="list" id="list">
        ${shown.map((request) => row(request, { filter, isOpen: request.id === openId }))}
      </ol>
      <div class="batch" id="batch" hidden>
        <p><b data-batch-count>0</b> selected <span class="quiet" data-batch-of></span></p>
        <button type="button" class="plain" data-act="batch-clear">Clear</button>
        <div class="buttons">
          <button type="button" class="ghost" data-act="batch-alike">Select all alike</button>
          <button type="button" class="primary" data-act="batch-open">Review together</button>
        </div>
      </div>
    </aside>
    <div id="detail">${card}</div>
  </main>`
}

/** What the page shows when nothing waits for anybody. */
export function emptyQueue(): Html {
  return html`<div class="empty" id="card" data-key="empty">
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 3 5 5.6v5.2c0 4.4 3 8.2 7 9.7 4-1.5 7-5.3 7-9.7V5.6z" />
      <path d="m8.8 12 2.3 2.3 4.2-4.6" />
    </svg>
    <h1>Nothing waits for you</h1>
    <p>New requests appear here by themselves.</p>
  </div>`
}

/** What the page shows when the filter hides all that waits: that is no reason to be at ease. */
export function nothingFits(waiting: number): Html {
  return html`<div class="empty" id="card" data-key="nothing-fits">
    <h1>Nothing that waits fits the filter</h1>
    <p>
      ${waiting === 1 ? 'One request waits' : html`${waiting} requests wait`} that it hides.
      <a href="/">Show what waits</a>
    </p>
  </div>`
}

/** What the page shows for an address that names a request which is not there: never another one in its place. */
export function unknownRequest(): Html {
  return html`<div class="empty" id="card" data-key="unknown">
    <h1>This request is not known here</h1>
    <p>
      It may be of another queue, or so long ago that it is in the audit record only. Nothing can be decided
      about it here. <a href="/">Show what waits</a>
    </p>
  </div>`
}

function row(
  request: RequestSummary,
  { filter, isOpen }: { readonly filter: RequestFilter; readonly isOpen: boolean },
): Html {
  const { id, verb, subject, risk, tool, server, alike, quorum, decisions, expiresAtMs, createdAtMs } =
    request
  const approved = decisions.filter(({ verdict }) => verdict === 'approve').length
  return html`<li
    class="row ${risk}"
    data-row="${id}"
    data-alike="${alike ?? ''}"
    data-what="${tool} · ${request.ruleId}"
  >
    <input
      type="checkbox"
      class="select"
      data-select="${id}"
      aria-label="Select, to decide together with like ones"
      ${alike === undefined ? html`disabled title="A critical request is decided alone"` : ''}
    />
    <a href="${addressOf('/', filter, { id })}" data-open="${id}" ${isOpen ? html`aria-current="true"` : ''}>
      <span class="what"
        ><b>${shownText(verb)}</b
        ><span class="subject">${subject === undefined ? '' : shownText(subject)}</span></span
      >
      <span class="meta"
        ><span class="risk ${risk}">${risk}</span
        ><span class="from">${shownText(server ?? request.agentId)}</span
        >${quorum > 1 ? html`<span class="quorum" title="approvals">${approved}/${quorum}</span>` : ''}<span
          class="clock"
          data-until="${expiresAtMs}"
          data-from="${createdAtMs}"
          data-short
          >&nbsp;</span
        ></span
      >
    </a>
  </li>`
}
