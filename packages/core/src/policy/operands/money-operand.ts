import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import { readList, readOneOf, readText, subject } from '../../document/read-scalar.ts'
import type { JsonValue } from '../../json-value.ts'
import { readCurrency } from '../../readings/money/currencies.ts'
import { boundOf, MONEY_UNITS, moneyOperandProblem } from '../../readings/money/money-operand.ts'
import { readFieldPathText } from '../rules/field-path.ts'
import { MONEY_KEYS } from '../rules/kvlar-keys.ts'

/** The operand of `money`. */
export const readMoneyOperand: Read<JsonValue> = (node, report) => {
  const before = report.errors
  const map = readMap(node, report, { keys: MONEY_KEYS, what: 'the value of `money`' })
  if (map === undefined) return undefined
  const operand = dropUndefined({
    at_most: map.optional('at_most', readBound),
    less_than: map.optional('less_than', readBound),
    at_least: map.optional('at_least', readBound),
    more_than: map.optional('more_than', readBound),
    currency: map.optional('currency', readCurrencies),
    currency_field: map.optional('currency_field', readFieldPathText),
    unit: map.required('unit', readOneOf(MONEY_UNITS)),
  })
  if (report.errors > before) return undefined
  const problem = moneyOperandProblem(operand)
  return problem === undefined
    ? operand
    : report.add('POLICY_BAD_MONEY', node, `${problem}; refusing the policy`)
}

/** Kept as it is written: a text may have more places than a number of JSON. */
export const readBound: Read<string | number> = (node, report) => {
  const value = node.kind === 'scalar' ? node.value : undefined
  if ((typeof value === 'string' || typeof value === 'number') && boundOf(value) !== undefined) return value
  return report.add(
    'POLICY_BAD_MONEY',
    node,
    `${subject(node)} must be a number in plain digits, such as \`'100.00'\`; refusing the policy`,
    typeof value === 'number' ? "write it in quotes, in plain digits: `'0.01'`, `'1000'`" : undefined,
  )
}

export const readCurrencies: Read<string | readonly string[]> = (node, report) =>
  node.kind === 'list' ? readList(readCode, { min: 1 })(node, report) : readCode(node, report)

const readCode: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const code = readCurrency(text)
  if (code === text) return text
  return report.add(
    'POLICY_BAD_MONEY',
    node,
    `\`${text}\` is not a currency as ISO 4217 writes it; refusing the policy`,
    code === undefined ? 'write a code of three capital letters, such as `EUR`' : `did you mean \`${code}\`?`,
  )
}
