import { html, type Html } from './html.ts'

/** A table with a head; each row is a `tr`. */
export function tableView(heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}
