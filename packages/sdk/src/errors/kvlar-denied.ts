import type { VerdictCode } from '@kvlar/gate'
import { CallStopped, type StoppedCall } from './call-stopped.ts'

/** Why a call is denied where no reviewer was asked, or none could be. */
export type DenialCode = Exclude<VerdictCode, 'APPROVAL_DENIED' | 'APPROVAL_EXPIRED'>

/** The policy denies the call, or the call could not be judged, recorded or asked about; the function has not run. */
export class KvlarDenied extends CallStopped<DenialCode> {
  override readonly name = 'KvlarDenied'

  constructor(code: DenialCode, call: StoppedCall) {
    super(code, `\`${call.resource}\` is denied and has not run: ${call.reason}`, call)
  }
}
