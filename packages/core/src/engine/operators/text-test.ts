import type { JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import type { Judgement } from '../../readings/judgement.ts'
import { judgeJoined } from '../../readings/path/joined-paths.ts'
import { judgePathText, type TextAsked } from '../../readings/path/path-text.ts'
import { hasNamesOfFewWords } from '../../readings/path/text/prose.ts'
import { judgeSecrets } from '../../readings/secret/judge-secrets.ts'
import { judgeSecretsAcross } from '../../readings/secret/secrets-across.ts'
import { isSqlText, sqlTextJudge } from '../../readings/sql/text/judge-sql-text.ts'
import { isUrlText, judgeUrlText } from '../../readings/url/judge-url.ts'
import type { AnywhereOperator } from '../../operator-names.ts'
import type { EngineParts } from '../engine-parts.ts'
import { hostPatterns } from './host-test.ts'
import { mapOperand, textOperand, textsOperand } from './operand-types.ts'
import { pathGlobs } from './path-test.ts'
import type { TextShape } from '../arguments/call-texts.ts'
import { secretKinds } from './secret-test.ts'
import { sqlGrantOf } from './sql-test.ts'

/**
 * What an operator says of one text, wherever it stands; undefined for a text that is not of its shape. Of a document it
 * may have less doubt.
 */
export type TextTest = (text: string, asked?: TextAsked) => Judgement | undefined

/** What an operator says of the arguments together where each text by itself says nothing: paths and secrets may. */
export type TextsTest = (
  value: JsonValue,
  texts: () => readonly string[],
  isDocument: (text: string) => boolean,
) => Judgement

const SO: Judgement = { truth: 'true' }
const TOO_LONG: Judgement = {
  truth: 'error',
  problem: `a text is longer than ${LIMITS.regexSubjectCharsMax} characters`,
}

export function compileTextTest(
  operator: AnywhereOperator,
  operand: JsonValue,
  parts: EngineParts,
): TextTest {
  switch (operator) {
    case 'contains': {
      const needle = textOperand(operator, operand)
      return (text) => (text.includes(needle) ? SO : undefined)
    }
    case 'matches': {
      const regex = parts.regex(textOperand(operator, operand))
      return (text) => {
        if (text.length > LIMITS.regexSubjectCharsMax) return TOO_LONG
        return regex.test(text) ? SO : undefined
      }
    }
    case 'path_matches': {
      const globs = pathGlobs(operator, textsOperand(operator, operand))
      return (text, asked) => judgePathText(text, globs, asked)
    }
    case 'url_host_in': {
      const patterns = hostPatterns(operator, textsOperand(operator, operand))
      return (text) => judgeUrlText(text, patterns, parts.parseUrl)
    }
    case 'sql':
      return sqlTextJudge(sqlGrantOf(mapOperand(operator, operand)))
    case 'contains_secret': {
      const kinds = secretKinds(operand)
      return (text) => judgeSecrets(text, kinds)
    }
  }
}

/** What a text is that an operator says something of, where that is cheaper told once than for each of its lists. */
export function textShape(operator: AnywhereOperator): TextShape | undefined {
  if (operator === 'sql') return isSqlText
  return operator === 'url_host_in' ? isUrlText : undefined
}

/** Undefined for an operator to which each text is one of its own. */
export function compileTextsTest(operator: AnywhereOperator, operand: JsonValue): TextsTest | undefined {
  if (operator === 'contains_secret') {
    const kinds = secretKinds(operand)
    return (value) => judgeSecretsAcross(value, kinds)
  }
  if (operator !== 'path_matches') return undefined
  const globs = pathGlobs(operator, textsOperand(operator, operand))
  return (_value, texts, isDocument) => {
    const found = judgeJoined(texts(), globs)
    if (found.truth !== 'error') return found
    return judgeJoined(
      texts().filter((text) => hasNamesOfFewWords(text) || !isDocument(text)),
      globs,
    )
  }
}
