import { eachInvisible } from './invisible.ts'

/**
 * The text with every invisible character written as `\u{…}`, so that what a person reads is what there is. Doing it
 * twice changes nothing.
 */
export function visibleText(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(eachInvisible(), (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Most texts: every character is of ASCII and seen. */
const PLAIN = /^[ -~]*$/
