import type { VerdictCode } from '@kvlar/gate'
import { CallStopped, type StoppedCall } from './call-stopped.ts'

/** `check` of a gate refused the action. */
export class Refused extends CallStopped<VerdictCode> {
  override readonly name = 'Refused'
  /** Who refused. */
  readonly evaluator: string

  constructor(code: VerdictCode, call: StoppedCall, evaluator: string) {
    super(code, `\`${call.resource}\` is refused by ${evaluator}: ${call.reason}`, call)
    this.evaluator = evaluator
  }
}
