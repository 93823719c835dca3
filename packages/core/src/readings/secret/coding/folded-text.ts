import { later } from '../../../later.ts'
import { looksLike } from '../../look-alike/look-alike-table.ts'
import { CHARS, isIn } from '../char-sets.ts'
import { type View, ViewWriter } from './view.ts'

/** Characters that show as nothing, or as a mark on the one before. */
const nothing = later(() => /[\p{Default_Ignorable_Code_Point}\u0300-\u036f\u2800\ufff9-\ufffb]/u)

/** Blanks and hyphens of all sorts, enclosed, full-width and mathematical letters, and digits of every script. */
const likeAscii = later(
  () =>
    /[\u00a0\u2000-\u200a\u2010\u2011\u202f\u2212\u2460-\u24ff\u3000\uff01-\uff5e\u{1d400}-\u{1d7ff}\p{Nd}]/u,
)

/** What looks like a character that tokens have, by code unit; a bent quote in prose is none. */
const letterUnits = later(() => {
  const isLetter = new Uint8Array(0x10000)
  for (const [char, ascii] of looksLike())
    if (char.length === 1 && /[\w.+/=~:-]/.test(ascii)) isLetter[char.charCodeAt(0)] = 1
  return isLetter
})

const OUTSIDE_ASCII = /[^\0-\x7f]/
const ASCII_MAX = 0x7f
const UNIT_MAX = 0xffff

/**
 * The whole text without characters that show as nothing, and with look-alikes of ASCII as what they look like; then
 * the same with letters of other alphabets as what they look like, where they stand beside ASCII: those that only stand
 * beside a number are no part of it. None for a text in which nothing changes.
 */
export function foldedTexts(text: string): readonly View[] {
  if (!OUTSIDE_ASCII.test(text)) return []
  const views: View[] = []
  const plain = folded(text, foldPoint)
  if (plain !== undefined) views.push(plain)
  if (hasLetterBesideAscii(plain?.text ?? text)) {
    const letters = folded(text, foldLetter)
    if (letters !== undefined) views.push(letters)
  }
  return views
}

/** Only beside letters and digits of ASCII do those of other alphabets stand for them. */
function hasLetterBesideAscii(text: string): boolean {
  const isLetter = letterUnits()
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (
      unit > ASCII_MAX &&
      isLetter[unit] === 1 &&
      (isIn(CHARS.word, text, at - 1) || isIn(CHARS.word, text, at + 1))
    )
      return true
  }
  return false
}

/** What a character that is not ASCII becomes: a code point, or nothing. */
type Fold = (point: number) => number | undefined

function folded(text: string, fold: Fold): View | undefined {
  let writer: ViewWriter | undefined
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at)
    if (unit <= ASCII_MAX) {
      writer?.add(unit, at, at + 1)
      at += 1
      continue
    }
    const point = text.codePointAt(at) ?? unit
    const length = point > UNIT_MAX ? 2 : 1
    const becomes = fold(point)
    if (becomes !== point) writer ??= copied(text, at)
    if (becomes !== undefined) writer?.addPoint(becomes, at, at + length)
    at += length
  }
  return writer?.view()
}

/** A writer that has the text up to `end` as it is. */
function copied(text: string, end: number): ViewWriter {
  const writer = new ViewWriter(text.length)
  for (let at = 0; at < end; at++) writer.add(text.charCodeAt(at), at, at + 1)
  return writer
}

/** Folds of single characters, so that hostile text costs no more than other text; it changes no answer. */
const FOLDS = new Map<number, number | undefined>()
const FOLDS_MAX = 8192

function foldPoint(point: number): number | undefined {
  if (FOLDS.has(point)) return FOLDS.get(point)
  const becomes = likeness(point)
  if (FOLDS.size >= FOLDS_MAX) FOLDS.clear()
  FOLDS.set(point, becomes)
  return becomes
}

function foldLetter(point: number): number | undefined {
  const letter = looksLike().get(String.fromCodePoint(point))
  return letter === undefined ? foldPoint(point) : letter.charCodeAt(0)
}

/** One ASCII character, nothing, or the character itself. */
function likeness(point: number): number | undefined {
  const char = String.fromCodePoint(point)
  if (nothing().test(char)) return undefined
  if (/[\u2010\u2011\u2212]/.test(char)) return 0x2d
  if (!likeAscii().test(char)) return point
  const plain = char.normalize('NFKC')
  if (plain.length === 1 && plain.charCodeAt(0) <= ASCII_MAX) return plain.charCodeAt(0)
  return /^\p{Nd}$/u.test(char) ? digitOf(point) : point
}

const DIGIT_ZERO = 0x30
const TEN = 10

/** Digits of a script stand together from zero to nine. */
function digitOf(point: number): number {
  let zero = point
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return DIGIT_ZERO + ((point - zero) % TEN)
}
