import { fieldKind } from '../field-kind.ts'
import { textTestsOf, isRegexTest, missedCall, operandOf, textsOf } from '../field-tests.ts'
import type { Check, LintCode } from '../finding.ts'
import { valueSign } from './value-signs.ts'

const CODE: LintCode = 'POLICY_FOREIGN_VALUE'

/** Operators that take a value as it stands; the others have a notation of their own. */
const TAKES_TEXT =
  /^(?:equals|not_equals|one_of|not_in|contains|starts_with|ends_with|matches|parameters|path_within)$/

/** Values that are written as another program would write them. */
export const findForeignValues: Check = function* (subject) {
  for (const test of textTestsOf(subject).filter(({ operator }) => TAKES_TEXT.test(operator)))
    for (const { text, index } of textsOf(test)) {
      const { spot, spelling } = operandOf(subject, test, index)
      const sign = valueSign({
        text,
        operator: test.operator,
        isRegex: isRegexTest(test),
        kind: fieldKind(test.path.text, text),
        isAllow: subject.rule.effect.type === 'allow',
        ...(spelling !== undefined && { spelling }),
      })
      if (sign === undefined) continue
      const call = missedCall(subject, test, sign.meant)
      if (call === undefined) continue
      yield { code: CODE, spot, message: `${shown(text)} ${sign.says}`, help: sign.help, call }
    }
}

function shown(text: string): string {
  return `\`${text.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}\``
}
