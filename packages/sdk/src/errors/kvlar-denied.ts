import type { DenialCode } from '../verdict.ts'
import { KvlarError } from './kvlar-error.ts'
import type { StoppedCall } from './stopped-call.ts'

/** The policy denies the call, or the call could not be judged, recorded or asked about; the function has not run. */
export class KvlarDenied extends KvlarError<DenialCode> {
  override readonly name = 'KvlarDenied'
  readonly resource: string
  readonly ruleId: string
  readonly reason: string
  readonly decisionId: string

  constructor(code: DenialCode, { resource, ruleId, reason, decisionId }: StoppedCall) {
    super(code, `\`${resource}\` is denied and has not run: ${reason}`)
    this.resource = resource
    this.ruleId = ruleId
    this.reason = reason
    this.decisionId = decisionId
  }
}
