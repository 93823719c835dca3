import { later } from '../later.ts'

/**
 * A character that a terminal or page would hide or obey: controls, formats (bidi, zero-width), separators, private use,
 * surrogates; or show as nothing or as an ordinary blank: fillers, variation selectors, every space but U+0020.
 */
export const invisibleCharacter: () => RegExp = later(
  () => /(?! )[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Zs}\p{DI}\u2800]/u,
)

/** Every one of them in a text. */
export const eachInvisible: () => RegExp = later(() => new RegExp(invisibleCharacter().source, 'gu'))
