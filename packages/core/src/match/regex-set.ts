/** What one character of a pattern may be: a literal, a class, or a dot, with the Unicode meaning of `\d \s \w`. */
export interface CharacterSet {
  readonly negated: boolean
  readonly items: readonly SetItem[]
}

export type SetItem =
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  /** A class that RE2 knows by name, and its complement, for example `\p{Nd}` and `\P{Nd}`. */
  | { readonly kind: 'table'; readonly text: string; readonly complement: string }
  | { readonly kind: 'not_word' }

const POINT_MAX = 0x10ffff
const UNDERSCORE = 0x5f

/** White_Space (Unicode Character Database, PropList): RE2's own `\s` is five ASCII characters. */
const SPACES: readonly (readonly [number, number])[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
]

/**
 * Word characters (UTS 18 annex C): Alphabetic, M, Nd, Pc, Join_Control. Alphabetic is L, Nl and a few circled
 * and squared letters of category So, which are listed here; the marks in it are in M.
 */
const WORD_TABLES = ['L', 'Nl', 'M', 'Nd', 'Pc']
const WORD_RANGES: readonly (readonly [number, number])[] = [
  [0x200c, 0x200d],
  [0x24b6, 0x24e9],
  [0x1f130, 0x1f149],
  [0x1f150, 0x1f169],
  [0x1f170, 0x1f189],
]

/** A named Unicode class, for example `Nd` or `Greek`. */
export function tableItem(name: string, negated: boolean): SetItem {
  const positive = `\\p{${name}}`
  const negative = `\\P{${name}}`
  return negated
    ? { kind: 'table', text: negative, complement: positive }
    : { kind: 'table', text: positive, complement: negative }
}

export function rangeItem(low: number, high: number): SetItem {
  return { kind: 'range', low, high }
}

/** The items of `\d \D \s \S \w \W`; undefined for any other letter. */
export function perlItems(letter: string): readonly SetItem[] | undefined {
  switch (letter) {
    case 'd':
      return [tableItem('Nd', false)]
    case 'D':
      return [tableItem('Nd', true)]
    case 's':
      return rangeItems(SPACES)
    case 'S':
      return rangeItems(gaps(SPACES))
    case 'w':
      return WORD_ITEMS
    case 'W':
      return [{ kind: 'not_word' }]
    default:
      return undefined
  }
}

const WORD_ITEMS: readonly SetItem[] = [
  ...WORD_TABLES.map((name) => tableItem(name, false)),
  ...rangeItems(WORD_RANGES),
]

function rangeItems(ranges: readonly (readonly [number, number])[]): readonly SetItem[] {
  return ranges.map(([low, high]) => rangeItem(low, high))
}

/** The complement of ascending ranges. */
function gaps(ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  let next = 0
  for (const [low, high] of ranges) {
    if (low > next) found.push([next, low - 1])
    next = high + 1
  }
  if (next <= POINT_MAX) found.push([next, POINT_MAX])
  return found
}

/**
 * The set as one RE2 expression; with `withoutUnderscore` the set minus `_`.
 * RE2 has no intersection, so what needs one becomes alternatives of negated classes: A ∩ ¬B is `[^¬A B]`.
 * Undefined when nothing is left.
 */
export function setExpression(set: CharacterSet, withoutUnderscore: boolean): string | undefined {
  const underscore = withoutUnderscore ? '_' : ''
  const notWord = set.items.some((item) => item.kind === 'not_word')
  if (set.negated) {
    const rest = set.items.map((item) => classText(item)).join('') + underscore
    if (!notWord) return rest === '' ? '(?s:.)' : `[^${rest}]`
    return alternatives([
      ...WORD_TABLES.map((name) => `[^\\P{${name}}${rest}]`),
      `[^${rangeItems(gaps(WORD_RANGES)).map(classText).join('')}${rest}]`,
    ])
  }
  const found: string[] = []
  let together = ''
  for (const item of set.items) {
    if (item.kind === 'table' && withoutUnderscore) found.push(`[^${item.complement}_]`)
    else if (item.kind === 'range' && withoutUnderscore) together += splitAtUnderscore(item.low, item.high)
    else together += classText(item)
  }
  if (together !== '') found.push(`[${together}]`)
  if (notWord) found.push(`[^${WORD_ITEMS.map(classText).join('')}]`)
  return found.length === 0 ? undefined : alternatives(found)
}

function alternatives(expressions: readonly string[]): string {
  return expressions.length === 1 ? expressions.join('') : `(?:${expressions.join('|')})`
}

function splitAtUnderscore(low: number, high: number): string {
  if (low > UNDERSCORE || high < UNDERSCORE) return rangeText(low, high)
  return (
    (low < UNDERSCORE ? rangeText(low, UNDERSCORE - 1) : '') +
    (high > UNDERSCORE ? rangeText(UNDERSCORE + 1, high) : '')
  )
}

function classText(item: SetItem): string {
  switch (item.kind) {
    case 'range':
      return rangeText(item.low, item.high)
    case 'table':
      return item.text
    case 'not_word':
      return ''
  }
}

function rangeText(low: number, high: number): string {
  return low === high ? pointText(low) : `${pointText(low)}-${pointText(high)}`
}

/** A code point in a form that means itself inside and outside a class. */
export function pointText(point: number): string {
  const text = String.fromCodePoint(point)
  return /^[0-9A-Za-z_ ]$/.test(text) ? text : `\\x{${point.toString(16)}}`
}
