import type { RenderingsPart, WarningsPart } from '../../card/card.ts'
import type { DiffLine } from '../../renderings/facts.ts'
import { html, type Html } from '../html.ts'
import { shownText } from '../shown-text.ts'

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = {
  same: ' ',
  added: '+',
  removed: '\u2212',
  skipped: '\u22ef',
}

/** What our reading calls dangerous, before anything that the caller wrote. */
export function warningsView({ warnings }: WarningsPart): Html {
  return html`<section class="warnings">
    <h2>Look at this first</h2>
    <ul>
      ${warnings.map(
        ({ about, label, value }) =>
          html`<li><b>${about}</b> <span>${label}</span> <strong>${shownText(value)}</strong></li>`,
      )}
    </ul>
  </section>`
}

/** What our own reading says about the arguments. */
export function renderingsView({ renderings }: RenderingsPart): Html {
  return html`<section class="renderings">
    ${renderings.map(
      ({ kind, facts, lines }) =>
        html`<div class="rendering">
          <h2><b>${kind}</b> <span class="quiet">as we read it</span></h2>
          <ul class="chips">
            ${facts.map(
              ({ label, value, tone }) =>
                html`<li class="chip ${tone}"><span>${label}</span> <b>${shownText(value)}</b></li>`,
            )}
          </ul>
          ${lines === undefined || lines.length === 0 ? '' : diffView(lines)}
        </div>`,
    )}
  </section>`
}

/** A difference, line by line. */
export function diffView(lines: readonly DiffLine[]): Html {
  return html`<pre class="diff" dir="ltr">
${lines.map(
      ({ kind, text }) => html`<span class="${kind}"><i>${SIGNS[kind]}</i>${shownText(text)}</span>`,
    )}</pre>`
}
