/** The first key of an options object that is none of its options: a misspelt guard must not be a missing one. */
export function unknownOption(options: object, names: readonly string[]): string | undefined {
  return Object.keys(options).find((name) => !names.includes(name))
}
