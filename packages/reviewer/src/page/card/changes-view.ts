import type { FieldChange } from '@kvlar/approvals'
import type { ChangesPart } from '../../card/card.ts'
import { diffBudget, diffLines } from '../../renderings/diff-lines.ts'
import { html, type Html } from '../html.ts'
import { shownText } from '../shown-text.ts'
import { diffView } from './renderings-view.ts'

/** What a reviewer changed in a call. */
export function changesView({ changes, editOf, replacedBy }: ChangesPart): Html {
  const budget = diffBudget()
  const change = ({ path, before, after }: FieldChange): Html =>
    html`<div class="change">
      <h3><code>${shownText(path)}</code></h3>
      ${
        typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')
          ? diffView(diffLines(before, after, budget))
          : html`<p>
              <del>${shownText(JSON.stringify(before))}</del> <ins>${shownText(JSON.stringify(after))}</ins>
            </p>`
      }
    </div>`
  return html`<section class="changes">
    <h2>
      ${editOf === undefined ? 'A reviewer made another call of it' : html`A reviewer edited <a href="/?id=${editOf}">the call that was asked about</a>`}${replacedBy === undefined ? '' : html`: <a href="/?id=${replacedBy}">see that call</a>`}
    </h2>
    ${changes.map(change)}
  </section>`
}
