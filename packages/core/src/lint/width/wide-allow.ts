import type { JsonValue } from '../../json-value.ts'
import { regexExamples } from '../../match/regex-examples.ts'
import { ANY_SQL_FUNCTION } from '../../readings/sql/grant/safe-functions.ts'
import { ATTACKS, type Attacks } from './attacks.ts'
import { withParameters, type Call } from '../call.ts'
import { fieldKind, type FieldKind } from '../field-kind.ts'
import { fieldTestsOf, isRegexTest, operandOf, type FieldTest } from '../field-tests.ts'
import type { Check, LintCode } from '../finding.ts'
import { putValue } from '../examples/put-value.ts'
import type { RuleCase } from '../rule-case.ts'

/** Examples of one rule that are tried with each value. */
const EXAMPLES_MAX = 8

const CODE: LintCode = 'POLICY_WIDE_ALLOW'

/** A value that should not pass, and why it might. */
interface Attempt {
  readonly value: JsonValue
  readonly says: string
  readonly help: string
}

/** Tests in allow rules that let more pass than they seem to. */
export const findWideAllow: Check = function* (subject) {
  if (subject.rule.effect.type !== 'allow') return
  for (const test of fieldTestsOf(subject)) {
    if (test.isNegated) continue
    const found = firstThatPasses(subject, test)
    if (found === undefined) continue
    const { says, help, call } = found
    const message = typeof test.operand === 'string' ? `${says}${listToo(subject, test, test.operand)}` : says
    yield { code: CODE, spot: operandOf(subject, test).spot, message, help, call }
  }
}

/** A call that every grant of every function lets through. */
const ANY_FUNCTION: Attempt = {
  value: "SELECT pg_read_file('/etc/passwd')",
  says: '`functions` with `*` lets every function be called, also those that write, read files or wait',
  help: 'name the functions, or take `*` out for the list of safe ones',
}

function grantsAnyFunction({ operator, operand }: FieldTest): boolean {
  if (operator !== 'sql' || operand === null || typeof operand !== 'object') return false
  const functions = 'functions' in operand ? operand.functions : undefined
  return Array.isArray(functions) && functions.includes(ANY_SQL_FUNCTION)
}

/** What is said as well of `parameters`, which searches values that are no text, too. */
function listToo(subject: RuleCase, { path, operator }: FieldTest, source: string): string {
  if (operator !== 'parameters') return ''
  const lists = listsOf(regexExamples(source))
  const passes = subject.examples.some((example) =>
    lists.some((list) =>
      subject.decides(withParameters(example, putValue(example.action.parameters, path, list))),
    ),
  )
  return passes ? `; a list such as \`${JSON.stringify(lists[0])}\` passes too` : ''
}

function firstThatPasses(subject: RuleCase, test: FieldTest): (Attempt & { call: Call }) | undefined {
  const { operand } = test
  const tried =
    typeof operand === 'string' ? attemptsOf(test, operand) : grantsAnyFunction(test) ? [ANY_FUNCTION] : []
  for (const attempt of tried)
    for (const example of subject.examples.slice(0, EXAMPLES_MAX)) {
      const call = withParameters(example, putValue(example.action.parameters, test.path, attempt.value))
      if (subject.isTrue(test.condition, call) && subject.decides(call)) return { ...attempt, call }
    }
  return undefined
}

function* attemptsOf(test: FieldTest, operand: string): Generator<Attempt> {
  const { path, operator } = test
  const field = `\`${path.text}\``
  if (isRegexTest(test)) return yield* regexAttempts(test, operand)
  const { after, before, help } = ATTACKS[fieldKind(path.text, operand)]
  if (operator === 'starts_with')
    yield* attempts(after(operand), `${field} may go on after \`${operand}\` as the agent likes`, help)
  if (operator === 'ends_with')
    yield* attempts(before(operand), `${field} may begin as the agent likes before \`${operand}\``, help)
  if (operator === 'contains')
    yield* attempts(
      [...before(operand), ...after(operand)],
      `${field} may hold anything around \`${operand}\``,
      help,
    )
}

function* attempts(values: readonly JsonValue[], says: string, help: string): Generator<Attempt> {
  for (const value of values) yield { value, says, help }
}

function* regexAttempts({ path, operator }: FieldTest, source: string): Generator<Attempt> {
  const field = `\`${path.text}\``
  const examples = regexExamples(source)
  const [example] = examples
  if (example === undefined) return
  const kind = fieldKind(path.text, example)
  const { after, before, inside, help } = kind === 'other' ? ANY_TEXT : ATTACKS[kind]
  const anchored = `anchor it with \`^\` and \`$\`, or ${help}`
  const inner = `the regular expression of ${field} leaves open what stands inside`
  const longer = (isBound: boolean, side: string): string =>
    isBound
      ? inner
      : `the regular expression of ${field} is found in longer texts, because nothing binds it to the ${side}`
  const isWhole = !/\|(?![^(]*\))/.test(source)
  const [isStart, isEnd] = [
    isWhole && /^(?:\(\?\w+\))?(?:\^|\\A)/.test(source),
    isWhole && /[^\\]\$$/.test(source),
  ]
  yield* attempts(examples.flatMap(after), longer(isEnd, 'end'), isEnd ? help : anchored)
  yield* attempts(examples.flatMap(before), longer(isStart, 'start'), isStart ? help : anchored)
  const within = inside.flatMap((fill) => regexExamples(source, fill).filter((text) => text.includes(fill)))
  yield* attempts(within, inner, help)
  const dotted = `a dot in the regular expression of ${field} stands for any character`
  yield* attempts(otherHosts(source, kind), dotted, `write \`\\.\` for a dot, or ${help}`)
  if (operator === 'parameters')
    yield* attempts(
      listsOf(examples),
      `${field} may be a list, of which \`parameters\` searches the text`,
      anchored,
    )
}

function listsOf(texts: readonly string[]): readonly JsonValue[] {
  return texts.map((text) => ['x', text])
}

/** Where nothing is known of an argument, only a text that no bound pattern would take. */
const ANY_TEXT: Pick<Attacks, 'after' | 'before' | 'inside' | 'help'> = {
  after: (text) => [`${text} ; and "anything" | else`],
  before: (text) => [`anything | "else"; ${text}`],
  inside: [],
  help: 'list the values with `operator: one_of`',
}

/** Hosts that differ from the one meant by one letter, where its dots are any character. */
function otherHosts(source: string, kind: FieldKind): readonly string[] {
  if (kind !== 'url' && kind !== 'host' && kind !== 'mail') return []
  const dots = [...source.matchAll(/(?<=[A-Za-z0-9])(?<!\\)\.(?=[A-Za-z0-9])/g)]
  return dots.flatMap(({ index }) => regexExamples(`${source.slice(0, index)}x${source.slice(index + 1)}`))
}
