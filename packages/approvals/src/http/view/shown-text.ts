import { visibleText } from '@kvlar/core'
import { html, type Html } from './html.ts'

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu
const MIXED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+/gu

/** A text of a caller on one line: what a page would hide or obey is written out and marked. */
export function shownText(text: string): Html {
  return marked(text, false)
}

/** A text of a caller over several lines; line feeds are shown and break the line. */
export function shownLines(text: string): Html {
  return marked(text, true)
}

/** Words that mix alphabets whose letters look alike, for example Cyrillic `а` in a Latin word. */
export function mixedWords(text: string): readonly string[] {
  const words = text.match(MIXED) ?? []
  const isMixed = (word: string): boolean =>
    /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
  return words.filter(isMixed).slice(0, 5)
}

function marked(text: string, breaks: boolean): Html {
  const parts: Html[] = []
  let at = 0
  for (const found of text.matchAll(INVISIBLE)) {
    parts.push(html`${text.slice(at, found.index)}`)
    for (const character of found[0])
      parts.push(
        breaks && character === '\n'
          ? html`<mark class="invisible">&#8629;</mark>${'\n'}`
          : html`<mark class="invisible">${visibleText(character)}</mark>`,
      )
    at = found.index + found[0].length
  }
  parts.push(html`${text.slice(at)}`)
  return html`${parts}`
}
