import { INVISIBLE } from '@kvlar/core/text'
import { lookAlikes } from '@kvlar/core/readings'

const MIXED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+/gu
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
/** Marks stacked on one letter paint over their neighbours. */
const STACKED = /\p{M}{4,}/u
const BLANKS = /(?: {40,}|\n{10,})/g

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
