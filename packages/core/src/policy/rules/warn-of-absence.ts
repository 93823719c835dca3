import type { MapNode } from '../../document/node.ts'
import type { Report } from '../../document/report.ts'
import type { Condition, Effect, EffectType, FieldCondition, Match } from '../../rule.ts'

/**
 * Warns where a call that leaves a field out gets another answer than from Kvlar 0.3 and 0.4. There `not_equals` and
 * `not_in_domain` were false for it and `not_in` true; here all three are an error, which stops and never allows.
 * A test of presence beside the other one says what is meant, and nothing is left to say.
 */
export function warnOfAbsence(
  rule: MapNode,
  { match, effect }: { readonly match: Match; readonly effect: Effect },
  report: Report,
): void {
  if (match.condition === undefined) return
  const place = rule.entries.get('match_on')?.value ?? rule
  const tool = match.resources?.[0]?.text ?? '*'
  for (const { path, operator } of surprisingTests(match.condition, effect.type)) {
    const call = `a call of \`${tool}\` without \`${path.text}\``
    const message =
      effect.type === 'allow'
        ? `${call} is not allowed by this rule: \`${operator}\` is an error where the field is absent`
        : `${call} matches this rule: \`${operator}\` is an error where the field is absent`
    report.add(
      'POLICY_ABSENT_FIELD',
      place,
      message,
      effect.type === 'allow'
        ? `to allow it, write \`any: [{field: ${path.text}, operator: not_exists}, …]\` around the test`
        : `to leave it out, add \`{field: ${path.text}, operator: exists}\`; to say that it is meant, put the test into \`any\` with \`{field: ${path.text}, operator: not_exists}\``,
    )
  }
}

/** Negative tests, outside of `not`, that nothing beside them speaks of. */
function surprisingTests(condition: Condition, effect: EffectType): readonly FieldCondition[] {
  if (condition.kind === 'field') return isSurprising(condition, effect) ? [condition] : []
  if (condition.kind !== 'all' && condition.kind !== 'any') return []
  const presence = condition.kind === 'all' ? 'exists' : 'not_exists'
  const spokenOf = new Set(
    condition.of.map((inner) =>
      inner.kind === 'field' && inner.operator === presence ? inner.path.text : undefined,
    ),
  )
  return condition.of
    .flatMap((inner) => surprisingTests(inner, effect))
    .filter(({ path }) => !spokenOf.has(path.text))
}

function isSurprising({ operator, value }: FieldCondition, effect: EffectType): boolean {
  if (operator === 'not_in') return effect === 'allow' && !(Array.isArray(value) && value.includes(null))
  if (effect === 'allow') return false
  return operator === 'not_in_domain' || (operator === 'not_equals' && value !== null)
}
