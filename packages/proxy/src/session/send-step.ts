import type { OpenCall } from './open-call.ts'
import type { Step } from './step.ts'

/** Lets a call go: from now on its answer is waited for. */
export function send(call: OpenCall, bytes: Uint8Array): Step {
  call.state = 'sent'
  call.sentAt = performance.now()
  return { kind: 'forward', bytes }
}
