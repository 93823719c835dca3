/** Tells the wall-clock time of one zone. */
export interface ZoneClock {
  /** Milliseconds after local midnight, fractions kept. @throws RangeError for an instant that is no date */
  msOfDay(nowMs: number): number
}

const DAY_MS = 86_400_000

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
  if (!Number.isFinite(nowMs)) throw new RangeError('the time is not a number')
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
