/**
 * Whether reading a JSON number as a double changes its value: the literal's normalised decimal is not the shortest
 * decimal of the double. `0.1`, `1.0` and `1e2` do not change; `9007199254740993`, `1e400` and `1e-400` do.
 *
 * @param literal a number as RFC 8259 section 6 writes it
 * @param value the double nearest to it
 */
export function numberChanges(literal: string, value: number): boolean {
  if (!Number.isFinite(value)) return true
  const written = normalise(literal)
  const read = normalise(String(value))
  // Both zeros are zero: a sign without a digit changes nothing that a comparison can see.
  if (written.digits === '' && read.digits === '') return false
  return (
    written.digits !== read.digits || written.exponent !== read.exponent || written.negative !== read.negative
  )
}

/** A decimal as `0.digits × 10^exponent`, without leading or trailing zeros. */
interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

function normalise(literal: string): Decimal {
  const negative = literal.startsWith('-')
  const marker = literal.search(/[eE]/)
  const mantissa = literal.slice(negative ? 1 : 0, marker < 0 ? literal.length : marker)
  const power = marker < 0 ? 0 : Number(literal.slice(marker + 1))
  const point = mantissa.indexOf('.')
  const whole = point < 0 ? mantissa : mantissa.slice(0, point)
  const all = point < 0 ? mantissa : whole + mantissa.slice(point + 1)
  let from = 0
  while (all.charCodeAt(from) === 0x30) from++
  let to = all.length
  while (to > from && all.charCodeAt(to - 1) === 0x30) to--
  return { negative, digits: all.slice(from, to), exponent: whole.length - from + power }
}
