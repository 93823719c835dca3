import type { ShortNames } from './short-names.ts'

/** What of a short name stands before its tilde, and behind the dot after its number. */
const STEM_CHARS_MAX = 6
const ENDING_CHARS_MAX = 3

const NUMBER = /[0-9]{1,6}/y
const NO_STEM = /[~./\\]/

/** Of a text with more tildes before digits nothing is said. */
const TILDES_MAX = 16

/**
 * Whether some reading of a text, each of which only parts it, could end up with a short name that stands for one of the
 * list: what stands before a tilde may begin anywhere, and what follows its number may end anywhere.
 */
export function shortNameSearch(names: ShortNames): (text: string) => boolean {
  return (text) => {
    let count = 0
    for (let at = text.indexOf('~'); at !== -1; at = text.indexOf('~', at + 1)) {
      NUMBER.lastIndex = at + 1
      const number = NUMBER.exec(text)?.[0]
      if (number === undefined) continue
      count += 1
      if (count > TILDES_MAX) return true
      const end = at + 1 + number.length
      const stems = stemsBefore(text, at)
      for (const behind of endingsFrom(text, end))
        if (stems.some((stem) => names(`${stem}~${number}${behind}`).size > 0)) return true
    }
    return false
  }
}

function stemsBefore(text: string, tilde: number): readonly string[] {
  const stems: string[] = []
  for (let at = tilde - 1; at >= 0 && tilde - at <= STEM_CHARS_MAX && !NO_STEM.test(text.charAt(at)); at -= 1)
    stems.push(text.slice(at, tilde))
  return stems
}

function endingsFrom(text: string, end: number): readonly string[] {
  if (text[end] !== '.') return ['']
  const ending = /^[^.]*/.exec(text.slice(end + 1, end + 1 + ENDING_CHARS_MAX))?.[0] ?? ''
  return ['', '.', ...Array.from(ending, (_, at) => `.${ending.slice(0, at + 1)}`)]
}
