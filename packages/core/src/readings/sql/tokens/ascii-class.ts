export const SPACE = 1
export const LETTER = 2
export const DIGIT = 3
export const QUOTE = 4
export const OPERATOR = 5
export const MARK = 6

/** What a character can begin in SQL; 0 for those that begin nothing, as all beyond ASCII. */
export const ASCII_CLASS: Uint8Array = new Uint8Array(0x10000)
for (const [characters, kind] of [
  [' \t\r\n', SPACE],
  ['abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', LETTER],
  ['0123456789', DIGIT],
  ['\'"`[', QUOTE],
  ['+-*/<>=~!@#%^&|?', OPERATOR],
  ['(),;.]:$', MARK],
] as const)
  for (const character of characters) ASCII_CLASS[character.charCodeAt(0)] = kind
