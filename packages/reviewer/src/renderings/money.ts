import { decimalText, readAmount, readCurrency } from '@kvlar/core/readings'
import { fact, textArgument, uninspectable, type Fact, type Renderer } from './facts.ts'

const AMOUNT = /^(?:amount|total|price|value|sum)(?:_?(?:in_?)?(cents|minor|minor_?units))?$/i

/** An amount of money, with the digits as they were given; what services could read otherwise is a warning. */
export const renderMoney: Renderer = (args) => {
  const code = readCurrency(textArgument(args, ['currency', 'currencycode']) ?? '')
  const [key, amount] = Object.entries(args).find(([name]) => AMOUNT.test(name)) ?? []
  if (code === undefined || key === undefined) return undefined
  const digits = typeof amount === 'number' || typeof amount === 'string' ? String(amount) : ''
  if (!/[0-9]/.test(digits)) return undefined
  const isMinor = AMOUNT.exec(key)?.[1] !== undefined
  const to = textArgument(args, [
    'to',
    'recipient',
    'payee',
    'iban',
    'destination',
    'account',
    'toaccount',
    'customer',
  ])
  const from = textArgument(args, ['from', 'source', 'fromaccount', 'payer'])
  return {
    kind: 'money',
    facts: [
      ...amountFacts(digits, code, isMinor),
      ...(from === undefined ? [] : [fact('from', from)]),
      ...(to === undefined ? [] : [fact('to', to)]),
    ],
  }
}

function amountFacts(digits: string, currency: string, isMinor: boolean): readonly Fact[] {
  const read = readAmount(digits, { unit: isMinor ? 'minor' : 'major', currency })
  if (!read.ok)
    return [
      fact('amount', `${digits} ${isMinor ? `smallest units of ${currency}` : currency}`, 'warn'),
      ...(digits.startsWith('-') ? [fact('sign', 'negative: it may flow the other way', 'danger')] : []),
      uninspectable(read.problem),
    ]
  if (!isMinor) return [fact('amount', `${grouped(digits)} ${currency}`, 'warn')]
  return [
    fact('amount', `${grouped(decimalText(read.amount))} ${currency}`, 'warn'),
    fact('given as', `${grouped(digits)} of the smallest unit`),
  ]
}

function grouped(digits: string): string {
  const [whole = '', rest] = digits.split('.')
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return rest === undefined ? groups : `${groups}.${rest}`
}
