import { fact, textArgument, type Renderer } from './facts.ts'

const AMOUNT = /^(?:amount|total|price|value|sum)(?:_?(?:in_?)?(cents|minor|minor_?units))?$/i
const DECIMAL = /^-?\d{1,30}(?:\.\d{1,18})?$/

/** An amount of money, with the digits as they were given. */
export const renderMoney: Renderer = (args) => {
  const currency = textArgument(args, ['currency', 'currencycode'])
  const [key, amount] = Object.entries(args).find(([name]) => AMOUNT.test(name)) ?? []
  if (currency === undefined || key === undefined || !/^[A-Za-z]{3}$/.test(currency)) return undefined
  const digits = typeof amount === 'number' || typeof amount === 'string' ? String(amount) : ''
  if (!DECIMAL.test(digits)) return undefined
  const code = currency.toUpperCase()
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
      fact('amount', isMinor ? inWholeUnits(digits, code) : `${grouped(digits)} ${code}`, 'warn'),
      ...(isMinor ? [fact('given as', `${grouped(digits)} of the smallest unit`)] : []),
      ...(digits.startsWith('-') ? [fact('sign', 'negative: it may flow the other way', 'danger')] : []),
      ...(from === undefined ? [] : [fact('from', from)]),
      ...(to === undefined ? [] : [fact('to', to)]),
    ],
  }
}

function grouped(digits: string): string {
  const [whole = '', rest] = digits.split('.')
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return rest === undefined ? groups : `${groups}.${rest}`
}

function inWholeUnits(digits: string, code: string): string {
  const places =
    new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
      .maximumFractionDigits ?? 2
  if (digits.includes('.')) return `${grouped(digits)} ${code} (smallest unit)`
  const sign = digits.startsWith('-') ? '-' : ''
  const padded = digits.replace('-', '').padStart(places + 1, '0')
  const whole = padded.slice(0, padded.length - places)
  return `${sign}${grouped(whole)}${places === 0 ? '' : `.${padded.slice(-places)}`} ${code}`
}
