import { invisibleCharacter } from './invisible.ts'

/** A character that a terminal or page would hide or obey, or show as nothing or as an ordinary blank. */
export const INVISIBLE: RegExp = invisibleCharacter()
