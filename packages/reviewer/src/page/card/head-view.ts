import type { HeadlinePart, RiskPart } from '../../card/card.ts'
import { stateText } from '../../card/state-text.ts'
import { html, type Html } from '../html.ts'
import { shownQuoting, shownText } from '../shown-text.ts'
import { timeView } from '../time-view.ts'

/** What is done and to what. */
export function headlineView({ verb, subject }: HeadlinePart): Html {
  return html`<h1 id="card-title" tabindex="-1">
    ${shownText(verb)}${subject === undefined ? '' : html` <span class="subject">${shownText(subject)}</span>`}
  </h1>`
}

/** How much is at stake, what its clock says, and why a rule stopped it. */
export function riskView(part: RiskPart): Html {
  const { risk, state, endReason, endedAtMs, reason, matched, ruleId, place, policy } = part
  return html`<section class="stake" aria-label="Risk and rule">
    <p class="eyebrow">
      <span class="risk ${risk}">${risk} risk</span>
      <span class="state ${state}">${stateText(state)}</span>
      ${endReason === undefined ? '' : html`<span>${shownText(endReason)}</span>`}${clockView(part)}${endedAtMs === undefined ? '' : html`<span class="ended">${timeView(endedAtMs)}</span>`}
    </p>
    <p class="why">${shownText(reason)}</p>
    ${matched === undefined ? '' : html`<p class="rule">matched ${shownQuoting(matched)}</p>`}
    <p class="rule">
      rule
      <code>${shownText(ruleId)}</code
      >${place === undefined ? '' : html` at <code>${shownText(place)}</code>`} · policy
      <code>${shownText(policy)}</code>
    </p>
  </section>`
}

const CLOCK_VERBS = { expires: 'expires in', must_run: 'must run within' } as const

/** What the clock of a request says; the script counts it down. */
export function clockView({ clock }: Pick<RiskPart, 'clock'>): Html {
  if (clock === undefined) return html``
  return html`<span
    class="clock"
    data-until="${clock.untilMs}"
    data-from="${clock.fromMs}"
    data-verb="${CLOCK_VERBS[clock.kind]}"
    >&nbsp;</span
  >`
}
