/** Sets of characters that secrets are made of, each with a bit of its own; all are ASCII. */
export const CHARS = {
  digit: 1,
  /** Lower-case hexadecimal, as tokens have it. */
  hex: 2,
  lowerAlnum: 4,
  upperAlnum: 8,
  alpha: 16,
  alnum: 32,
  word: 64,
  base64: 128,
  /** Both alphabets of RFC 4648. */
  either64: 256,
  dotted: 512,
  /** RFC 7235 section 2.1. */
  token68: 1024,
  /** Digits of hexadecimal in either case, and of base32 in capitals (RFC 4648) and in small letters. */
  anyHex: 2048,
  base32: 4096,
  smallBase32: 8192,
} as const

export type CharSet = (typeof CHARS)[keyof typeof CHARS]

const MEMBERS: Readonly<Record<keyof typeof CHARS, RegExp>> = {
  digit: /[0-9]/,
  hex: /[0-9a-f]/,
  lowerAlnum: /[a-z0-9]/,
  upperAlnum: /[A-Z0-9]/,
  alpha: /[A-Za-z]/,
  alnum: /[A-Za-z0-9]/,
  word: /[A-Za-z0-9_-]/,
  base64: /[A-Za-z0-9+/]/,
  either64: /[A-Za-z0-9+/_-]/,
  dotted: /[A-Za-z0-9_.=-]/,
  token68: /[A-Za-z0-9\-._~+/=]/,
  anyHex: /[0-9A-Fa-f]/,
  base32: /[A-Z2-7]/,
  smallBase32: /[a-z2-7]/,
}

const NAMES = Object.keys(CHARS) as readonly (keyof typeof CHARS)[]

/** The bits of all sets that a character is in. */
const SETS_OF = Uint16Array.from({ length: 128 }, (_, code) =>
  NAMES.reduce((bits, name) => bits | (MEMBERS[name].test(String.fromCharCode(code)) ? CHARS[name] : 0), 0),
)

/** Whether the character at a place is of a set; beyond the text none is. */
export function isIn(set: CharSet, text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false
  const code = text.charCodeAt(at)
  return code < 128 && ((SETS_OF[code] ?? 0) & set) !== 0
}

/** Where the run of characters of a set that goes through `at` ends; `at` when there is none. */
export function runEnd(set: CharSet, text: string, at: number): number {
  let end = at
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code >= 128 || ((SETS_OF[code] ?? 0) & set) === 0) break
  }
  return end
}

/** A stretch of a text. */
export interface Run {
  readonly start: number
  readonly end: number
}

/**
 * The next run of at least `min` characters of a set that ends behind `from`; undefined when there is none. Every such
 * run covers one of the places that are asked, so most characters between are not looked at. What stands before `from`
 * is no part of it.
 */
export function nextRun(set: CharSet, text: string, from: number, min: number): Run | undefined {
  for (let probe = from + min - 1; probe < text.length; probe += min) {
    if (!isIn(set, text, probe)) continue
    let start = probe
    while (start > from && isIn(set, text, start - 1)) start -= 1
    const end = runEnd(set, text, probe)
    if (end - start >= min) return { start, end }
    probe = end
  }
  return undefined
}
