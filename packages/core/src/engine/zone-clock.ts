/** Tells the wall-clock time of one zone. */
export interface ZoneClock {
  /** Milliseconds after local midnight, fractions kept. @throws RangeError for an instant that is no date */
  msOfDay(nowMs: number): number
}

const DAY_MS = 86_400_000

/** ECMA-262 section 21.4.1.1: time values reach 100,000,000 days to either side of the epoch. */
const INSTANT_MS_MAX = 8.64e15

/** `UTC` is arithmetic; other zones ask Intl, whose answer holds for the whole second. */
export function createZoneClock(zone: string): ZoneClock {
  if (zone === 'UTC') return { msOfDay: utcMsOfDay }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  let knownSecond = Number.NaN
  let knownMsOfDay = Number.NaN
  return {
    msOfDay: (nowMs) => {
      checkInstant(nowMs)
      const second = Math.floor(nowMs / 1000)
      if (second !== knownSecond) {
        knownMsOfDay = wallClockMs(format, second * 1000)
        knownSecond = second
      }
      return knownMsOfDay + (nowMs - second * 1000)
    },
  }
}

function utcMsOfDay(nowMs: number): number {
  checkInstant(nowMs)
  return nowMs - Math.floor(nowMs / DAY_MS) * DAY_MS
}

function wallClockMs(format: Intl.DateTimeFormat, atMs: number): number {
  let seconds = 0
  for (const part of format.formatToParts(atMs)) {
    if (part.type === 'hour') seconds += Number(part.value) * 3600
    else if (part.type === 'minute') seconds += Number(part.value) * 60
    else if (part.type === 'second') seconds += Number(part.value)
  }
  return seconds * 1000
}

function checkInstant(nowMs: number): void {
  if (!(Math.abs(nowMs) <= INSTANT_MS_MAX)) throw new RangeError('the time is not an instant')
}
