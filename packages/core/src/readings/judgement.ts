import type { Truth } from '../rule.ts'

/**
 * What a reading says of one value held against the operand of a condition: `true` when every part of the value is
 * inside, `false` when none is, `error` when some are and some are not, or when the value can be read in two ways.
 */
export interface Judgement {
  readonly truth: Truth
  /** Why it is an error, without any text of the value; present exactly then. */
  readonly problem?: string
  /** The part of the value that decided, as it stands there. Only ever shown through a redactor. */
  readonly part?: string
  /** The item of the operand that the part met or missed. */
  readonly pattern?: string
}
