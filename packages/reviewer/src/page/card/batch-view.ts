import { sha256Hex } from '@kvlar/core/json'
import type { Card, CardPart } from '../../card/card.ts'
import { partOf } from '../../card/part-of.ts'
import { html, type Html } from '../html.ts'
import { shownText } from '../shown-text.ts'
import { lockView, noteView } from './choices-view.ts'
import { clockView } from './head-view.ts'
import { partView } from './part-view.ts'
import { isTooLong } from './values-view.ts'

/** What of each request must be read, as on a card of its own. */
const READ: ReadonlySet<CardPart['kind']> = new Set<CardPart['kind']>([
  'warnings',
  'arguments',
  'renderings',
  'words',
])

/**
 * Requests of one rule and tool to decide together. Each is shown in full by the painters of its own card, so with the
 * same warnings; approving needs all of them seen.
 *
 * @param named how many the address names; what is not known or has ended is said to be left out
 */
export function batchView(cards: readonly Card[], named: number, nowMs: number): Html {
  const waiting = cards.filter(({ state }) => state === 'pending')
  const [first] = waiting
  if (first === undefined)
    return html`<article class="card" id="card" data-key="batch-ended">
      <p class="outcome">None of these requests waits any more.</p>
    </article>`
  const ids = waiting.map(({ id }) => id)
  // While the key stays, the reviewer has seen all there is; with another one they must look again.
  const seen = sha256Hex(waiting.map(({ id, revision }) => `${id}:${revision}`).join(' '))
  const isHigh = waiting.some(({ risk }) => risk === 'high')
  const needsNote = waiting.some((card) => partOf(card, 'choices')?.needsNote === true)
  return html`<article
    class="card"
    id="card"
    data-batch="${ids.join(',')}"
    data-key="batch:${seen}"
    data-risk="${isHigh ? 'high' : 'low'}"
    aria-labelledby="card-title"
  >
    ${headView(waiting, first, named)} ${sections(waiting, nowMs)}
    <form class="actions" data-actions autocomplete="off">
      <div class="deciding">
        ${noteView(needsNote ? 'Note for all of them (a denial needs one)' : 'Note for all of them')}
        <div class="buttons">
          <button type="button" class="approve" data-act="approve" disabled aria-keyshortcuts="a">
            <span data-label>Approve ${waiting.length}</span><kbd>A</kbd>
          </button>
          <button type="button" class="deny" data-act="deny" aria-keyshortcuts="d">
            Deny ${waiting.length}<kbd>D</kbd>
          </button>
          ${lockView()}
        </div>
      </div>
      <p class="answer" data-answer role="alert"></p>
    </form>
  </article>`
}

function headView(cards: readonly Card[], first: Card, named: number): Html {
  const count = cards.length
  const risk = partOf(first, 'risk')
  const clocks = cards.flatMap((card) => partOf(card, 'risk')?.clock ?? [])
  const [clock] = clocks.toSorted((a, b) => a.untilMs - b.untilMs)
  return html`<h1 id="card-title" tabindex="-1">
      ${shownText(partOf(first, 'headline')?.verb ?? '')} <span class="subject">${count} requests</span>
    </h1>
    <section class="stake" aria-label="Risk and rule">
      <p class="eyebrow">
        <span class="risk ${first.risk}">${first.risk} risk</span>
        ${named > count ? html`<span class="badge warn">${named - count} left out: no longer waiting</span>` : ''}
        ${clock === undefined ? '' : clockView({ clock })}
      </p>
      ${risk === undefined ? '' : html`<p class="why">${shownText(risk.reason)}</p>`}
      <p class="rule">
        all of rule <code>${shownText(risk?.ruleId ?? '')}</code> and tool
        <code>${shownText(partOf(first, 'tool')?.resource ?? '')}</code>; each keeps a record of its own
      </p>
    </section>`
}

/** Each request in full, as long as all of them together are no more than a page holds. */
function sections(cards: readonly Card[], nowMs: number): readonly Html[] {
  let shown: Html = { markup: '' }
  return cards.map((card) => {
    const body = html`${card.parts.filter(({ kind }) => READ.has(kind)).map((part) => partView(part, nowMs))}`
    shown = { markup: shown.markup + body.markup }
    return sectionView(
      card,
      isTooLong(shown)
        ? html`<p class="notice danger" data-read data-never>Too long to be decided together.</p>`
        : body,
    )
  })
}

function sectionView(card: Card, body: Html): Html {
  const { verb = '', subject } = partOf(card, 'headline') ?? {}
  return html`<section class="one-of">
    <h2>
      <a href="/?id=${card.id}">${shownText(subject ?? verb)}</a>
      <span class="quiet">by ${shownText(partOf(card, 'who')?.agentId ?? '')}</span>
    </h2>
    ${body}
  </section>`
}
