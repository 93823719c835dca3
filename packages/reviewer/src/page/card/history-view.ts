import type { EarlierCall, HistoryPart } from '../../card/card.ts'
import { durationText } from '../../card/duration-text.ts'
import { stateText } from '../../card/state-text.ts'
import { html, type Html } from '../html.ts'
import { shownText } from '../shown-text.ts'

/** What happened before: to this rule and tool, and in this session. */
export function historyView(part: HistoryPart, nowMs: number): Html {
  const { calls } = part
  return html`<section class="context" data-part="context">
    <h2>Before this</h2>
    <p>${historyText(part, nowMs)}</p>
    ${
      calls.length === 0
        ? html`<p class="quiet">No other call of this session was asked about.</p>`
        : html`<ol class="calls">
            ${calls.map((call) => callView(call, nowMs))}
          </ol>`
    }
  </section>`
}

function callView({ id, verb, subject, state, atMs }: EarlierCall, nowMs: number): Html {
  return html`<li>
    <span class="state ${state}">${stateText(state)}</span>
    <a href="/?id=${id}">${shownText(verb)}</a>
    <span class="subject">${subject === undefined ? '' : shownText(subject)}</span>
    <span class="type">${durationText(nowMs - atMs)} ago</span>
  </li>`
}

function historyText({ approved, denied, last }: HistoryPart, nowMs: number): Html {
  if (last === undefined) return html`This rule has not asked about this tool before.`
  return html`For this rule and tool: approved ${approved}×, denied ${denied}×, last ${last.verdict} by
  ${shownText(last.by)} ${durationText(nowMs - last.atMs)} ago.`
}
