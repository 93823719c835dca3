import { weekdayOf } from '../../match/calendar.ts'

/** Tells the wall-clock time of one zone. */
export interface ZoneClock {
  /** @throws RangeError for an instant that is no date */
  read(nowMs: number): WallTime
}

export interface WallTime {
  /** Days from 1970-01-01 to the local date. */
  readonly day: number
  /** Milliseconds after local midnight, fractions kept. */
  readonly msOfDay: number
}

const DAY_MS = 86_400_000

/** ECMA-262 section 21.4.1.1: time values reach 100,000,000 days to either side of the epoch. */
const INSTANT_MS_MAX = 8.64e15

/** `UTC` is arithmetic; other zones ask Intl, whose answer holds for the whole second. */
export function createZoneClock(zone: string): ZoneClock {
  if (zone === 'UTC') return { read: readUtc }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  let knownSecond = Number.NaN
  let known: WallTime = { day: 0, msOfDay: 0 }
  return {
    read: (nowMs) => {
      checkInstant(nowMs)
      const second = Math.floor(nowMs / 1000)
      if (second !== knownSecond) {
        known = wallTime(format, second * 1000)
        knownSecond = second
      }
      return { day: known.day, msOfDay: known.msOfDay + (nowMs - second * 1000) }
    },
  }
}

function readUtc(nowMs: number): WallTime {
  checkInstant(nowMs)
  const day = Math.floor(nowMs / DAY_MS)
  return { day, msOfDay: nowMs - day * DAY_MS }
}

function wallTime(format: Intl.DateTimeFormat, atMs: number): WallTime {
  let seconds = 0
  let weekday = ''
  for (const part of format.formatToParts(atMs)) {
    if (part.type === 'hour') seconds += Number(part.value) * 3600
    else if (part.type === 'minute') seconds += Number(part.value) * 60
    else if (part.type === 'second') seconds += Number(part.value)
    else if (part.type === 'weekday') weekday = part.value.toLowerCase()
  }
  return { day: localDay(Math.floor(atMs / DAY_MS), weekday), msOfDay: seconds * 1000 }
}

/** No zone is a whole day from UTC, so the weekday tells which of three days it is, in whatever calendar year. */
function localDay(utcDay: number, weekday: string): number {
  const found = [utcDay, utcDay - 1, utcDay + 1].find((day) => weekdayOf(day) === weekday)
  if (found === undefined) throw new RangeError('the weekday is none of the days around')
  return found
}

function checkInstant(nowMs: number): void {
  if (!(Math.abs(nowMs) <= INSTANT_MS_MAX)) throw new RangeError('the time is not an instant')
}
