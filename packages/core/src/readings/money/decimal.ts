import { LIMITS } from '../../limits.ts'

/** A number of the decimal system, exactly: `units` divided by ten to the power of `places`. */
export interface Decimal {
  readonly units: bigint
  readonly places: number
}

/** Digits as all readers take them: no sign, no exponent, no separators, no leading zeros, digits around the point. */
const PLAIN = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

export function readDecimal(text: string): Decimal | undefined {
  if (text.length > LIMITS.amountCharsMax || !PLAIN.test(text)) return undefined
  const [whole = '', fraction = ''] = text.split('.')
  return { units: BigInt(whole + fraction), places: fraction.length }
}

/** Below zero, zero or above, as the left one is smaller, equal or greater. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const places = Math.max(left.places, right.places)
  const difference = scaled(left, places) - scaled(right, places)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function scaled({ units, places }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - places)
}

/** The number without zeros at its end. */
export function shortest({ units, places }: Decimal): Decimal {
  let rest = { units, places }
  while (rest.places > 0 && rest.units % 10n === 0n)
    rest = { units: rest.units / 10n, places: rest.places - 1 }
  return rest
}

/** As people write it, with all its places. */
export function decimalText({ units, places }: Decimal): string {
  if (places === 0) return units.toString()
  const digits = units.toString().padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** The number in units of ten to the power of minus `places`; undefined where it is finer, or too large to be exact. */
export function fixedUnits(decimal: Decimal, places: number): number | undefined {
  const short = shortest(decimal)
  if (short.places > places) return undefined
  const units = Number(scaled(short, places))
  return Number.isSafeInteger(units) ? units : undefined
}
