import { approvals } from '../../apply-decision.ts'
import type { HeldRequest } from '../../held-request.ts'
import { durationText } from './duration-text.ts'
import type { History } from './history-of.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

interface PeopleContext {
  readonly nowMs: number
  readonly history: History
}

/** Who asks, on whose behalf and through what; who may answer, and who has. */
export function peopleView(request: HeldRequest, context: PeopleContext): Html {
  const { call, terms } = request
  return html`<section class="people" aria-label="Who">
    <dl class="pairs">
      ${pair('agent', shownText(call.agentId))}
      ${pair('on behalf of', html`${shownText(call.principal.id)} <span class="type">${call.principal.kind}</span>`)}
      ${pair('server', call.server === undefined ? html`none` : shownText(call.server))}
      ${pair('session', html`<code>${shownText(request.sessionId)}</code>`)}
      ${pair(
        'tool definition',
        html`${call.definition === undefined ? 'not seen' : html`<code>${shownText(call.definition.slice(0, 16))}</code>`}${context.history.isDefinitionChanged ? html` <span class="badge danger">changed since it was last approved</span>` : ''}`,
      )}
      ${pair('approvals', html`<b>${approvals(request)} of ${terms.quorum}</b>`)}
      ${pair('who may approve', pool(request, context.nowMs))}
    </dl>
    ${decisions(request)}
  </section>`
}

function pair(name: string, value: Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`
}

function pool({ terms, state, createdAtMs }: HeldRequest, nowMs: number): Html {
  const { approvers, escalate, allowSelf } = terms
  const step = ({ afterMs, to }: (typeof escalate)[number]): Html => {
    const left = createdAtMs + afterMs - nowMs
    const when = left <= 0 ? 'asked too' : state === 'pending' ? `from ${durationText(left)} on` : 'not asked'
    return html`<li>${shownText(to.join(', '))} <span class="type">${when}</span></li>`
  }
  return html`<ul>
    <li>
      ${approvers.length === 0 ? 'any reviewer' : shownText(approvers.join(', '))}${allowSelf ? ', the requester too' : ', never the requester'}
    </li>
    ${approvers.length === 0 ? '' : escalate.map(step)}
  </ul>`
}

function decisions({ decisions: taken }: HeldRequest): Html {
  if (taken.length === 0) return html``
  return html`<ul class="decisions" aria-label="Decisions">
    ${taken.map(
      (one) =>
        html`<li>
          <span class="state ${one.verdict === 'approve' ? 'approved' : 'denied'}"
            >${one.verdict === 'approve' ? 'approved' : 'denied'}</span
          >
          by <b>${shownText(one.approver)}</b>
          <span class="type">${one.surface}, ${one.authentication}</span
          >${one.grant === undefined ? '' : html` <span class="badge">for ${one.grant}</span>`}${one.isBreakGlass === true ? html` <span class="badge danger">broke the glass</span>` : ''}${one.note === undefined ? '' : html`<span class="note-text">${shownText(one.note)}</span>`}
        </li>`,
    )}
  </ul>`
}
