import { INVISIBLE } from '@kvlar/core/text'
import { html, type Html } from './html.ts'

const INVISIBLE_RUN = new RegExp(`(?:${INVISIBLE.source})+`, 'gu')
/** So many equal invisible characters in a row are counted instead of repeated. */
const RUN_CHARS = 4

/** A text of a caller on one line: what a page would hide or obey is written out and marked; a line feed is a sign. */
export function shownText(text: string): Html {
  return html`<bdi dir="ltr">${marked(text, ' ')}</bdi>`
}

const QUOTED = /`([^`]+)`/g

/** A text of ours that quotes between backticks: what it quotes is set as code. */
export function shownQuoting(text: string): Html {
  const parts = text.split(QUOTED)
  return html`${parts.map((part, at) => (at % 2 === 0 ? shownText(part) : html`<code>${shownText(part)}</code>`))}`
}

/** A text of a caller over several lines; line feeds are shown and break the line. */
export function shownLines(text: string): Html {
  return marked(text, '\n')
}

/** @param after what follows the sign of a line feed */
function marked(text: string, after: ' ' | '\n'): Html {
  let markup = ''
  let at = 0
  for (const { 0: run, index } of text.matchAll(INVISIBLE_RUN)) {
    markup += html`${text.slice(at, index)}`.markup
    markup += withBreaks(run, after)
    at = index + run.length
  }
  return { markup: markup + html`${text.slice(at)}`.markup }
}

/** Line feeds are no danger; whatever stands between them is marked as one. */
function withBreaks(run: string, after: string): string {
  return run
    .split('\n')
    .map((part) => (part === '' ? '' : mark(part)))
    .join(`<mark class="line">&#8629;</mark>${after}`)
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
