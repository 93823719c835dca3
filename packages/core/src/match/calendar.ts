/** The days of the week as policies write them, Monday first (ISO 8601). */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export type Weekday = (typeof WEEKDAYS)[number]

/** Days from 1970-01-01 to an RFC 3339 `full-date`; undefined for a text that is none, or a day that there is not. */
export function dayNumber(text: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (parts === null) return undefined
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const lengths = monthLengths(year)
  if (day < 1 || day > (lengths[month - 1] ?? 0)) return undefined
  const before = lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0)
  return daysBefore(year) - EPOCH + before + day - 1
}

/** The `full-date` of a number of days from 1970-01-01. */
export function dayText(day: number): string {
  let year = 1970 + Math.floor(day / 365.2425)
  if (daysBefore(year + 1) - EPOCH <= day) year += 1
  if (daysBefore(year) - EPOCH > day) year -= 1
  let rest = day - (daysBefore(year) - EPOCH)
  let month = 0
  for (const length of monthLengths(year)) {
    if (rest < length) break
    rest -= length
    month += 1
  }
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(rest + 1)}`
}

export function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'
}

/** Days of the Gregorian calendar before a year begins, counted from year 1. */
function daysBefore(year: number): number {
  const past = year - 1
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
}

const EPOCH = daysBefore(1970)

function monthLengths(year: number): readonly number[] {
  const february = daysBefore(year + 1) - daysBefore(year) === 366 ? 29 : 28
  return [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}
