import type { Action } from '../../action.ts'
import type { Match, Pattern, Rule } from '../../rule.ts'
import type { Call } from '../call.ts'
import { conditionsOf, coversNoTool, nameExample } from '../examples/example-names.ts'
import type { Check, Finding } from '../finding.ts'
import { patternSign, type PatternSign } from './pattern-signs.ts'
import type { RuleCase } from '../rule-case.ts'

/** One list of patterns of a rule, and which part of a call it is compared with. */
interface PatternList {
  /** The keys under which the formats write it. */
  readonly keys: readonly string[]
  readonly patternsOf: (match: Match) => readonly Pattern[]
  /** Where these are no patterns as others are. */
  readonly signOf?: (pattern: Pattern) => PatternSign | undefined
  readonly rename: (action: Action, name: string) => Action
}

const LISTS: readonly PatternList[] = [
  {
    keys: ['resources', 'action', 'tool'],
    patternsOf: ({ resources, condition }) => [
      ...(resources ?? []),
      ...conditionsOf(condition, 'resource').flatMap(({ patterns }) => patterns),
    ],
    rename: (action, resource) => ({ ...action, resource }),
  },
  {
    keys: ['servers'],
    patternsOf: ({ servers }) => servers ?? [],
    rename: (action, server) => ({ ...action, server }),
  },
  {
    keys: ['agent_ids'],
    patternsOf: ({ agentIds }) => agentIds ?? [],
    rename: (action, agentId) => ({ ...action, agentId }),
  },
  {
    keys: ['ids', 'identity_id'],
    patternsOf: ({ principals, condition }) => [
      ...(principals?.ids ?? []),
      ...conditionsOf(condition, 'principal').flatMap((each) => each.principals.ids ?? []),
    ],
    rename: (action, id) => ({ ...action, principal: { ...action.principal, id } }),
  },
  {
    keys: ['targets'],
    patternsOf: ({ targets, condition }) => [
      ...(targets ?? []),
      ...conditionsOf(condition, 'target').flatMap(({ patterns }) => patterns),
    ],
    rename: (action, target) => ({ ...action, target }),
  },
  {
    keys: ['roles', 'identity_role'],
    patternsOf: ({ principals, condition }) =>
      [principals, ...conditionsOf(condition, 'principal').map((each) => each.principals)].flatMap(
        (match) => match?.roles?.map((text) => ({ kind: 'exact' as const, text })) ?? [],
      ),
    signOf: wordSign,
    rename: (action, role) => ({ ...action, principal: { ...action.principal, roles: [role] } }),
  },
]

/** Names that are written as another program would write them. */
export const findForeignPatterns: Check = function* (subject) {
  for (const list of LISTS)
    for (const pattern of list.patternsOf(subject.rule.match)) {
      const sign =
        patternSign(pattern.text, pattern.text.includes('://')) ??
        (list.signOf ?? starSign)(pattern) ??
        oddNameSign(subject.rule, pattern)
      const finding = sign && confirmed(subject, pattern, { list, sign })
      if (finding !== undefined) yield finding
    }
}

/** Kavach's format has one wildcard, at the end; ApproveKit's has none. */
function starSign({ kind, text }: Pattern): PatternSign | undefined {
  if (kind === 'glob' || !text.includes('*')) return undefined
  return {
    says: 'has a `*` that is not at the end, where it is part of the name',
    help: 'in this format only a `*` at the end stands for others; write one condition or rule for each name',
    meant: [text.replaceAll('*', 'x')],
  }
}

/** A role is compared as it stands. */
function wordSign({ text }: Pattern): PatternSign | undefined {
  const [found] = /[*?]/.exec(text) ?? []
  if (found === undefined) return undefined
  return {
    says: `has \`${found}\`, which stands for itself in a role`,
    help: 'write each role out',
    meant: [text.replaceAll(/[*?]/g, 'x')],
  }
}

/** An allow rule lets no wildcard stand beside a character that MCP does not recommend for names. */
function oddNameSign(rule: Rule, pattern: Pattern): PatternSign | undefined {
  if (!coversNoTool(rule, pattern)) return undefined
  return {
    says: 'covers no name: with a wildcard, an allow rule covers only names of `A-Z a-z 0-9 _ . / : -`',
    help: 'write each name out, without a wildcard',
    meant: [nameExample(pattern)],
  }
}

/** The rule covers what the pattern says, or nothing, and not what is meant. */
function confirmed(
  subject: RuleCase,
  pattern: Pattern,
  { list, sign }: { readonly list: PatternList; readonly sign: PatternSign },
): Finding | undefined {
  const { text } = pattern
  const named = (call: Call, name: string): Call => ({ ...call, action: list.rename(call.action, name) })
  const { example, rule } = subject
  const isNamed = subject.examples.length > 0 && subject.matches(named(example, nameExample(pattern)))
  if (!isNamed && !coversNoTool(rule, pattern)) return undefined
  const missed = sign.meant
    .filter((name) => name !== '')
    .map((name) => named(example, name))
    .find((call) => !subject.matches(call))
  if (missed === undefined) return undefined
  return {
    code: 'POLICY_FOREIGN_PATTERN',
    spot: subject.bench.spots.value(rule, list.keys, text).spot,
    message: `\`${text}\` ${sign.says}`,
    help: sign.help,
    call: missed,
  }
}
