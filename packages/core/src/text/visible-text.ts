/**
 * A character that a terminal or page would hide or obey: controls, formats (bidi, zero-width), separators, private use,
 * surrogates; or show as nothing or as an ordinary blank: fillers, variation selectors, every space but U+0020.
 */
export const INVISIBLE: RegExp = /(?! )[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Zs}\p{DI}\u2800]/u

const EACH = new RegExp(INVISIBLE.source, 'gu')

/**
 * The text with every invisible character written as `\u{…}`, so that what a person reads is what there is. Doing it
 * twice changes nothing.
 */
export function visibleText(text: string): string {
  return text.replace(EACH, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
