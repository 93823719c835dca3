import type { JsonValue } from '../../json-value.ts'
import { addressPatternProblem } from '../../readings/email/address-pattern.ts'
import { emailJudge } from '../../readings/email/judge-emails.ts'
import type { Judgement } from '../../readings/judgement.ts'
import { readCurrency } from '../../readings/money/currencies.ts'
import { judgeMoney } from '../../readings/money/judge-money.ts'
import { type MoneyOperand, moneyOperandProblem } from '../../readings/money/money-operand.ts'
import type { FieldsCondition } from '../../rule.ts'
import { invalidOperand } from './invalid-operand.ts'
import { textsOperand } from './operand-types.ts'

/** Asked of what each path leads to, in the order of the paths; nulls are left out, which count as absent. */
export type FieldsTest = (found: readonly (readonly JsonValue[])[]) => Judgement

/** What each operator on several arguments means. @throws PolicyError for an operand that no loader lets through */
export function compileFieldsTest(condition: FieldsCondition): FieldsTest {
  switch (condition.operator) {
    case 'email_in':
      return emailTest(condition)
    case 'money':
      return moneyTest(condition)
  }
}

function emailTest({ paths, value }: FieldsCondition): FieldsTest {
  const patterns = textsOperand('email_in', value)
  const isSound = patterns.length > 0 && patterns.every((text) => addressPatternProblem(text) === undefined)
  if (!isSound || paths.length === 0) throw invalidOperand('email_in', 'a list of domains and addresses')
  const judge = emailJudge(patterns)
  return (found) => judge(found.flat())
}

function moneyTest({ paths, value }: FieldsCondition): FieldsTest {
  if (moneyOperandProblem(value) !== undefined) throw invalidOperand('money', 'bounds of an amount')
  // Just checked; the types of JSON do not say it.
  const operand = value as unknown as MoneyOperand
  const [amount, ...others] = paths
  if (amount === undefined || others.map(({ text }) => text).join() !== (operand.currency_field ?? ''))
    throw invalidOperand('money', 'about the arguments that it reads')
  return ([amounts = [], currencies = []]) => judgeAmounts(amounts, currencies, operand)
}

/** Every amount in every currency that is named: which of several belongs to which is not known. */
function judgeAmounts(
  amounts: readonly JsonValue[],
  currencies: readonly JsonValue[],
  operand: MoneyOperand,
): Judgement {
  let agreed: Judgement | undefined
  for (const currency of orAbsent(new Set(currencies.map(folded))))
    for (const amount of orAbsent(amounts)) {
      const judgement = judgeMoney({ amount, currency }, operand)
      if (judgement.truth === 'error') return judgement
      if (agreed !== undefined && agreed.truth !== judgement.truth) return MIXED
      agreed = judgement
    }
  return agreed ?? MIXED
}

const MIXED: Judgement = {
  truth: 'error',
  problem: 'some of the amounts are within the bounds and some are not',
}

function orAbsent(values: Iterable<JsonValue>): readonly (JsonValue | undefined)[] {
  const list = [...values]
  return list.length === 0 ? [undefined] : list
}

/** So that spellings of one code count once; what is no code stays as it is, and is an error. */
function folded(currency: JsonValue): JsonValue {
  return typeof currency === 'string' ? (readCurrency(currency) ?? currency) : currency
}
