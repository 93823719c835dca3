import { html, type Html } from './html.ts'

const KEYS = [
  ['J', 'K', 'next and previous request'],
  ['N', undefined, 'next part that you have not read'],
  ['A', undefined, 'approve; again within 3 seconds when the risk is high'],
  ['R', undefined, 'deny'],
  ['E', undefined, 'write a note'],
  ['X', undefined, 'select this request, to decide like ones together'],
  ['/', undefined, 'filter the list'],
  ['Esc', undefined, 'leave a field, close, select nothing'],
  ['?', undefined, 'this list'],
] as const

/** The keys of the page. */
export function helpDialog(): Html {
  return html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl class="keys">
      ${KEYS.map(
        ([key, other, what]) =>
          html`<div>
            <dt><kbd>${key}</kbd>${other === undefined ? '' : html` <kbd>${other}</kbd>`}</dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>
    <p class="quiet">
      No key approves what was not in view, and nothing is approved while a new request appears.
    </p>
    <form method="dialog"><button class="ghost" autofocus>Close</button></form>
  </dialog>`
}
