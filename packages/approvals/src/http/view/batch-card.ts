import { sha256Hex } from '@kvlar/core'
import type { HeldRequest } from '../../held-request.ts'
import { HTTP_LIMITS } from '../http-limits.ts'
import type { Rendering } from '../render/facts.ts'
import { lockView } from './actions-view.ts'
import { shownArguments } from './argument-view.ts'
import { headline } from './headline.ts'
import { html, type Html } from './html.ts'
import { renderingsView } from './renderings-view.ts'
import { shownText } from './shown-text.ts'

/** What our readers see in the call of a request. */
export type ReadCall = (request: HeldRequest) => readonly Rendering[]

/**
 * Requests of one rule and tool to decide together; each is shown in full with what our readers see in it, and
 * approving needs all of them seen.
 *
 * @param named how many the address names; what is not known or has ended is said to be left out
 */
export function batchCard(requests: readonly HeldRequest[], readCall: ReadCall, named: number): Html {
  const waiting = requests.filter(({ state }) => state === 'pending')
  const [first] = waiting
  if (first === undefined)
    return html`<article class="card" id="card" data-key="batch-ended">
      <p class="outcome">None of these requests waits any more.</p>
    </article>`
  const ids = waiting.map(({ id }) => id)
  const shown = sections(waiting, readCall)
  // While the key stays, the reviewer has seen all there is; with another one they must look again.
  const seen = sha256Hex(
    shown
      .map(({ markup }) => markup)
      .join('')
      .toWellFormed(),
  )
  const isHigh = waiting.some(({ rule }) => rule.riskLevel === 'high')
  return html`<article
    class="card"
    id="card"
    data-batch="${ids.join(',')}"
    data-key="batch:${seen}"
    data-risk="${isHigh ? 'high' : 'low'}"
    aria-labelledby="card-title"
  >
    <header>
      <p class="eyebrow">
        <span>${waiting.length} requests together</span>
        ${named > waiting.length ? html`<span class="badge warn">${named - waiting.length} left out: no longer waiting</span>` : ''}
      </p>
      <h1 id="card-title" tabindex="-1">
        ${shownText(headline(first.call).verb)} <span class="subject">${waiting.length}×</span>
      </h1>
      <p class="rule">
        all of rule <code>${shownText(first.rule.id)}</code> and tool
        <code>${shownText(first.call.resource)}</code>; each keeps a record of its own
      </p>
    </header>
    ${shown}
    <form class="actions" data-actions autocomplete="off">
      <label class="note"
        >Note for all of them<textarea name="note" rows="1" maxlength="4096"></textarea>
      </label>
      <div class="buttons">
        <button type="button" class="approve" data-act="approve" disabled aria-keyshortcuts="a">
          <span data-label>Approve ${waiting.length}</span><kbd>A</kbd>
        </button>
        <button type="button" class="deny" data-act="reject" aria-keyshortcuts="r">
          Deny ${waiting.length}<kbd>R</kbd>
        </button>
        ${lockView()}
      </div>
      <p class="answer" data-answer role="alert"></p>
    </form>
  </article>`
}

/** Each request in full, as long as all of them together are no more than a page holds. */
function sections(requests: readonly HeldRequest[], readCall: ReadCall): readonly Html[] {
  let length = 0
  return requests.map((request) => {
    const shown = shownArguments(request)
    const { markup } = html`${shown.main}
    ${shown.words === undefined ? '' : html`<blockquote>${shown.words}</blockquote>`}`
    length += markup.length
    const isTooLong = shown.isTooLong || length > HTTP_LIMITS.reviewMarkupCharsMax
    return section(
      request,
      isTooLong
        ? html`<p class="notice danger" data-read data-never>Too long to be decided together.</p>`
        : html`${renderingsView(readCall(request))}
            <div data-read>${{ markup }}</div>`,
    )
  })
}

function section({ call, id }: HeldRequest, body: Html): Html {
  const { subject } = headline(call)
  return html`<section aria-label="Request">
    <h2>
      <a href="/?id=${id}">${subject === undefined ? shownText(call.resource) : shownText(subject)}</a>
      <span class="quiet">by ${shownText(call.agentId)}</span>
    </h2>
    ${body}
  </section>`
}
