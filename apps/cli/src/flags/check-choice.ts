import { nearest } from '@kvlar/core/text'
import { UsageError } from '../failures/usage-error.ts'

/**
 * The word, if it is one of the choices.
 * @param what a flag, or what stands in its place, for the message
 * @throws UsageError with the choice that was probably meant, or all of them
 */
export function checkChoice<const C extends string>(what: string, word: string, choices: readonly C[]): C {
  const chosen = choices.find((choice) => choice === word)
  if (chosen !== undefined) return chosen
  const close = nearest(word, choices)
  throw new UsageError(
    `${what} cannot be \`${word}\``,
    close === undefined ? `it is one of ${choices.join(', ')}` : `did you mean \`${close}\`?`,
  )
}
