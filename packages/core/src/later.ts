/**
 * What is made when it is first asked for, and kept: tables and patterns that some policies and calls need, and that
 * every start would wait for otherwise.
 */
export function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
