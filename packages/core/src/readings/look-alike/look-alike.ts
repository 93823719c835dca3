import { LIMITS } from '../../limits.ts'
import { looksLike } from './look-alike-table.ts'

/** A part of a text that people take for another one. */
export interface LookAlike {
  /** The word or the character, cut to a length that can be shown. */
  readonly text: string
  /** What people read, as far as it is ASCII. */
  readonly reads: string
  /**
   * `mixed`: a word of Latin and other letters. `letters`: a word that is none of ASCII and looks like one that is.
   * `mark`: a character that looks like a separator or another mark of ASCII.
   */
  readonly kind: 'mixed' | 'letters' | 'mark'
}

const NOT_ASCII = /[^\0-\x7f]/
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const MARK = /[^\p{L}\p{M}\p{N}\s\0-\x7f]|[\u01c0\u01c3\u02d0\u0660\u06f0\u2cbb\u3033\u30ce\u30fc\ua778]/gu
const LATIN = /\p{Script=Latin}/u
/** Alphabets with letters of the same shapes. */
const LIKE_LATIN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\p{Script=Canadian_Aboriginal}\p{Script=Hebrew}\p{Script=Georgian}\p{Script=Tifinagh}\p{Script=Deseret}]/u
const SHOWN_CHARS = 40

/**
 * What in a name, a path, a host or a command looks like something else. For texts that are written in ASCII when they
 * are honest: in prose of another language a short word may be found as well.
 */
export function lookAlikes(text: string): readonly LookAlike[] {
  if (!NOT_ASCII.test(text)) return []
  const found: LookAlike[] = []
  const asciiOf = remembering(readAscii)
  for (const { 0: word } of text.matchAll(WORD)) {
    const one = NOT_ASCII.test(word) ? wordLookAlike(word, asciiOf) : undefined
    if (one !== undefined) found.push(one)
    if (found.length >= LIMITS.lookAlikesMax) return found
  }
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    // Between blanks or words of its own language a mark is what it is.
    if (!/[\w./:@-]/.test(text.charAt(index - 1) + text.charAt(index + mark.length))) continue
    const reads = asciiOf(mark)
    if (reads !== undefined) found.push({ text: mark, reads, kind: 'mark' })
    if (found.length >= LIMITS.lookAlikesMax) break
  }
  return found
}

function wordLookAlike(word: string, asciiOf: typeof readAscii): LookAlike | undefined {
  const shown = Array.from(word.slice(0, SHOWN_CHARS * 2)).slice(0, SHOWN_CHARS)
  const text = shown.join('')
  const read = shown.map((character) => asciiOf(character))
  const reads = read.map((character, index) => character ?? shown[index] ?? '').join('')
  if (LATIN.test(word) && LIKE_LATIN.test(word)) return { text, reads, kind: 'mixed' }
  return read.every((character) => character !== undefined) ? { text, reads, kind: 'letters' } : undefined
}

/** The text of ASCII that the character is or looks like; undefined when there is none. */
function readAscii(character: string): string | undefined {
  if (!NOT_ASCII.test(character)) return character
  const known = looksLike().get(character)
  if (known !== undefined) return known
  const compatible = character.normalize('NFKC')
  return NOT_ASCII.test(compatible) || compatible === '' ? undefined : compatible
}

/** The same function, asked once for each character: a text has few different ones, and NFKC is slow. */
function remembering(read: typeof readAscii): typeof readAscii {
  const known = new Map<string, string | undefined>()
  return (character) => {
    if (!known.has(character)) known.set(character, read(character))
    return known.get(character)
  }
}
