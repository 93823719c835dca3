/** The first key that a table does not have: an option that is misspelt must not be one that is not set. */
export function unknownKey(options: object, known: Readonly<Record<string, true>>): string | undefined {
  return Object.keys(options).find((key) => !Object.hasOwn(known, key))
}
