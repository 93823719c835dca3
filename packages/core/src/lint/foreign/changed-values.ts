import { isJsonArray } from '../../json/json-shape.ts'
import type { JsonValue } from '../../json-value.ts'
import { textTestsOf, missedCall, operandOf, type FieldTest } from '../field-tests.ts'
import type { Check } from '../finding.ts'

/** What a spelling without quotes turned into, and what a call would hold if the spelling was meant. */
interface Change {
  readonly says: string
  readonly help: string
  readonly meant: JsonValue
}

/** Values without quotes that a person reads in another way than YAML 1.2 does. */
export const findChangedValues: Check = function* (subject) {
  for (const test of textTestsOf(subject))
    for (const { value, index } of itemsOf(test)) {
      const { spot, spelling } = operandOf(subject, test, index)
      const change = spelling === undefined ? undefined : changeOf(spelling, value, test.operator)
      if (change === undefined) continue
      const call = missedCall(subject, test, [change.meant])
      if (call === undefined) continue
      const { says: message, help } = change
      yield { code: 'POLICY_VALUE_CHANGED', spot, message, help, call }
    }
}

function itemsOf({ operand }: FieldTest): readonly { readonly value: JsonValue; readonly index?: number }[] {
  if (!isJsonArray(operand)) return [{ value: operand }]
  return operand.map((value, index) => ({ value, index }))
}

function changeOf(spelling: string, value: JsonValue, operator: string): Change | undefined {
  if (/^exists|^not_exists/.test(operator)) return undefined
  if (value === null) return spelling === 'null' ? undefined : nothing(spelling)
  if (typeof value === 'number') return number(spelling, value, /^(?:greater|less|at)_/.test(operator))
  if (typeof value !== 'string' || spelling !== value) return undefined
  return booleanWord(value) ?? date(value) ?? grouped(value)
}

function nothing(spelling: string): Change {
  const what = spelling === '' ? 'the value is empty' : `\`${spelling}\` stands for null`
  return {
    says: `${what}, and null is what the argument is compared with`,
    help: 'write the value in quotes, or `null` if that is meant',
    meant: spelling,
  }
}

/** `0777` is 777 in YAML 1.2, `1.10` is 1.1 and `1e3` is 1000: what is compared is the number, not its spelling. */
function number(spelling: string, value: number, isOrdered: boolean): Change | undefined {
  const isOctal = /^[-+]?0\d/.test(spelling)
  if (spelling === String(value) || !/^[-+.\d]/.test(spelling) || (isOrdered && !isOctal)) return undefined
  const octal = Number.parseInt(spelling, 8)
  return {
    says: `\`${spelling}\` is the number ${value}`,
    help: isOctal
      ? `write \`'${spelling}'\` for a text, \`0o${spelling.replace(/^[-+]?0+/, '')}\` for an octal number, or ${value}`
      : `write \`'${spelling}'\` for a text, or ${value}`,
    meant: isOrdered ? octal : spelling,
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['on', true],
  ['no', false],
  ['off', false],
])

function booleanWord(word: string): Change | undefined {
  const meant = BOOLEANS.get(word.toLowerCase())
  if (meant === undefined) return undefined
  return {
    says: `\`${word}\` is a text here, not ${meant}`,
    help: `write \`${meant}\` for the truth value, or \`'${word}'\` for the text`,
    meant,
  }
}

function date(text: string): Change | undefined {
  const [, day = ''] = /^(\d{4}-\d{2}-\d{2})(?:[Tt ][\d:.]+(?:[Zz]|[-+]\d{2}:?\d{2})?)?$/.exec(text) ?? []
  if (day === '') return undefined
  return {
    says: `\`${text}\` is a text here, not a point in time`,
    help: `write \`'${text}'\` if calls spell it in just this way; dates are not compared`,
    meant: day === text ? `${day}T00:00:00Z` : day,
  }
}

/** `1_000` and `0b11` are numbers in YAML 1.1 and in programs. */
function grouped(text: string): Change | undefined {
  if (!/^[-+]?(?:\d{1,3}(?:[_,]\d{3})+|0b[01]+)$/.test(text)) return undefined
  const meant = Number(text.replaceAll(/[_,]/g, ''))
  return {
    says: `\`${text}\` is a text here, not a number`,
    help: `write ${meant}, or \`'${text}'\` for the text`,
    meant,
  }
}
