import type { JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import type { Regex } from '../../match/regex.ts'
import type { FieldCondition } from '../../rule.ts'
import type { EngineParts } from '../engine-parts.ts'
import { absentMask } from '../conditions/absence.ts'
import { comparisonTest } from './comparison-test.ts'
import { domainTest, urlHostTest } from './host-test.ts'
import { jsonType } from '../arguments/json-type.ts'
import { findRegex } from '../trace/matched/find-regex.ts'
import type { Finding } from '../trace/matched/finding.ts'
import { listOperand, numberOperand, textOperand, textsOperand } from './operand-types.ts'
import { pathGlobs, pathMatchesTest, pathWithinTest } from './path-test.ts'
import { secretTest } from './secret-test.ts'
import { shellTest } from './shell-test.ts'
import { sqlTest } from './sql-test.ts'
import { ERROR, FALSE, holds, not, TRUE, type TruthMask } from '../truth-mask.ts'

/** An operator with its operand, asked of one value that is present. */
export interface ValueTest {
  readonly ofValue: (value: JsonValue) => TruthMask
  /** Why `ofValue` gave an error, without the value itself; undefined when it did not. */
  readonly problem: (value: JsonValue) => string | undefined
  /**
   * What in the value decided, and which item of the operand: `shown` is the value without what must stay hidden, and
   * of the value itself nothing may be said but a kind.
   */
  readonly found?: (shown: JsonValue, value: JsonValue) => Finding | undefined
}

type OperatorAndOperand = Pick<FieldCondition, 'operator' | 'value' | 'except' | 'relative'>

/** What each operator means; absence is the condition's business, not the operator's. */
export function compileValueTest(
  { operator, value: operand, except, relative }: OperatorAndOperand,
  parts: EngineParts,
): ValueTest {
  switch (operator) {
    case 'equals':
    case 'not_equals':
    case 'one_of':
    case 'not_in': {
      const isList = operator === 'one_of' || operator === 'not_in'
      const items = isList ? listOperand(operator, operand) : [operand]
      const ofAbsent = absentMask(operator, operand, parts.isNegated)
      return comparisonTest({ operator, items, isNegated: parts.isNegated, ofAbsent })
    }
    case 'contains': {
      const needle = textOperand(operator, operand)
      return ofText((value) => value.includes(needle), { part: needle })
    }
    case 'starts_with': {
      const head = textOperand(operator, operand)
      return ofText((value) => value.startsWith(head), { part: head, at: 0 })
    }
    case 'ends_with': {
      const tail = textOperand(operator, operand)
      return {
        ...ofText((value) => value.endsWith(tail)),
        found: (shown) =>
          typeof shown === 'string' && shown.endsWith(tail)
            ? { part: tail, at: shown.length - tail.length }
            : undefined,
      }
    }
    case 'matches':
      return regexTest(parts.regex(textOperand(operator, operand)))
    case 'greater_than': {
      const bound = numberOperand(operator, operand)
      return ofNumber((value) => value > bound)
    }
    case 'less_than': {
      const bound = numberOperand(operator, operand)
      return ofNumber((value) => value < bound)
    }
    case 'at_least': {
      const bound = numberOperand(operator, operand)
      return ofNumber((value) => value >= bound)
    }
    case 'at_most': {
      const bound = numberOperand(operator, operand)
      return ofNumber((value) => value <= bound)
    }
    case 'exists':
      return certain(TRUE)
    case 'not_exists':
      return certain(FALSE)
    case 'in_domain':
      return domainTest(textsOperand(operator, operand), parts.parseUrl)
    case 'not_in_domain': {
      const inside = domainTest(textsOperand(operator, operand), parts.parseUrl)
      return { ...inside, ofValue: (value) => not(inside.ofValue(value)) }
    }
    case 'url_host_in':
      return urlHostTest(textsOperand(operator, operand), parts.parseUrl)
    case 'path_within':
      return pathWithinTest(textsOperand(operator, operand), {
        except: except && pathGlobs(operator, except),
        relative,
      })
    case 'contains_secret':
      return secretTest(operand)
    case 'shell':
      return shellTest(operand)
    case 'sql':
      return sqlTest(operand)
    case 'path_matches':
      return pathMatchesTest(pathGlobs(operator, textsOperand(operator, operand)))
  }
}

/** Whatever is there: it cannot fail. */
function certain(mask: TruthMask): ValueTest {
  return { ofValue: () => mask, problem: () => undefined }
}

function ofText(test: (value: string) => boolean, finding?: Finding): ValueTest {
  return {
    found: (shown) => (typeof shown === 'string' && test(shown) ? finding : undefined),
    ofValue: (value) => (typeof value === 'string' ? holds(test(value)) : ERROR),
    problem: (value) => typeProblem(value, 'string'),
  }
}

function ofNumber(test: (value: number) => boolean): ValueTest {
  return {
    ofValue: (value) => (typeof value === 'number' && Number.isFinite(value) ? holds(test(value)) : ERROR),
    problem: (value) =>
      typeof value === 'number' && !Number.isFinite(value)
        ? 'it is not finite'
        : typeProblem(value, 'number'),
  }
}

function typeProblem(value: JsonValue, expected: 'string' | 'number'): string | undefined {
  const found = jsonType(value)
  return found === expected ? undefined : `it is of type ${found}, not ${expected}`
}

function regexTest(regex: Regex): ValueTest {
  const tooLong = (value: JsonValue) =>
    typeof value === 'string' && value.length > LIMITS.regexSubjectCharsMax
  return {
    ofValue: (value) => {
      if (typeof value !== 'string' || tooLong(value)) return ERROR
      return holds(regex.test(value))
    },
    found: (shown) => (typeof shown === 'string' && !tooLong(shown) ? findRegex(regex, shown) : undefined),
    problem: (value) =>
      tooLong(value)
        ? `it is longer than ${LIMITS.regexSubjectCharsMax} characters`
        : typeProblem(value, 'string'),
  }
}
