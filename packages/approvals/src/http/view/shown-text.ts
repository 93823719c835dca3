import { INVISIBLE } from '@kvlar/core'
import { lookAlikes } from '@kvlar/core/readings'
import { html, type Html } from './html.ts'

const INVISIBLE_RUN = new RegExp(`(?:${INVISIBLE.source})+`, 'gu')
const MIXED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+/gu
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
/** Marks stacked on one letter paint over their neighbours. */
const STACKED = /\p{M}{4,}/u
/** So many equal invisible characters in a row are counted instead of repeated. */
const RUN_CHARS = 4
const BLANKS = /(?: {40,}|\n{10,})/g

/** A text of a caller on one line: what a page would hide or obey is written out and marked. */
export function shownText(text: string): Html {
  return html`<bdi dir="ltr">${marked(text, false)}</bdi>`
}

/** A text of a caller over several lines; line feeds are shown and break the line. */
export function shownLines(text: string): Html {
  return marked(text, true)
}

/** What a reader should know about a text before trusting their eyes. */
export function textWarnings(text: string): readonly string[] {
  const mixed = mixedWords(text)
  const twins = twinsIn(text)
  const blanks = (text.match(BLANKS) ?? []).reduce((most, run) => Math.max(most, run.length), 0)
  return [
    ...(text.replaceAll('\n', '').search(INVISIBLE) >= 0 ? ['invisible characters made visible'] : []),
    ...(mixed.length > 0 ? [`mixed alphabets: ${mixed.join(', ')}`] : []),
    ...(twins.length > 0 ? [`looks like something else: ${twins.join(', ')}`] : []),
    ...(blanks > 0 ? [`padding: ${blanks.toLocaleString('en')} blanks or empty lines in a row`] : []),
    ...(RIGHT_TO_LEFT.test(text) ? ['written from right to left: shown in the order of its bytes'] : []),
    ...(STACKED.test(text) ? ['stacked marks'] : []),
  ]
}

/** In a name, a path or a host: what reads as something else. Prose has such words and marks by itself. */
function twinsIn(text: string): readonly string[] {
  if (/\s/.test(text)) return []
  return lookAlikes(text)
    .filter(({ kind }) => kind !== 'mixed')
    .slice(0, 5)
    .map((one) => `${one.text} reads as ${one.reads}`)
}

/** Words that mix alphabets whose letters look alike, for example Cyrillic `а` in a Latin word. */
function mixedWords(text: string): readonly string[] {
  const words = text.match(MIXED) ?? []
  const isMixed = (word: string): boolean =>
    /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
  return words
    .filter(isMixed)
    .slice(0, 5)
    .map((word) => word.slice(0, 40))
}

function marked(text: string, breaks: boolean): Html {
  let markup = ''
  let at = 0
  for (const { 0: run, index } of text.matchAll(INVISIBLE_RUN)) {
    markup += html`${text.slice(at, index)}`.markup
    markup += breaks ? withBreaks(run) : mark(run)
    at = index + run.length
  }
  return { markup: markup + html`${text.slice(at)}`.markup }
}

/** Line feeds break the line; whatever stands between them is marked. */
function withBreaks(run: string): string {
  return run
    .split('\n')
    .map((part) => (part === '' ? '' : mark(part)))
    .join('<mark class="line">&#8629;</mark>\n')
}

function mark(run: string): string {
  const parts: string[] = []
  const characters = Array.from(run)
  for (let at = 0; at < characters.length;) {
    const character = characters[at] ?? ''
    let end = at
    while (characters[end] === character) end += 1
    const escape = `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
    parts.push(
      end - at < RUN_CHARS ? escape.repeat(end - at) : `${escape} \u00d7 ${(end - at).toLocaleString('en')} `,
    )
    at = end
  }
  return html`<mark class="invisible">${parts.join('')}</mark>`.markup
}
