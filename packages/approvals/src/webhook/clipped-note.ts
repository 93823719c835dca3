import { LIMITS } from '../limits.ts'

/** A text from outside, as a note can hold it: too long a reason must not keep a denial from counting. */
export function clippedNote(text: string): string {
  return text.slice(0, LIMITS.noteCharsMax).toWellFormed()
}
