/**
 * What is wrong with the keys of an options object; undefined when nothing is. A misspelt guard must not be a missing
 * one, and neither must one whose value got lost on its way: `{principal: call.pricipal}`.
 */
export function unusableOption(options: object, names: readonly string[]): string | undefined {
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) return `\`${unknown}\` is not known here`
  const empty = names.find((name) => name in options && valueOf(options, name) === undefined)
  return empty === undefined ? undefined : `\`${empty}\` is there without a value`
}

function valueOf(options: object, name: string): unknown {
  return (options as Readonly<Record<string, unknown>>)[name]
}
