import type { JsonArray, JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'
import type { FieldCondition } from '../rule.ts'
import type { EngineParts } from './engine-parts.ts'
import { domainTest, urlHostTest } from './host-test.ts'
import { jsonEqual } from './json-equal.ts'
import { jsonType } from './json-type.ts'
import { listOperand, numberOperand, textOperand, textsOperand } from './operand-types.ts'
import { pathMatchesTest, pathWithinTest } from './path-test.ts'
import { sqlTest } from './sql-test.ts'
import { ERROR, FALSE, holds, not, TRUE, type TruthMask } from './truth-mask.ts'

/** An operator with its operand, asked of one value that is present. */
export interface ValueTest {
  readonly ofValue: (value: JsonValue) => TruthMask
  /** Why `ofValue` gave an error, without the value itself; undefined when it did not. */
  readonly problem: (value: JsonValue) => string | undefined
}

type OperatorAndOperand = Pick<FieldCondition, 'operator' | 'value' | 'except'>

/** What each operator means; absence is the condition's business, not the operator's. */
export function compileValueTest(
  { operator, value: operand, except }: OperatorAndOperand,
  parts: EngineParts,
): ValueTest {
  switch (operator) {
    case 'equals':
      return plain((value) => jsonEqual(value, operand))
    case 'not_equals':
      return plain((value) => !jsonEqual(value, operand))
    case 'one_of': {
      const items = listOperand(operator, operand)
      return plain((value) => items.some((item) => jsonEqual(value, item)))
    }
    case 'not_in':
      return notInTest(listOperand(operator, operand))
    case 'contains': {
      const needle = textOperand(operator, operand)
      return ofText((value) => value.includes(needle))
    }
    case 'starts_with': {
      const head = textOperand(operator, operand)
      return ofText((value) => value.startsWith(head))
    }
    case 'ends_with': {
      const tail = textOperand(operator, operand)
      return ofText((value) => value.endsWith(tail))
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
      return plain(() => true)
    case 'not_exists':
      return plain(() => false)
    case 'in_domain':
      return domainTest(textsOperand(operator, operand), parts.parseUrl)
    case 'not_in_domain': {
      const inside = domainTest(textsOperand(operator, operand), parts.parseUrl)
      return { ofValue: (value) => not(inside.ofValue(value)), problem: (value) => inside.problem(value) }
    }
    case 'url_host_in':
      return urlHostTest(textsOperand(operator, operand), parts.parseUrl)
    case 'path_within':
      return pathWithinTest(textsOperand(operator, operand), except && parts.pathGlobs(operator, except))
    case 'sql':
      return sqlTest(operand)
    case 'path_matches':
      return pathMatchesTest(parts.pathGlobs(operator, textsOperand(operator, operand)))
  }
}

/** A comparison of any JSON; it cannot fail. */
function plain(test: (value: JsonValue) => boolean): ValueTest {
  return { ofValue: (value) => holds(test(value)), problem: () => undefined }
}

function ofText(test: (value: string) => boolean): ValueTest {
  return {
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

/** A value of a type that no item has was never meant to be compared, so it is an error. */
function notInTest(items: JsonArray): ValueTest {
  const types = new Set(items.map(jsonType))
  const isTyped = (value: JsonValue) => types.size === 0 || types.has(jsonType(value))
  return {
    ofValue: (value) => {
      if (!isTyped(value)) return ERROR
      return items.some((item) => jsonEqual(value, item)) ? FALSE : TRUE
    },
    problem: (value) =>
      isTyped(value) ? undefined : `it is of type ${jsonType(value)}, as no item of the list is`,
  }
}

function regexTest(regex: { test(text: string): boolean }): ValueTest {
  const tooLong = (value: JsonValue) =>
    typeof value === 'string' && value.length > LIMITS.regexSubjectCharsMax
  return {
    ofValue: (value) => {
      if (typeof value !== 'string' || tooLong(value)) return ERROR
      return holds(regex.test(value))
    },
    problem: (value) =>
      tooLong(value)
        ? `it is longer than ${LIMITS.regexSubjectCharsMax} characters`
        : typeProblem(value, 'string'),
  }
}
