import { REVIEW_LIMITS } from '../review-limits.ts'
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
    maxlength="${REVIEW_LIMITS.filterCharsMax}"
    autocomplete="off"
    aria-keyshortcuts="/"
  />`
}
