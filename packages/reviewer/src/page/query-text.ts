/** Whether a query says anything by a name, be it twice or empty. */
export function isGiven(query: unknown, name: string): boolean {
  return typeof query === 'object' && query !== null && Object.hasOwn(query, name)
}

/** A text of a query or a form by its name; empty when it is not there, or is there several times. */
export function queryText(query: unknown, name: string): string {
  const value: unknown =
    typeof query === 'object' && query !== null && Object.hasOwn(query, name)
      ? Reflect.get(query, name)
      : undefined
  return typeof value === 'string' ? value : ''
}
