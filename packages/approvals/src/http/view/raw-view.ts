import { canonicalJson } from '@kvlar/core'
import type { HeldRequest } from '../../held-request.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

/** Above this a second copy of the arguments only makes the page slow. */
const RAW_CHARS_MAX = 262_144

/** The arguments as JSON, for those who would rather read that. */
export function rawView({ call }: Pick<HeldRequest, 'call'>): Html {
  const text = canonicalJson(call.args)
  if (text.length > RAW_CHARS_MAX || text === '{}') return html``
  return html`<details class="raw">
    <summary>As JSON</summary>
    <pre class="value" dir="ltr">${shownText(text)}</pre>
  </details>`
}
