/* The thread that reads policies. It hands out what it read in parts, one for each time that it is asked. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import type { Policy } from '@kvlar/core'
import type { PolicyTexts } from './policies/load-policies.ts'
import { readSteadily, type Reading } from './policies/reload/read-steadily.ts'

/** A part of what was read: the rules of a policy come before it. */
export type WorkerPart =
  | { readonly kind: 'rules'; readonly rules: Policy['rules'] }
  | { readonly kind: 'policy'; readonly policy: Omit<Policy, 'rules'>; readonly texts: PolicyTexts }
  | { readonly kind: 'end'; readonly failed: string | undefined; readonly files: readonly string[] }

/** As many as are taken in a fraction of a millisecond. */
const RULES_A_PART = 100

function* partsOf(reading: Reading): Generator<WorkerPart, undefined, undefined> {
  if (reading.ok)
    for (const [{ rules, ...policy }, texts] of reading.policies) {
      for (let at = 0; at < rules.length; at += RULES_A_PART)
        yield { kind: 'rules', rules: rules.slice(at, at + RULES_A_PART) }
      yield { kind: 'policy', policy, texts }
    }
  yield { kind: 'end', failed: reading.ok ? undefined : reading.why, files: reading.files }
}

// Opened outside of a thread, it has nothing to read and nobody to hand it to.
if (parentPort !== null) serve(parentPort, workerData as readonly string[])

function serve(port: MessagePort, files: readonly string[]): void {
  const parts = readSteadily(files).then(partsOf)
  port.on('message', () => void parts.then((left) => port.postMessage(left.next().value)))
}
