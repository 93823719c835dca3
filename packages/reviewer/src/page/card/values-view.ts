import type { HiddenValue } from '@kvlar/approvals'
import { canonicalJson, type JsonObject } from '@kvlar/core/json'
import type { ArgumentsPart, WordsPart } from '../../card/card.ts'
import type { EditableField } from '../../card/editable-fields.ts'
import { hiddenText } from '../../card/hidden-text.ts'
import type { Shown, ShownValue } from '../../card/shown-value.ts'
import { REVIEW_LIMITS } from '../../review-limits.ts'
import { html, type Html } from '../html.ts'
import { shownLines, shownText } from '../shown-text.ts'

/** Above this a second copy of the arguments only makes the page slow. */
const RAW_CHARS_MAX = 262_144
/** Rows of a field that is edited where it stands. */
const EDIT_ROWS_MAX = 12

/** The arguments, each with its type; nothing is cut, and what is too much to read is not offered. */
export function argumentsView(part: ArgumentsPart): Html {
  const { values, args, hasWords, mayReveal } = part
  const none = html`<p class="quiet">The call has no ${hasWords ? 'other ' : ''}arguments.</p>`
  const shown = values.length === 0 ? none : valuesView(values)
  return html`<section>
    <h2>Arguments</h2>
    ${part.isTooLong || isTooLong(shown) ? tooLong() : html`<div data-arguments data-read>${shown}</div>`}
    ${rawView(args)}
    ${
      mayReveal
        ? html`<p class="reveal">
              <button type="button" class="ghost" data-act="reveal" aria-keyshortcuts="h">
                Show hidden values (recorded)
              </button>
            </p>
            <pre class="value" id="revealed" hidden></pre>`
        : ''
    }
  </section>`
}

/** The agent's own words come last: what it says about a call is no evidence of what the call does. */
export function wordsView({ values, isTooLong: isMuch }: WordsPart): Html {
  if (isMuch) return html``
  return html`<section class="words">
    <h2>The agent’s own words <span class="badge warn">unverified, written by the agent</span></h2>
    <blockquote data-read>${valuesView(values)}</blockquote>
  </section>`
}

/** Whether so much markup is more than a browser lays out at once. */
export function isTooLong({ markup }: Html): boolean {
  return markup.length > REVIEW_LIMITS.reviewMarkupCharsMax
}

function tooLong(): Html {
  return html`<p class="notice danger" data-read data-never>
    These arguments are longer than anybody reads on a page, so it does not offer to approve them. Read them
    through the API, or deny the call and ask for less at once.
  </p>`
}

function valuesView(values: readonly ShownValue[]): Html {
  return html`<dl class="arguments">${values.map(valueView)}</dl>`
}

function valueView({ name, type, shown, edit }: ShownValue): Html {
  return html`<div class="argument">
    <dt>${shownText(name)} <span class="type">${type}</span></dt>
    <dd>
      ${
        edit === undefined
          ? shownView(shown)
          : html`<div data-as-is>${shownView(shown)}</div>
              ${editView(edit)}`
      }
    </dd>
  </div>`
}

function shownView(shown: Shown): Html {
  switch (shown.kind) {
    case 'hidden':
      return hiddenView(shown.hidden)
    case 'literal':
      return html`<code class="${shown.text === 'true' ? 'value true' : 'value'}">${shown.text}</code>`
    case 'items':
      return html`<dl class="arguments nested">${shown.items.map(valueView)}</dl>`
    case 'text':
      return textView(shown)
  }
}

function textView({ text, chars, warnings, hidden }: Extract<Shown, { kind: 'text' }>): Html {
  if (text === '') return html`<code class="value quiet">(empty text)</code>`
  return html`<pre class="value" dir="ltr">${shownLines(text)}</pre>
    ${hidden === undefined ? '' : hiddenView(hidden, 'partly ')}
    ${
      chars === undefined && warnings.length === 0
        ? ''
        : html`<p class="badges">
            ${chars === undefined ? '' : html`<span class="badge">${chars.toLocaleString('en')} characters, shown in full</span>`}${warnings.map((one) => html`<span class="badge danger">${shownText(one)}</span>`)}
          </p>`
    }`
}

function hiddenView(hidden: HiddenValue | undefined, how = ''): Html {
  return html`<span class="hidden">${how}${hiddenText(hidden)}</span>`
}

/** The field of a value, shown in its place while the call is edited; a value keeps its type. */
function editView({ path, type, text }: EditableField): Html {
  const data = html`name="edit" data-path="${path}" data-type="${type}" data-before="${text}" aria-label="new
  value of ${path}"`
  const input =
    type === 'boolean'
      ? html`<select ${data}>
          ${['true', 'false'].map((one) => html`<option ${one === text ? html`selected` : ''}>${one}</option>`)}
        </select>`
      : html`<textarea ${data} rows="${Math.min(EDIT_ROWS_MAX, text.split('\n').length)}" spellcheck="false">
${text}</textarea>`
  return html`<div class="field" data-field hidden>
    ${input}
    <p class="preview" data-preview hidden><del></del> <ins></ins></p>
  </div>`
}

/** The arguments as JSON, for those who would rather read that. */
function rawView(args: JsonObject): Html {
  const text = canonicalJson(args)
  if (text.length > RAW_CHARS_MAX || text === '{}') return html``
  return html`<details class="raw" data-raw>
    <summary aria-keyshortcuts="v">As JSON</summary>
    <pre class="value" dir="ltr">${shownText(text)}</pre>
  </details>`
}
