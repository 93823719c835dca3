import type { Escalation, PeoplePart, ShownDecision } from '../../card/card.ts'
import { durationText } from '../../card/duration-text.ts'
import { whoMay } from '../../card/facts-of.ts'
import { html, type Html } from '../html.ts'
import { shownText } from '../shown-text.ts'
import { pair } from './facts-view.ts'

/** How many have approved, who may, and who has decided. */
export function peopleView(part: PeoplePart, nowMs: number): Html {
  const { approvals, quorum, later, decisions } = part
  return html`<section class="people">
    <h2>People</h2>
    <dl class="pairs">
      ${pair('approvals', html`<b>${approvals} of ${quorum}</b>`)}
      ${pair(
        'who may approve',
        html`<ul>
          <li>${shownText(whoMay(part))}</li>
          ${later.map((one) => laterView(one, nowMs))}
        </ul>`,
      )}
    </dl>
    ${
      decisions.length === 0
        ? ''
        : html`<ul class="decisions" aria-label="Decisions">
            ${decisions.map(decisionView)}
          </ul>`
    }
  </section>`
}

function laterView({ to, when }: Escalation, nowMs: number): Html {
  return html`<li>${shownText(to.join(', '))} <span class="type">${whenText(when, nowMs)}</span></li>`
}

function whenText(when: Escalation['when'], nowMs: number): string {
  if (when === 'asked') return 'asked too'
  return when === 'never' ? 'not asked' : `from ${durationText(when.atMs - nowMs)} on`
}

function decisionView({ approver, verdict, through, grant, isBreakGlass, note }: ShownDecision): Html {
  return html`<li>
    <span class="state ${verdict}">${verdict}</span>
    by <b>${shownText(approver)}</b>
    <span class="type">${through}</span
    >${grant === undefined ? '' : html` <span class="badge">for ${grant}</span>`}${isBreakGlass ? html` <span class="badge danger">broke the glass</span>` : ''}${note === undefined ? '' : html`<span class="note-text">${shownText(note)}</span>`}
  </li>`
}
