/** Controls, formats (bidi, zero-width), line and paragraph separators, private use, surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu

/**
 * The text with every character that a terminal or page would hide or obey written as `\u{…}`, so that what a person
 * reads is what there is. Doing it twice changes nothing.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
