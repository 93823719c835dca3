/**
 * Words for people and shells: safe to show, in the right number, in columns, quoted, and the one that was probably meant.
 *
 * For everything that prints. It knows nothing of policies.
 */
export { INVISIBLE } from './invisible-character.ts'
export { visibleText } from './visible-text.ts'
export { layOut, layOutBlocks, wrapText } from './columns.ts'
export { jsonLine } from './json-line.ts'
export { nearest } from './nearest.ts'
export { plural } from './plural.ts'
export { shellWord } from './shell-word.ts'
