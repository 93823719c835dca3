import type { Condition } from '../../rule.ts'

/**
 * A part of a rule's condition, given by its place among `all`, as the file calls it: conditions are numbered as they are
 * listed there, and regexes on parameters and `arguments` are not among them.
 */
export function conditionPart(condition: Condition, place: string): string {
  if (condition.kind !== 'all') return under(ownPart(condition) ?? 'conditions[0]', place)
  const found = /^all\[(\d+)\]\.?(.*)$/s.exec(place)
  const index = Number(found?.[1] ?? 0)
  const inner = condition.of[index]
  const before = condition.of.slice(0, index).filter((other) => ownPart(other) === undefined).length
  const part = (inner && ownPart(inner)) ?? `conditions[${before}]`
  return under(part, found?.[2] ?? '')
}

/** What `match_on` calls a condition that does not stand under `conditions`. */
function ownPart(condition: Condition): string | undefined {
  if (condition.kind === 'parameter_regex') return `parameters.${condition.name}`
  return condition.kind === 'arguments_only' ? 'arguments' : undefined
}

function under(outer: string, inner: string): string {
  return inner === '' ? outer : `${outer}.${inner}`
}
