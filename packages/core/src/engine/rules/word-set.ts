import type { EngineParts } from '../engine-parts.ts'
import { ERROR, holds, type TruthMask } from '../truth-mask.ts'

/** Words of which the name of a tool must have one. */
export interface WordSet {
  readonly words: readonly string[]
  /** An error for a name whose words are not certain. */
  mask(name: string): TruthMask
  /** The first of them that the name has. */
  which(name: string): string | undefined
}

export function compileWords(words: readonly string[], parts: EngineParts): WordSet {
  return {
    words,
    which: (name) => words.find((word) => parts.spelledWords(name)?.has(word)),
    mask: (name) => {
      const spelled = parts.spelledWords(name)
      return spelled === undefined ? ERROR : holds(words.some((word) => spelled.has(word)))
    },
  }
}
