import type { Spot } from '../../document/report.ts'
import { parseFieldPath } from '../../policy/rules/field-path.ts'
import type { FieldPath } from '../../rule.ts'
import { withParameters } from '../call.ts'
import { conditionsOf } from '../examples/example-names.ts'
import { fieldTestsOf, type FieldTest } from '../field-tests.ts'
import type { Check, Finding } from '../finding.ts'
import { valuesFor } from '../examples/example-values.ts'
import { putValue } from '../examples/put-value.ts'
import type { RuleCase } from '../rule-case.ts'

/** What stands before the name of an argument in other programs, where arguments are a part of something larger. */
const PREFIX =
  /^(?:\$\.?|@\.|#?\/|--?)?(?:(?:(?:action|request|req|call|tool|event|ctx|context|mcp|message|msg)\.)*(?:params|parameters|arguments|args|input|tool_?input|kwargs)[./])*/i

/** What a field says here, and the path that was meant. */
interface FieldSign {
  /** The rest of the sentence "`FIELD` …". */
  readonly says: string
  readonly help: string
  readonly meant: string
}

/** What no argument begins with; a dash some do, such as `-A` of a search. */
const MARKS = /^(?:\$\.?|@\.|#?\/)/

/** Fields that are written as another program would write them. */
export const findForeignFields: Check = function* (subject) {
  yield* findForeignWorlds(subject)
  for (const test of fieldTestsOf(subject)) {
    const sign = signOf(test)
    if (sign === undefined || isKnownArgument(subject, test.path)) continue
    const finding = confirmed(subject, test, sign)
    if (finding !== undefined) yield finding
  }
}

/** A world that is closed over names which no tool has. */
function* findForeignWorlds(subject: RuleCase): ReturnType<Check> {
  const { rule, bench, example } = subject
  for (const { paths } of conditionsOf(rule.match.condition, 'arguments_only'))
    for (const { text } of paths) {
      const meant = text.replace(MARKS, '').replaceAll('/', '.')
      const target = MARKS.test(text) ? parseFieldPath(meant) : undefined
      if (target === undefined) continue
      const call = withParameters(example, putValue(example.action.parameters, target, 'x'))
      if (subject.matches(call)) continue
      const message = `\`${text}\` begins with what no argument begins with: a field is a path from the arguments on`
      const { spot } = bench.spots.value(rule, ['only'], text)
      yield { code: 'POLICY_FOREIGN_FIELD', spot, message, help: `write \`${meant}\``, call }
    }
}

function signOf({ path: { text }, operator }: FieldTest): FieldSign | undefined {
  const bare = text.trim().replaceAll(/["'`“”‘’]/g, '')
  if (bare !== text)
    return {
      says: 'has blanks or quotes around it, which are part of the name',
      help: `write \`${bare}\``,
      meant: bare,
    }
  const [, named] = /^\$?(?:\{+|<)\s*([\w.[\]*]+)\s*(?:\}+|>)$/.exec(text) ?? []
  if (named !== undefined)
    return {
      says: 'is a placeholder, which is filled in by nobody',
      help: `write \`${named}\``,
      meant: named,
    }
  const prefix = PREFIX.exec(text)?.[0] ?? ''
  if (prefix !== '' && prefix.length < text.length) {
    const rest = text.slice(prefix.length).replaceAll('/', '.')
    const help = `write \`${rest}\`; if the tool does have such an argument, list it under \`arguments: { only: […] }\``
    return {
      says: `begins with \`${prefix}\`, but a field is a path from the arguments on`,
      help,
      meant: rest,
    }
  }
  if (operator === 'parameters' && text.includes('.'))
    return {
      says: 'is the name of one argument with a dot in it: `parameters` knows no paths',
      help: `write a condition: \`{ field: ${text}, operator: matches, value: … }\``,
      meant: text,
    }
  if (/[,|]/.test(text))
    return {
      says: 'is one name with a separator in it, not several',
      help: 'write one condition for each name, under `any`',
      meant: text.split(/[,|]/)[0]?.trim() ?? '',
    }
  const listed = text.replaceAll(/\.(\*|\d+)(?=\.|$)/g, '[$1]')
  if (/[*?]/.test(listed.replaceAll('[*]', '')))
    return {
      says: 'has a wildcard, which stands for itself in the name of an argument',
      help: 'write `anywhere: { operator: …, value: … }` for whatever argument it is, or one condition for each name',
      meant: listed
        .split('[*]')
        .map((part) => part.replaceAll(/[*?]/g, 'x'))
        .join('[*]'),
    }
  if (listed === text) return undefined
  return {
    says: 'has an item of a list behind a dot, where a name is meant',
    help: `write \`${listed}\``,
    meant: listed,
  }
}

/** A rule that closes its world over the name says that the tool has it. */
function isKnownArgument({ policy }: RuleCase, { segments: [first] }: FieldPath): boolean {
  return policy.rules.some(({ match }) =>
    conditionsOf(match.condition, 'arguments_only').some(({ paths }) =>
      paths.some(
        ({ segments: [named] }) => first?.kind === 'key' && named?.kind === 'key' && named.key === first.key,
      ),
    ),
  )
}

/** The same value where it was meant to be, which the test does not tell from none. */
function confirmed(
  subject: RuleCase,
  test: FieldTest,
  { says, help, meant }: FieldSign,
): Finding | undefined {
  const { path, operator, operand, condition, origin } = test
  const target = parseFieldPath(meant)
  if (target === undefined) return undefined
  const { example } = subject
  const others = putValue(example.action.parameters, path, undefined)
  const regexOperator = operator === 'parameters' ? 'matches' : operator
  const moved = [...valuesFor(regexOperator, operand), 'x'].flatMap((value) => {
    const here = withParameters(example, putValue(others, path, value))
    const there = [others, {}].map((rest) => withParameters(example, putValue(rest, target, value)))
    return there.filter((call) => subject.isTrue(condition, here) !== subject.isTrue(condition, call))
  })
  const call = moved.find((each) => !subject.matches(each)) ?? moved[0]
  if (call === undefined) return undefined
  const spot = operator === 'parameters' ? { ...origin, length: path.text.length } : spotOf(subject, test)
  return { code: 'POLICY_FOREIGN_FIELD', spot, message: `\`${path.text}\` ${says}`, help, call }
}

/** Where the path stands: under `field`, or as an item of `fields`. */
function spotOf({ bench }: RuleCase, { condition, origin, path }: FieldTest): Spot {
  if (condition.kind !== 'fields' || condition.paths.length === 1)
    return bench.spots.operand(origin, 'field').spot
  return bench.spots.operand(origin, 'fields', condition.paths.indexOf(path)).spot
}
