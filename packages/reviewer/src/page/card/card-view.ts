import type { Card } from '../../card/card.ts'
import { html, type Html } from '../html.ts'
import { partView } from './part-view.ts'

/** The card on the page, part after part. */
export function cardView(card: Card, nowMs: number): Html {
  return html`<article
    class="card"
    id="card"
    data-id="${card.id}"
    data-key="${card.id}:${card.revision}"
    data-state="${card.state}"
    data-risk="${card.risk}"
    data-rendered="${card.shownDigest}"
    data-digest="${card.digest}"
    aria-labelledby="card-title"
  >
    ${card.parts.map((part) => partView(part, nowMs))}
  </article>`
}
