import { REDACTED, sha256Hex, visibleText, type JsonValue } from '@kvlar/core'
import type { ShownRequest } from '../../approval-event.ts'
import type { HiddenValue } from '../../held-request.ts'
import { html, type Html } from './html.ts'
import { isArray } from './is-array.ts'
import { mixedWords, shownLines, shownText } from './shown-text.ts'

/** Names that say what a call does or to whom, in the order in which a reviewer should read them. */
export const FIRST =
  /^(?:sql|query|statement|command|cmd|script|shell|path|file|url|uri|to|cc|bcc|recipients?|amount|currency|table|repo|repository|branch|force|recursive|delete|overwrite|all|id|key|name)/i
/** A text from this length on says its length. */
const LONG_CHARS = 120

/** The arguments: what decides first, types marked, hidden values described, nothing ever cut. */
export function argumentView({ call }: Pick<ShownRequest, 'call'>): Html {
  const hidden = new Map(call.hidden.map((one) => [JSON.stringify(one.path), one]))
  const entries = Object.entries(call.args)
  if (entries.length === 0) return html`<p class="quiet">The call has no arguments.</p>`
  const ordered = [
    ...entries.filter(([key]) => FIRST.test(key)),
    ...entries.filter(([key]) => !FIRST.test(key)),
  ]
  return html`<dl class="arguments">
    ${ordered.map(([key, value]) => entry(key, value, { path: [key], hidden }))}
  </dl>`
}

/** SHA-256 of what a reviewer was shown of the arguments; a decision keeps it. */
export function renderedDigest(request: Pick<ShownRequest, 'call'>): string {
  const { markup } = argumentView(request)
  return sha256Hex(markup.toWellFormed())
}

interface Place {
  readonly path: readonly (string | number)[]
  readonly hidden: ReadonlyMap<string, HiddenValue>
}

function entry(key: string | number, value: JsonValue, place: Place): Html {
  return html`<div class="argument">
    <dt>
      ${typeof key === 'number' ? `[${key}]` : shownText(key)}
      <span class="type">${typeOf(value, place)}</span>
    </dt>
    <dd>${valueView(value, place)}</dd>
  </div>`
}

function valueView(value: JsonValue, place: Place): Html {
  const hidden = place.hidden.get(JSON.stringify(place.path))
  if (hidden !== undefined || value === REDACTED) return hiddenView(hidden)
  if (typeof value === 'string') return textView(value)
  if (typeof value !== 'object' || value === null)
    return html`<code class="${value === true ? 'value true' : 'value'}">${String(value)}</code>`
  const entries: readonly (readonly [string | number, JsonValue])[] = isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value)
  if (entries.length === 0) return html`<code class="value">${isArray(value) ? '[]' : '{}'}</code>`
  return html`<dl class="arguments nested">
    ${entries.map(([key, item]) => entry(key, item, { path: [...place.path, key], hidden: place.hidden }))}
  </dl>`
}

function textView(text: string): Html {
  if (text === '') return html`<code class="value quiet">(empty text)</code>`
  const mixed = mixedWords(text)
  const invisible = visibleText(text.replaceAll('\n', '')) !== text.replaceAll('\n', '')
  return html`<pre class="value" tabindex="0">${shownLines(text)}</pre>
    <p class="badges">
      ${[
        text.length >= LONG_CHARS
          ? html`<span class="badge">${text.length.toLocaleString('en')} characters, shown in full</span>`
          : html``,
        invisible ? html`<span class="badge danger">invisible characters made visible</span>` : html``,
        mixed.length > 0
          ? html`<span class="badge danger">mixed alphabets: ${shownText(mixed.join(', '))}</span>`
          : html``,
      ]}
    </p>`
}

function hiddenView(hidden: HiddenValue | undefined): Html {
  if (hidden === undefined) return html`<span class="hidden">hidden</span>`
  const length = hidden.length === undefined ? '' : `, length ${hidden.length}`
  return html`<span class="hidden">hidden: ${hidden.type === 'string' ? 'text' : hidden.type}${length}</span>
    <code class="digest">${hidden.digest.slice(0, 26)}…</code>`
}

function typeOf(value: JsonValue, place: Place): string {
  const hidden = place.hidden.get(JSON.stringify(place.path))
  if (hidden !== undefined) return hidden.type === 'string' ? 'text' : hidden.type
  if (value === null) return 'null'
  if (isArray(value)) return `list of ${value.length}`
  return typeof value === 'string' ? 'text' : typeof value
}
