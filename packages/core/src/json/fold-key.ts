import { later } from '../later.ts'

/**
 * The form under which two keys count as the same to some reader: equal folds mean that a decoder which ignores
 * case, compatibility forms or invisible characters may take one for the other.
 *
 * It is Unicode's NFKC_Casefold made wider: compatibility normalisation (NFKC), full case folding by upper and lower
 * case until nothing changes, removal of default-ignorable code points, and in addition the dotless `ı` and the
 * dotted `İ` fold to `i` and the final sigma to the common one. So `ſ`, the Kelvin sign, fullwidth letters, `ẞ`
 * and a soft hyphen hide nothing. Look-alikes of other scripts (Cyrillic `а`) stay apart.
 */
export function foldKey(key: string): string {
  if (isAscii(key)) return key.toLowerCase()
  let folded = ''
  for (let at = 0; at < key.length; at++) {
    const point = key.codePointAt(at) ?? 0
    if (point > 0xffff) at++
    const fold = FOLDS.get(point) ?? learn(point)
    if (fold === IN_CONTEXT) return foldWhole(key)
    folded += fold
  }
  return folded
}

/** Folds of single code points, so that hostile keys cost no more than others; it changes no answer. */
const FOLDS = new Map<number, string>()
const FOLDS_MAX = 65_536

/** In place of a fold: the code point can join with the one before it, so that the key must be folded as a whole. */
const IN_CONTEXT = '\ud800'

/** Everything that composes with what precedes it (UAX #15) is a mark or a Hangul vowel or final consonant. */
const joins = later(() => /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff\p{Cs}]/u)

function learn(point: number): string {
  const character = String.fromCodePoint(point)
  const whole = foldWhole(character)
  const fold = joins().test(character) || joins().test(whole) ? IN_CONTEXT : whole
  if (FOLDS.size >= FOLDS_MAX) FOLDS.clear()
  FOLDS.set(point, fold)
  return fold
}

/** Every code point is stable after three; the bound is there so that the loop has one. */
const ROUNDS_MAX = 8

function foldWhole(key: string): string {
  let folded = key
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = foldOnce(folded)
    if (next === folded) break
    folded = next
  }
  return folded
}

const ignorable = later(() => /\p{Default_Ignorable_Code_Point}/gu)

function foldOnce(key: string): string {
  return key
    .normalize('NFKC')
    .replace(ignorable(), '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFKC')
}

function isAscii(key: string): boolean {
  for (let at = 0; at < key.length; at++) if (key.charCodeAt(at) > 0x7f) return false
  return true
}
