/** Goes on at once with a value that is there, and later with one that is promised: most are there. */
export function after<From, To>(
  value: From | Promise<From>,
  goOn: (value: From) => To | Promise<To>,
): To | Promise<To> {
  return value instanceof Promise ? value.then(goOn) : goOn(value)
}

/** A promise of whatever library or realm. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
