import type { RequestSummary } from '../request-summary.ts'
import { durationText } from './duration-text.ts'
import type { History } from './history-of.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

interface Context {
  readonly nowMs: number
  readonly history: History
  readonly sessionCalls: readonly RequestSummary[]
}

/** What happened before: to this rule and tool, and in this session. */
export function contextView({ nowMs, history, sessionCalls }: Context): Html {
  return html`<section class="context" aria-label="Before this" data-part="context">
    <h2>Before this</h2>
    <p>${historyText(history, nowMs)}</p>
    ${
      sessionCalls.length === 0
        ? html`<p class="quiet">No other call of this session was asked about.</p>`
        : html`<ol class="calls">
            ${sessionCalls.map(
              ({ id, verb, subject, state, createdAtMs }) =>
                html`<li>
                  <span class="state ${state}">${state}</span>
                  <a href="/?id=${id}">${shownText(verb)}</a>
                  <span class="subject">${subject === undefined ? '' : shownText(subject)}</span>
                  <span class="type">${durationText(nowMs - createdAtMs)} ago</span>
                </li>`,
            )}
          </ol>`
    }
  </section>`
}

function historyText({ approved, denied, last }: History, nowMs: number): Html {
  if (last === undefined) return html`This rule has not asked about this tool before.`
  return html`For this rule and tool: approved ${approved}×, denied ${denied}×, last ${last.verdict} by
  ${shownText(last.by)} ${durationText(nowMs - last.atMs)} ago.`
}
