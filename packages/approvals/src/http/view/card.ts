import { sha256Hex } from '@kvlar/core'
import type { Approver } from '../../approver.ts'
import type { HeldRequest } from '../../held-request.ts'
import type { Rendering } from '../render/facts.ts'
import type { RequestSummary } from '../request-summary.ts'
import { actionsView } from './actions-view.ts'
import { shownArguments } from './argument-view.ts'
import { changesView } from './changes-view.ts'
import { contextView } from './context-view.ts'
import { headline } from './headline.ts'
import type { History } from './history-of.ts'
import { html, type Html } from './html.ts'
import { peopleView } from './people-view.ts'
import { rawView } from './raw-view.ts'
import { renderingsView } from './renderings-view.ts'
import { shownText } from './shown-text.ts'

export interface CardContext {
  readonly nowMs: number
  readonly approver: Approver
  readonly renderings: readonly Rendering[]
  readonly history: History
  /** Earlier calls of the same session, newest first. */
  readonly sessionCalls: readonly RequestSummary[]
  readonly canEdit: boolean
}

/** Everything a reviewer needs for one decision, in the order in which it matters. */
export function card(request: HeldRequest, context: CardContext): Html {
  const { call, rule, id, state } = request
  const risk = rule.riskLevel ?? 'low'
  const renderings = renderingsView(context.renderings)
  const shown = shownArguments(request)
  // While the key stays, the reviewer has seen all there is; with another one they must look again.
  const seen = sha256Hex(`${shown.digest} ${renderings.markup}`.toWellFormed()).slice(0, 16)
  return html`<article
    class="card"
    id="card"
    data-id="${id}"
    data-key="${id}:${state}:${request.decisions.length}:${request.escalations}:${seen}"
    data-state="${state}"
    data-risk="${risk}"
    data-rendered="${shown.digest}"
    data-digest="${request.digest}"
    aria-labelledby="card-title"
  >
    ${cardHeader(request)} ${renderings}
    <section aria-label="Arguments">
      <h2>Arguments of <code>${shownText(call.resource)}</code></h2>
      ${shown.isTooLong ? tooLong() : html`<div id="arguments" data-read>${shown.main}</div>`}
      ${rawView(request)}
      ${
        call.hidden.length > 0 && context.approver.rights.includes('reveal')
          ? html`<p class="reveal">
                <button type="button" class="ghost" data-act="reveal">Show hidden values (recorded)</button>
              </p>
              <pre class="value" id="revealed" hidden></pre>`
          : ''
      }
    </section>
    ${changesView(request)} ${peopleView(request, context)} ${contextView(context)}
    ${shown.isTooLong ? '' : wordsView(shown.words)}
    ${state === 'pending' ? actionsView(request, context) : outcome(request)}
  </article>`
}

function cardHeader(request: HeldRequest): Html {
  const { call, rule } = request
  const { verb, subject } = headline(call)
  const risk = rule.riskLevel ?? 'low'
  return html`<header>
    <p class="eyebrow">
      <span class="risk ${risk}">${risk} risk</span>
      <span>${call.server === undefined ? '' : shownText(call.server)}</span> ${clock(request)}
    </p>
    <h1 id="card-title" tabindex="-1">
      ${shownText(verb)}${subject === undefined ? '' : html` <span class="subject">${shownText(subject)}</span>`}
    </h1>
    <p class="why">${shownText(rule.reason)}</p>
    ${rule.matched === undefined ? '' : html`<p class="rule">matched ${shownText(rule.matched)}</p>`}
    <p class="rule">
      rule
      <code>${shownText(rule.id)}</code
      >${rule.origin === undefined ? '' : html` at <code>${shownText(rule.origin.file)}:${rule.origin.line}</code>`}
      · policy <code>${shownText(request.policyDigest.slice(0, 19))}</code>
    </p>
  </header>`
}

function clock({ state, expiresAtMs, executeByMs, createdAtMs, decidedAtMs }: HeldRequest): Html {
  if (state === 'pending')
    return html`<span
      class="clock"
      data-until="${expiresAtMs}"
      data-from="${createdAtMs}"
      data-verb="expires in"
      >&nbsp;</span
    >`
  return state === 'approved' && executeByMs !== undefined
    ? html`<span
        class="clock"
        data-until="${executeByMs}"
        data-from="${decidedAtMs ?? createdAtMs}"
        data-verb="must run within"
        >&nbsp;</span
      >`
    : html``
}

function tooLong(): Html {
  return html`<p class="notice danger" data-read data-never>
    These arguments are longer than anybody reads on a page, so it does not offer to approve them. Read them
    through the API, or deny the call and ask for less at once.
  </p>`
}

/** The agent's own words come last: what it says about a call is no evidence of what the call does. */
function wordsView(quoted: Html | undefined): Html {
  if (quoted === undefined) return html``
  return html`<section class="words" aria-label="The agent’s own words">
    <h2>The agent’s own words <span class="badge warn">unverified, written by the agent</span></h2>
    <blockquote data-read>${quoted}</blockquote>
  </section>`
}

function outcome({ state, endReason }: HeldRequest): Html {
  return html`<p class="outcome" role="status">
    <span class="state ${state}">${state}</span> ${endReason === undefined ? '' : shownText(endReason)}
  </p>`
}
