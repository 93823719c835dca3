import { canonicalJson, type JsonValue } from '@kvlar/core'
import { parsePath, valueAt, type PathStep } from '../../field-paths.ts'
import type { HeldRequest } from '../../held-request.ts'
import { HTTP_LIMITS } from '../http-limits.ts'
import { html, type Html } from './html.ts'
import { isArray } from './is-array.ts'
import { shownText } from './shown-text.ts'

/** What a field of a page would change on its own: line ends and characters that it cannot hold. */
const UNKEPT = /[^\P{C}\n\t]/u

/** The fields that a reviewer may edit, with what they are now; a value keeps its type. */
export function editView({ call, terms }: HeldRequest): Html {
  const hidden = call.hidden.map(({ path }) => pathText(path))
  const fields = [...new Set(terms.editable.flatMap((path) => placesOf(call.args, parsePath(path))))]
    .filter(
      (path) =>
        !hidden.some((one) => path === one || one.startsWith(`${path}.`) || one.startsWith(`${path}[`)),
    )
    .slice(0, HTTP_LIMITS.editFieldsMax)
    .flatMap((path) => {
      const value = valueAt(call.args, parsePath(path))
      return value === undefined || UNKEPT.test(textOf(value)) ? [] : [field(path, value)]
    })
  if (fields.length === 0) return html``
  return html`<details class="edit">
    <summary>Edit and approve</summary>
    <p class="quiet">
      The edited call is judged by the policy anew; the one that was asked about will not run.
    </p>
    ${fields}
    <button type="button" class="ghost" data-act="edit" disabled>Approve the edited call</button>
  </details>`
}

function field(path: string, value: JsonValue): Html {
  const type = value === null ? 'null' : isArray(value) || typeof value === 'object' ? 'json' : typeof value
  const text = textOf(value)
  const data = html`name="edit" data-path="${path}" data-type="${type}" data-before="${text}" aria-label="new
  value of ${path}"`
  const input =
    type === 'boolean'
      ? html`<select ${data}>
          ${['true', 'false'].map((one) => html`<option ${one === text ? html`selected` : ''}>${one}</option>`)}
        </select>`
      : html`<textarea ${data} rows="${Math.min(8, text.split('\n').length)}" spellcheck="false">
${text}</textarea>`
  return html`<div class="field">
    <span
      ><code>${shownText(path)}</code> <span class="type">${type === 'string' ? 'text' : type}</span></span
    >
    ${input}
    <p class="preview" data-preview hidden><del></del> <ins></ins></p>
  </div>`
}

/** Texts as they are, everything else as JSON. */
function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value)
}

/** The concrete places that a path with `[*]` means in these arguments. */
function placesOf(args: JsonValue, steps: readonly PathStep[]): readonly string[] {
  let places: readonly { readonly path: readonly (string | number)[]; readonly value: JsonValue }[] = [
    { path: [], value: args },
  ]
  for (const step of steps)
    places = places
      .flatMap(({ path, value }) => {
        if (typeof value !== 'object' || value === null) return []
        if (isArray(value)) {
          if ('key' in step) return []
          return value.flatMap((item, index) =>
            'every' in step || step.index === index ? [{ path: [...path, index], value: item }] : [],
          )
        }
        const item = 'key' in step && Object.hasOwn(value, step.key) ? value[step.key] : undefined
        return item === undefined || !('key' in step) ? [] : [{ path: [...path, step.key], value: item }]
      })
      .slice(0, HTTP_LIMITS.editFieldsMax)
  return places.map(({ path }) => pathText(path))
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
}
