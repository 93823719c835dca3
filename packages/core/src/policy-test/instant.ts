import type { Read } from '../document/map-reader.ts'
import { readText } from '../document/read-scalar.ts'

const DAY_MS = 86_400_000

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar (months and days from 1). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  // Years start in March, so that the leap day is the last day of one.
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? daysSinceEpoch(year + 1, 1, 1) : daysSinceEpoch(year, month + 1, 1)
  return next - daysSinceEpoch(year, month, 1)
}

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/

/**
 * An RFC 3339 point in time as milliseconds since the epoch; digits beyond milliseconds are cut off.
 * Undefined for anything else, dates that do not exist and leap seconds.
 */
export function parseInstant(text: string): number | undefined {
  const found = INSTANT.exec(text)
  if (found === null) return undefined
  const number = (index: number): number => Number(found[index] ?? 0)
  const [year, month, day, hour, minute, second] = [
    number(1),
    number(2),
    number(3),
    number(4),
    number(5),
    number(6),
  ]
  const [offsetHour, offsetMinute] = [number(9), number(10)]
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined
  const offset = (offsetHour * 60 + offsetMinute) * (found[8] === '-' ? -1 : 1)
  const milliseconds = Number((found[7] ?? '').padEnd(3, '0').slice(0, 3))
  return (
    daysSinceEpoch(year, month, day) * DAY_MS +
    ((hour * 60 + minute - offset) * 60 + second) * 1000 +
    milliseconds
  )
}

/** A point in time of a file, in milliseconds since the epoch. */
export const readInstant: Read<number> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  return parseInstant(text) ?? report.add('TEST_BAD_TIME', node, `\`${text}\` is not a point in time`)
}
