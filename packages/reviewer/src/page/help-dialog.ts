import { KEYS, keyText } from '../keys.ts'
import { html, type Html } from './html.ts'

/** The keys of the page. The script reads from here what each of them does. */
export function helpDialog(): Html {
  return html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title" tabindex="-1" autofocus>Keys</h2>
    <dl class="keys">
      ${KEYS.filter(({ surfaces }) => surfaces.includes('page')).map(
        ({ act, keys, says }) =>
          html`<div>
            <dt>
              ${keys.map((key) => html`<kbd data-key="${key}" data-does="${act}">${keyText(key)}</kbd> `)}
            </dt>
            <dd>${says}</dd>
          </div>`,
      )}
    </dl>
    <p class="quiet">
      The same keys work in <code>kvlar review</code>. No key approves what was not in view, and nothing is
      approved while a new request appears.
    </p>
    <form method="dialog"><button class="ghost">Close</button></form>
  </dialog>`
}
