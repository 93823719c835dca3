import type { Report } from '../../document/report.ts'
import type { Rule } from '../../rule.ts'
import type { DeclaredRule } from '../dialects/declared-policy.ts'
import { MeetingFinder, surelyCovers } from './meeting.ts'

/**
 * Warns where an own allow rule is asked before an inherited rule that would stop the same call. An inherited rule that
 * stops everything is what allow rules are written against, so it counts only where its priority asks to come first.
 */
export function warnOfInherited(
  own: readonly DeclaredRule[],
  inherited: readonly Rule[],
  report: Report,
): void {
  const stopping = inherited.filter(({ effect }) => effect.type !== 'allow')
  const finder = new MeetingFinder()
  for (const [at, { rule, idPlace }] of own.entries()) {
    if (rule.effect.type !== 'allow') continue
    const before = own.slice(0, at).map((earlier) => earlier.rule)
    const met = stopping.flatMap((other) => {
      if (isCatchAll(other) && other.priority >= rule.priority) return []
      const name = finder.meet(rule.match, other.match)
      return name === undefined || before.some((earlier) => surelyCovers(earlier.match, name))
        ? []
        : [{ other, name }]
    })
    const [first] = met
    if (first === undefined) continue
    const { other, name } = first
    const does = other.effect.type === 'deny' ? 'deny' : 'ask about'
    const more = met.length === 1 ? '' : `; inherited rules that stand behind it so: ${met.length}`
    report.add(
      'POLICY_DENY_BEHIND_ALLOW',
      idPlace,
      `\`${rule.id}\` is asked before \`${other.id}\`, inherited from ${other.origin.file}: a call of \`${name}\` that both match is allowed, where the other would ${does} it${more}`,
    )
  }
}

function isCatchAll({ match }: Rule): boolean {
  return match.resources === undefined && surelyCovers(match, '')
}
