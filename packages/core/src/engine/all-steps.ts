/** Does work that is cut into steps in one go. */
export function allSteps<Result>(steps: Generator<undefined, Result, undefined>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
