import { visibleText } from '@kvlar/core'
import { approvals } from '../../apply-decision.ts'
import type { Approver } from '../../approver.ts'
import type { HeldRequest } from '../../held-request.ts'
import { approverPool } from '../../may-approve.ts'
import type { DiffLine, Rendering } from '../render/facts.ts'
import { argumentView, renderedDigest } from './argument-view.ts'
import { durationText } from './duration-text.ts'
import { headline } from './headline.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

export interface CardContext {
  readonly nowMs: number
  readonly approver: Approver
  readonly renderings: readonly Rendering[]
  readonly history: History
  readonly canEdit: boolean
}

/** How calls of the same tool and rule were answered before. */
export interface History {
  readonly approved: number
  readonly denied: number
  readonly last?: { readonly by: string; readonly verdict: string; readonly atMs: number }
  /** Whether the tool's definition is another one than when it was last approved. */
  readonly isDefinitionChanged: boolean
}

/** Everything a reviewer needs for one decision, in the order in which it matters. */
export function card(request: HeldRequest, context: CardContext): Html {
  const { call, rule, id, state } = request
  const { verb, subject } = headline(call)
  const risk = rule.riskLevel ?? 'low'
  return html`<article
    class="card"
    id="card"
    data-id="${id}"
    data-key="${id}:${state}:${request.decisions.length}:${request.escalations}"
    data-state="${state}"
    data-risk="${risk}"
    data-rendered="${renderedDigest(request)}"
    data-digest="${request.digest}"
    aria-labelledby="card-title"
  >
    <header>
      <p class="eyebrow">
        <span class="risk ${risk}">${risk} risk</span>
        <span>${call.server === undefined ? '' : shownText(call.server)}</span> ${clock(request)}
      </p>
      <h1 id="card-title">
        ${shownText(verb)}${subject === undefined ? '' : html` <span class="subject">${shownText(subject)}</span>`}
      </h1>
      <p class="why">${shownText(rule.reason)}</p>
      <p class="rule">
        rule
        <code>${shownText(rule.id)}</code
        >${rule.origin === undefined ? '' : html` at <code>${shownText(rule.origin.file)}:${rule.origin.line}</code>`}
        · policy <code>${request.policyDigest.slice(0, 19)}</code>
      </p>
    </header>
    ${renderingView(context.renderings)}
    <section aria-label="Arguments">
      <h2>Arguments of <code>${shownText(call.resource)}</code></h2>
      <div id="arguments">${argumentView(request)}</div>
      <div class="end" data-end></div>
      ${
        call.hidden.length > 0 && context.approver.rights.includes('reveal')
          ? html`<p>
                <button type="button" class="ghost" data-act="reveal">Show hidden values (recorded)</button>
              </p>
              <pre class="value" id="revealed" hidden></pre>`
          : ''
      }
    </section>
    ${changesView(request)}
    <section class="facts" aria-label="Who and when">
      <dl>
        <div>
          <dt>agent</dt>
          <dd>${shownText(call.agentId)}</dd>
        </div>
        <div>
          <dt>on behalf of</dt>
          <dd>${shownText(call.principal.id)} <span class="type">${call.principal.kind}</span></dd>
        </div>
        <div>
          <dt>session</dt>
          <dd><code>${shownText(request.sessionId)}</code></dd>
        </div>
        <div>
          <dt>tool definition</dt>
          <dd>
            ${call.definition === undefined ? 'not seen' : html`<code>${call.definition.slice(0, 16)}</code>`}${context.history.isDefinitionChanged ? html` <span class="badge danger">changed since it was last approved</span>` : ''}
          </dd>
        </div>
        <div>
          <dt>before</dt>
          <dd>${historyText(context)}</dd>
        </div>
        <div>
          <dt>approvals</dt>
          <dd>${approvals(request)} of ${request.terms.quorum}${poolText(request, context.nowMs)}</dd>
        </div>
      </dl>
    </section>
    ${decisionsView(request)}
    ${state === 'pending' ? actions(request, context) : html`<p class="outcome ${state}" role="status">${state}${request.endReason === undefined ? '' : html`: ${shownText(request.endReason)}`}</p>`}
  </article>`
}

function clock({ state, expiresAtMs, executeByMs, createdAtMs }: HeldRequest): Html {
  if (state === 'pending')
    return html`<span class="clock" data-until="${expiresAtMs}" data-from="${createdAtMs}" role="timer"
      >expires</span
    >`
  return state === 'approved' && executeByMs !== undefined
    ? html`<span class="clock" data-until="${executeByMs}" data-from="${createdAtMs}" role="timer"
        >must run</span
      >`
    : html``
}

function renderingView(renderings: readonly Rendering[]): Html {
  if (renderings.length === 0) return html``
  return html`<section class="renderings" aria-label="What we read in it">
    ${renderings.map(
      ({ kind, facts, lines }) =>
        html`<div class="rendering">
          <h2>${kind}</h2>
          <ul class="chips">
            ${facts.map(
              ({ label, value, tone }) =>
                html`<li class="chip ${tone}"><span>${label}</span> <b>${shownText(value)}</b></li>`,
            )}
          </ul>
          ${lines === undefined || lines.length === 0 ? '' : html`<pre class="diff">${lines.map(diffLine)}</pre>`}
        </div>`,
    )}
  </section>`
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = {
  same: ' ',
  added: '+',
  removed: '\u2212',
  skipped: '\u22ef',
}

function diffLine({ kind, text }: DiffLine): Html {
  return html`<span class="${kind}"><i>${SIGNS[kind]}</i>${shownText(text)}</span>`
}

function changesView({ changes = [], editOf }: HeldRequest): Html {
  if (changes.length === 0) return html``
  return html`<section class="facts" aria-label="Edited">
    <h2>${editOf === undefined ? 'A reviewer made another call of it' : 'Edited by a reviewer'}</h2>
    <dl>
      ${changes.map(
        ({ path, before, after }) =>
          html`<div>
            <dt><code>${shownText(path)}</code></dt>
            <dd>
              <del>${shownText(JSON.stringify(before))}</del> <ins>${shownText(JSON.stringify(after))}</ins>
            </dd>
          </div>`,
      )}
    </dl>
  </section>`
}

function historyText({ history, nowMs }: CardContext): Html {
  const { approved, denied, last } = history
  if (last === undefined) return html`never asked before`
  return html`approved ${approved}×, denied ${denied}×; last ${last.verdict} by ${shownText(last.by)}
  ${durationText(nowMs - last.atMs)} ago`
}

function poolText(request: HeldRequest, nowMs: number): Html {
  const pool = approverPool(request, nowMs)
  return pool.length === 0 ? html` (any reviewer)` : html` (${shownText(pool.join(', '))})`
}

function decisionsView({ decisions }: HeldRequest): Html {
  if (decisions.length === 0) return html``
  return html`<section class="facts" aria-label="Decisions">
    <h2>Decisions</h2>
    <dl>
      ${decisions.map(
        (one) =>
          html`<div>
            <dt>${shownText(one.approver)}</dt>
            <dd>
              ${one.verdict === 'approve' ? 'approved' : 'denied'} (${one.surface},
              ${one.authentication})${one.isBreakGlass === true ? html` <span class="badge danger">broke the glass</span>` : ''}${one.note === undefined ? '' : html` — ${shownText(one.note)}`}
            </dd>
          </div>`,
      )}
    </dl>
  </section>`
}

function actions(request: HeldRequest, { approver, canEdit }: CardContext): Html {
  const { terms, rule } = request
  const { subject = request.call.resource } = headline(request.call)
  const grants = terms.grants.filter((grant) => grant !== 'once')
  return html`<form class="actions" data-actions autocomplete="off">
    <p class="lock" data-lock role="status">Scroll to the end of the arguments to approve.</p>
    ${rule.riskLevel === 'critical' ? html`<label>Type <code>${shownText(subject)}</code> to approve <input name="typed" data-expected="${visibleText(subject)}" spellcheck="false" /></label>` : ''}
    <label class="note"
      >Note${terms.requireNote ? ' (a denial needs one)' : ''}<textarea
        name="note"
        rows="1"
        maxlength="4096"
      ></textarea>
    </label>
    ${
      grants.length > 0 && rule.riskLevel !== 'critical'
        ? html`<div class="grant">
            <label
              >Good for
              <select name="grant">
                <option value="once">this call only</option>
                ${grants.map((grant) => html`<option value="${grant}">${grant === 'session' ? 'this session' : grant}</option>`)}
              </select></label
            >
            <label
              ><input type="checkbox" name="general" /> also calls of the same shape (ids and counters may
              differ)</label
            >
          </div>`
        : ''
    }
    ${
      canEdit && terms.editable.length > 0
        ? html`<details class="edit">
            <summary>Edit and approve</summary>
            ${terms.editable.map((path) => html`<label><code>${shownText(path)}</code> <textarea name="edit" data-path="${path}" rows="1" placeholder="new value, as JSON"></textarea></label>`)}<button
              type="button"
              class="ghost"
              data-act="edit"
              disabled
            >
              Approve the edited call
            </button>
          </details>`
        : ''
    }
    <div class="buttons">
      <button type="button" class="approve" data-act="approve" disabled aria-keyshortcuts="a">
        Approve<kbd>A</kbd>
      </button>
      <button type="button" class="deny" data-act="reject" aria-keyshortcuts="r">Deny<kbd>R</kbd></button>
      ${approver.rights.includes('break_glass') ? html`<button type="button" class="ghost" data-act="break">Break the glass</button>` : ''}
    </div>
    <p class="answer" data-answer role="alert"></p>
  </form>`
}
