import type { Pattern } from '../../rule.ts'
import { withResource } from '../call.ts'
import { nameExample } from '../examples/example-names.ts'
import type { Check } from '../finding.ts'
import { wordsOf } from '../../match/words.ts'
import { GRAVE_WORDS, isVerb } from '../name-words.ts'
import { patternSign } from '../foreign/pattern-signs.ts'
import type { RuleCase } from '../rule-case.ts'

/** Allow rules whose name patterns cover tools that delete or run. */
export const findWideNames: Check = function* (subject) {
  const { rule, bench } = subject
  if (rule.effect.type !== 'allow' || !rule.match.actionTypes.includes('tool_call')) return
  for (const pattern of rule.match.resources ?? []) {
    if (pattern.kind === 'exact' || patternSign(pattern.text, false) !== undefined) continue
    if (saysWhatItDoes(pattern) || isForOneServer(subject, pattern)) continue
    const call = graveNames(pattern)
      .map((name) => withResource(subject.example, name))
      .find((each) => subject.decides(each))
    if (call === undefined) continue
    yield {
      code: 'POLICY_WIDE_NAMES',
      spot: bench.spots.value(rule, ['resources', 'action'], pattern.text).spot,
      message: `\`${pattern.text}\` covers \`${call.action.resource}\` as well, and the rule allows it`,
      help: 'name the tools one by one, or begin the pattern with a word for what they do, as in `read_*`',
      call,
    }
  }
}

/** Whether a whole word of the pattern says what the tools do: `get_*` does, `get*` is a start of any word. */
function saysWhatItDoes({ text }: Pattern): boolean {
  const whole = text.replaceAll(/[A-Za-z0-9]*\*[A-Za-z0-9]*/g, (part) => (part === '*' ? '*' : '_'))
  return wordsOf(whole.replaceAll(/\[[^\]]*\]/g, '_'))?.some(isVerb) ?? false
}

/** Everything of one server, agent or person, or under a condition, is what such a rule is for. */
function isForOneServer({ rule: { match } }: RuleCase, { text }: Pattern): boolean {
  const { servers, agentIds, principals, targets, condition } = match
  const isNarrowed = [servers, agentIds, principals, targets, condition].some((part) => part !== undefined)
  return isNarrowed && /^\*+$/.test(text)
}

/** Names that the pattern covers and that have a grave word as a word of their own, the likeliest first. */
function graveNames(pattern: Pattern): readonly string[] {
  const [head = '', tail = ''] = pattern.kind === 'prefix' ? [pattern.text] : pattern.text.split('*')
  const first = (word: string): string => {
    if (/[A-Za-z0-9]$/.test(head)) return `_and_${word}`
    return tail === '' ? `${word}_all` : word
  }
  return GRAVE_WORDS.flatMap((word) =>
    [first(word), `${word}_`, `_and_${word}_`]
      .map((filling) => filledOnce(pattern, filling))
      .filter((name) => wordsOf(name)?.includes(word)),
  )
}

/** The first run of characters becomes the filling, the others nothing. */
function filledOnce(pattern: Pattern, filling: string): string {
  if (pattern.kind === 'prefix') return nameExample(pattern, filling)
  const [head = '', ...rest] = pattern.text.split('*')
  return nameExample({ kind: 'glob', text: `${head}*${rest.join('')}` }, filling)
}
