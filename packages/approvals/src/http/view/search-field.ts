import { HTTP_LIMITS } from '../http-limits.ts'
import { html, type Html } from './html.ts'

/** The text of a filter. */
export function searchField(value: string, placeholder: string): Html {
  return html`<input
    id="q"
    name="q"
    type="search"
    aria-label="Filter by text"
    placeholder="${placeholder}"
    value="${value}"
    maxlength="${HTTP_LIMITS.filterCharsMax}"
    autocomplete="off"
    aria-keyshortcuts="/"
  />`
}
