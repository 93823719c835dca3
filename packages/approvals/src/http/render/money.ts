import { fact, textArgument, type Renderer } from './facts.ts'

/** An amount of money. */
export const renderMoney: Renderer = (args) => {
  const currency = textArgument(args, ['currency', 'currencycode'])
  const [key, amount] =
    Object.entries(args).find(([name]) =>
      /^(?:amount|total|price|value|sum)(?:_?cents|_?minor)?$/i.test(name),
    ) ?? []
  if (currency === undefined || key === undefined || !/^[A-Za-z]{3}$/.test(currency)) return undefined
  const number = typeof amount === 'string' && /^-?\d+(?:\.\d+)?$/.test(amount) ? Number(amount) : amount
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  const isMinor = /(?:cents|minor)$/i.test(key)
  const to = textArgument(args, ['to', 'recipient', 'payee', 'iban', 'destination', 'account'])
  return {
    kind: 'money',
    facts: [
      fact(
        'amount',
        `${number.toLocaleString('en', { maximumFractionDigits: 20 })} ${currency.toUpperCase()}${isMinor ? ' (smallest unit)' : ''}`,
        'warn',
      ),
      ...(to === undefined ? [] : [fact('to', to)]),
      ...(number < 0 ? [fact('sign', 'negative', 'danger')] : []),
    ],
  }
}
