import { setImmediate as turn } from 'node:timers/promises'

/** How long the event loop may be held at a time. */
const SLICE_MS = 5

/** Does work that is cut into steps, and lets others have their turn between them. */
export async function inSlices<Result>(steps: Generator<undefined, Result, undefined>): Promise<Result> {
  let end = performance.now() + SLICE_MS
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (performance.now() < end) continue
    await turn()
    end = performance.now() + SLICE_MS
  }
}
