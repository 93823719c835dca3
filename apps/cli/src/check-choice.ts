import { nearest } from '@kvlar/core'
import { UsageError } from './usage-error.ts'

/**
 * The word, if it is one of the choices.
 * @throws UsageError with the choice that was probably meant, or all of them.
 */
export function checkChoice<const C extends string>(word: string, choices: readonly C[]): C {
  const chosen = choices.find((choice) => choice === word)
  if (chosen !== undefined) return chosen
  const close = nearest(word, choices)
  throw new UsageError(
    `\`${word}\` is not one of ${choices.join(', ')}`,
    close && `did you mean \`${close}\`?`,
  )
}
