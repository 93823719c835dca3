import type { Action } from '../../action.ts'
import type { Judgement } from '../../readings/judgement.ts'
import type { AnywhereCondition } from '../../rule.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import type { EngineParts } from '../engine-parts.ts'
import { anywhereMatch, type TextFind } from '../trace/matched/anywhere-match.ts'
import { textOperand } from '../operators/operand-types.ts'
import { REDACTED } from '../../readings/secret/redacted.ts'
import { findRegex } from '../trace/matched/find-regex.ts'
import {
  compileTextsTest,
  compileTextTest,
  textShape,
  type TextsTest,
  type TextTest,
} from '../operators/text-test.ts'
import type { CallTexts, TextShape } from '../arguments/call-texts.ts'
import { wildcardWork } from '../../readings/path/expanded/wildcard-work.ts'
import { maskOf, or, TRUE, UNKNOWN } from '../truth-mask.ts'

const NOWHERE: Judgement = { truth: 'false' }
const TOO_MANY: Judgement = {
  truth: 'error',
  problem: 'the call has more texts, or more names with wildcards in them, than are looked at',
}

/** True if any text of the call is so, an error if one cannot be judged and none is, false otherwise. */
export function compileAnywhere(condition: AnywhereCondition, parts: EngineParts): CompiledCondition {
  const { operator, value: operand } = condition
  const test = compileTextTest(operator, operand, parts)
  const { texts } = parts
  const tests: Tests = {
    question: `${operator} ${JSON.stringify(operand)}`,
    test,
    texts,
    shape: textShape(operator),
    together: compileTextsTest(operator, operand),
  }
  const find: TextFind = (shown, whole) => {
    switch (operator) {
      case 'matches':
        return findRegex(parts.regex(textOperand(operator, operand)), shown)
      case 'contains_secret':
        return { ...test(whole), part: REDACTED }
      case 'contains':
        return { part: textOperand(operator, operand) }
      case 'path_matches':
      case 'url_host_in':
      case 'sql':
        return test(shown)
    }
  }
  return {
    evaluate: (action) => {
      if (action.parameters !== UNKNOWN_PARAMETERS) return maskOf(judge(action, tests).truth)
      const known = maskOf(judge(action, tests).truth)
      return known === TRUE ? TRUE : or(known, UNKNOWN)
    },
    explain: (action, _facts, text) => {
      // Judged again as far as it may be shown: what a field hides is no example.
      const shown = () => judge({ ...action, parameters: text.redacted(action.parameters) }, tests)
      // Copying what is shown of a large call takes long; where no text is to blame, none is looked for.
      const { truth, part } = judge(action, tests).part === undefined ? NOWHERE : shown()
      const found = truth === 'false' || part === undefined ? 'none that may be shown' : text.shown(part)
      const asked = operand === null ? '' : ` ${text.operand(operand)}`
      return { part: '', detail: `expected a text ${operator}${asked}, found ${found}` }
    },
    met: (action, _facts, text) => [anywhereMatch(condition, { action, test, find, text })],
    problem: (action) => judge(action, tests).problem,
    addNeeds: () => undefined,
  }
}

interface Tests {
  /** The same for every condition that asks the same. */
  readonly question: string
  readonly test: TextTest
  readonly texts: CallTexts
  readonly shape: TextShape | undefined
  readonly together: TextsTest | undefined
}

function judge(action: Action, tests: Tests): Judgement {
  return tests.texts.once(action.parameters, tests.question, () => judgeTexts(action, tests))
}

/**
 * The first text that is so decides, then the texts of the arguments together; without one, the first that is in doubt.
 */
function judgeTexts(
  { resource, target, parameters }: Action,
  { test, texts, shape, together }: Tests,
): Judgement {
  let found = NOWHERE
  const work = wildcardWork()
  const visit = (text: string, isArgument = true): boolean => {
    const first = test(text, { work })
    // Few texts are in doubt, so only then is it asked what they are called.
    const isDocument = isArgument && first?.truth === 'error' && texts.isDocument(parameters, text)
    // One that could not be looked up is enough of a doubt.
    if (work.left < 0) throw new RangeError('there are more names with wildcards than are looked up')
    const judgement = isDocument ? test(text, { isDocument, work }) : first
    if (judgement === undefined || judgement.truth === 'false') return false
    if (judgement.truth === 'true' || found.truth === 'false') found = { part: text, ...judgement }
    return found.truth === 'true'
  }
  try {
    if (visit(resource, false) || (target !== undefined && visit(target, false))) return found
    for (const text of texts.of(parameters, shape)) if (visit(text)) return found
    if (together === undefined || found.truth !== 'false') return found
    return together(
      parameters,
      () => texts.of(parameters),
      (text) => texts.isDocument(parameters, text),
    )
  } catch (cause) {
    if (cause instanceof RangeError) return TOO_MANY
    throw cause
  }
}
