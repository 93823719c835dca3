import { canonicalJson, REDACTED, sha256Hex, type JsonValue } from '@kvlar/core'
import type { ShownRequest } from '../../approval-event.ts'
import type { HiddenValue } from '../../held-request.ts'
import { HTTP_LIMITS } from '../http-limits.ts'
import { html, type Html } from './html.ts'
import { isArray } from './is-array.ts'
import { readingOrder, type Entry } from './reading-order.ts'
import { shownLines, shownText, textWarnings } from './shown-text.ts'

/** A text from this length on says its length. */
const LONG_CHARS = 120

/** What a reviewer is shown of the arguments of a call. */
export interface ShownArguments {
  /** What decides first, types marked, hidden values described, nothing ever cut. */
  readonly main: Html
  /** Texts in which the agent explains itself, when there are any. */
  readonly words?: Html
  /** SHA-256 of both; a decision keeps it. */
  readonly digest: string
  /** Whether they are more than anybody reads on a page; then it offers no approval. */
  readonly isTooLong: boolean
}

export function shownArguments(request: Pick<ShownRequest, 'call'>): ShownArguments {
  const { args } = request.call
  const { main: ordered, words: quoted } = readingOrder(args)
  const main =
    ordered.length > 0
      ? listView(request, ordered)
      : html`<p class="quiet">The call has no ${quoted.length > 0 ? 'other ' : ''}arguments.</p>`
  const words = quoted.length > 0 ? listView(request, quoted) : undefined
  const markup = main.markup + (words?.markup ?? '')
  return {
    main,
    ...(words !== undefined && { words }),
    digest: sha256Hex(markup.toWellFormed()),
    isTooLong:
      markup.length > HTTP_LIMITS.reviewMarkupCharsMax ||
      canonicalJson(args).length > HTTP_LIMITS.reviewCharsMax,
  }
}

function listView({ call }: Pick<ShownRequest, 'call'>, entries: readonly Entry[]): Html {
  const hidden = new Map(call.hidden.map((one) => [JSON.stringify(one.path), one]))
  return html`<dl class="arguments">
    ${entries.map(([key, value]) => entryView(key, value, { path: [key], hidden }))}
  </dl>`
}

interface Place {
  readonly path: readonly (string | number)[]
  readonly hidden: ReadonlyMap<string, HiddenValue>
}

function entryView(key: string | number, value: JsonValue, place: Place): Html {
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
  if (value === REDACTED || (hidden !== undefined && typeof value !== 'string')) return hiddenView(hidden)
  if (typeof value === 'string')
    return hidden === undefined
      ? textView(value)
      : html`${textView(value)} ${hiddenView(hidden, 'partly hidden')}`
  if (typeof value !== 'object' || value === null)
    return html`<code class="${value === true ? 'value true' : 'value'}">${String(value)}</code>`
  const entries: readonly (readonly [string | number, JsonValue])[] = isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value)
  if (entries.length === 0) return html`<code class="value">${isArray(value) ? '[]' : '{}'}</code>`
  if (place.path.length >= HTTP_LIMITS.reviewDepthMax) return textView(canonicalJson(value))
  return html`<dl class="arguments nested">
    ${entries.map(([key, item]) => entryView(key, item, { path: [...place.path, key], hidden: place.hidden }))}
  </dl>`
}

function textView(text: string): Html {
  if (text === '') return html`<code class="value quiet">(empty text)</code>`
  const warnings = textWarnings(text)
  const length =
    text.length >= LONG_CHARS ? `${text.length.toLocaleString('en')} characters, shown in full` : undefined
  return html`<pre class="value" dir="ltr">${shownLines(text)}</pre>
    ${
      length === undefined && warnings.length === 0
        ? ''
        : html`<p class="badges">
            ${length === undefined ? '' : html`<span class="badge">${length}</span>`}${warnings.map((one) => html`<span class="badge danger">${shownText(one)}</span>`)}
          </p>`
    }`
}

function hiddenView(hidden: HiddenValue | undefined, said = 'hidden'): Html {
  if (hidden === undefined) return html`<span class="hidden">${said}</span>`
  const length = hidden.length === undefined ? '' : `, length ${hidden.length}`
  return html`<span class="hidden">${said}: ${hidden.type === 'string' ? 'text' : hidden.type}${length}</span>
    <code class="digest">${hidden.digest.slice(0, 26)}…</code>`
}

function typeOf(value: JsonValue, place: Place): string {
  const hidden = place.hidden.get(JSON.stringify(place.path))
  if (hidden !== undefined) return hidden.type === 'string' ? 'text' : hidden.type
  if (value === null) return 'null'
  if (isArray(value)) return `list of ${value.length}`
  return typeof value === 'string' ? 'text' : typeof value
}
