import type { Judgement } from '../../../readings/judgement.ts'

/** What one value met of an operand. */
export interface Finding extends Pick<Judgement, 'part' | 'pattern'> {
  /** Where in the value, if that is a text, the part begins; without it the first place where it stands. */
  readonly at?: number
  /** The whole value as the operator reads it, where that is not how it is written. */
  readonly reads?: string
}
