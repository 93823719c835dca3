import type { Target, VerdictCode } from '@kvlar/gate'
import { CallStopped, type StoppedCall } from './call-stopped.ts'

/** `check` of a gate turned somebody away: end their session, and have them sign in again. */
export class Invalidated extends CallStopped<VerdictCode> {
  override readonly name = 'Invalidated'
  /** Who turned them away. */
  readonly evaluator: string
  readonly target: Target

  constructor(
    code: VerdictCode,
    call: StoppedCall,
    { evaluator, target }: { readonly evaluator: string; readonly target: Target },
  ) {
    super(
      code,
      `\`${call.resource}\` is refused by ${evaluator}, which turns its caller away: ${call.reason}`,
      call,
    )
    this.evaluator = evaluator
    this.target = target
  }
}
