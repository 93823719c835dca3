import { LIMITS } from '../../../limits.ts'
import type { SqlDialect } from '../dialects.ts'
import type { SqlToken } from '../tokens/sql-token.ts'

/** The arguments of a call; undefined in place of one that is more than one number or text. */
export type PlainArguments = readonly (SqlToken | undefined)[]

/** Whether a call makes no more than a small value, as far as its plain arguments tell. */
type IsSmall = (plain: PlainArguments) => boolean

const padded: IsSmall = ([, length]) => isSmallNumber(length, LIMITS.sqlValueCharsMax)
const raised: IsSmall = ([, exponent]) => isSmallNumber(exponent, LIMITS.sqlExponentMax)
const formatted: IsSmall = ([format]) => format?.kind === 'text' && hasSmallWidths(format.text)

/** Functions whose value is as long as one of their arguments says, by the dialects in which that is so. */
const SIZED: Readonly<
  Record<string, { readonly dialects: readonly SqlDialect[]; readonly isSmall: IsSmall }>
> = {
  lpad: { dialects: ['postgres', 'mysql', 'any'], isSmall: padded },
  rpad: { dialects: ['postgres', 'mysql', 'any'], isSmall: padded },
  format: { dialects: ['postgres', 'sqlite', 'any'], isSmall: formatted },
  printf: { dialects: ['sqlite', 'any'], isSmall: formatted },
  // Of the type `numeric`, whose values can have 131,072 digits.
  power: { dialects: ['postgres', 'any'], isSmall: raised },
  pow: { dialects: ['postgres', 'any'], isSmall: raised },
}

/** Whether a call can take the memory of the database by one number in its arguments. */
export function isLargeCall(name: string, dialect: SqlDialect, plain: PlainArguments): boolean {
  const row = Object.hasOwn(SIZED, name) ? SIZED[name] : undefined
  return row?.dialects.includes(dialect) === true && !row.isSmall(plain)
}

/** Whether what stands behind the operator `^` is a small number. */
export function isSmallExponent(token: SqlToken): boolean {
  return isSmallNumber(token, LIMITS.sqlExponentMax)
}

function isSmallNumber(token: SqlToken | undefined, max: number): boolean {
  return (
    token?.kind === 'number' && /^[0-9]{1,9}(?:\.[0-9]{0,9})?$/.test(token.text) && Number(token.text) <= max
  )
}

/** No width that is large or stands in another argument, in a text without escapes of its own. */
function hasSmallWidths(text: string): boolean {
  if (!text.startsWith("'") || text.includes('\\')) return false
  const directives = text.match(/%[-+ #,!0$.*0-9]*/g) ?? []
  return directives.every(
    (one) =>
      !one.includes('*') &&
      (one.match(/[0-9]+/g) ?? []).every((width) => Number(width) <= LIMITS.sqlValueCharsMax),
  )
}
