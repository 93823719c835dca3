import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadPolicy, createEngine, WEEKDAYS, type Condition, type TimeWindowCondition } from '@kvlar/core'
import { platformUrl } from '../random-policies.ts'
import { call, origin, truthOf } from '../rule-builders.ts'

const utc = (time: string, day = '2026-06-15') => ({ nowMs: Date.parse(`${day}T${time}Z`) })

function window(text: string, zone = 'UTC', rest: Partial<TimeWindowCondition> = {}): Condition {
  const [startMs = 0, endMs = 0] = text.split('-').map((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    return (hours * 60 + minutes) * 60_000
  })
  return { kind: 'time_window', startMs, endMs, zone, origin, ...rest }
}

describe('time windows', () => {
  test.each([
    ['09:00-18:00', 'UTC', '12:00:00', 'true'],
    ['09:00-18:00', 'UTC', '09:00:00', 'true'],
    ['09:00-18:00', 'UTC', '18:00:00', 'true'],
    ['09:00-18:00', 'UTC', '18:00:00.500', 'false'],
    ['09:00-18:00', 'UTC', '18:00:00.001', 'false'],
    ['09:00-18:00', 'UTC', '08:59:59.999', 'false'],
    ['09:00-18:00', 'UTC', '19:00:00', 'false'],
    ['22:00-06:00', 'UTC', '23:30:00', 'true'],
    ['22:00-06:00', 'UTC', '01:00:00', 'true'],
    ['22:00-06:00', 'UTC', '06:00:00', 'true'],
    ['22:00-06:00', 'UTC', '06:00:00.001', 'false'],
    ['22:00-06:00', 'UTC', '12:00:00', 'false'],
    ['12:00-12:00', 'UTC', '12:00:00', 'true'],
    ['12:00-12:00', 'UTC', '12:00:00.001', 'false'],
    ['09:00-18:00', 'Asia/Kolkata', '12:00:00', 'true'],
    ['09:00-18:00', 'Asia/Kolkata', '12:30:00.001', 'false'],
    ['09:00-18:00', 'US/Eastern', '22:00:00', 'true'],
    ['09:00-18:00', 'US/Eastern', '22:00:00.001', 'false'],
    ['00:00-00:30', 'Asia/Kathmandu', '18:15:00', 'true'],
    ['00:00-24:00', 'UTC', '23:59:59.999', 'true'],
    ['22:00-24:00', 'UTC', '23:59:00.001', 'true'],
    ['22:00-24:00', 'UTC', '00:00:00', 'false'],
    ['22:00-24:00', 'UTC', '21:59:59.999', 'false'],
  ])('%s %s at %sZ is %s', (text, zone, time, expected) => {
    expect(truthOf(window(text, zone), {}, {}, utc(time))).toBe(expected)
  })

  test('follow daylight saving time: an hour that is skipped, and one that comes twice', () => {
    const berlin = window('02:00-02:59', 'Europe/Berlin')
    for (const time of ['00:59:59', '01:00:00', '01:30:00'])
      expect(truthOf(berlin, {}, {}, utc(time, '2026-03-29'))).toBe('false')
    for (const time of ['00:00:00', '00:59:00', '01:00:00', '01:59:00'])
      expect(truthOf(berlin, {}, {}, utc(time, '2026-10-25'))).toBe('true')
  })

  test('hold before 1970, and with fractions of a millisecond', () => {
    expect(truthOf(window('23:00-23:59'), {}, {}, { nowMs: -60_000 })).toBe('true')
    expect(truthOf(window('09:00-18:00'), {}, {}, { nowMs: utc('18:00:00').nowMs + 0.5 })).toBe('false')
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])('are an error at %s', (nowMs) => {
    expect(truthOf(window('00:00-23:59'), {}, {}, { nowMs })).toBe('error')
    expect(truthOf(window('00:00-23:59', 'Asia/Tokyo'), {}, {}, { nowMs })).toBe('error')
  })
})

test('a deny that ends at 24:00 has no hole before midnight, and one that ends at 23:59 is warned of', () => {
  const policy = (end: string) =>
    loadPolicy({
      file: 'p.yaml',
      text: `name: p
rules:
  - id: closed
    match_on: {resources: ['*'], conditions: [{time_window: '00:00-${end} Europe/Berlin'}]}
    effect: {type: deny, reason: closed}
  - id: open
    match_on: {resources: ['*']}
    effect: {type: allow}
`,
    })
  const nowMs = Date.parse('2026-11-30T23:59:00.001+01:00')
  const decide = (end: string) =>
    createEngine([policy(end)], { parseUrl: platformUrl }).decide(call('x'), { nowMs }).ruleId
  expect(decide('24:00')).toBe('closed')
  expect(decide('23:59')).toBe('open')
  expect(policy('24:00').warnings).toEqual([])
  expect(policy('23:59').warnings).toMatchObject([
    { code: 'POLICY_WINDOW_HOLE', help: 'write `00:00-24:00`' },
  ])
})

describe('days and dates', () => {
  const at = (condition: Condition, time: string) => truthOf(condition, {}, {}, { nowMs: Date.parse(time) })
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const

  test('a window holds on its days of the week, in its zone', () => {
    const office = window('09:00-18:00', 'Europe/Berlin', { days: weekdays })
    expect(at(office, '2026-11-27T12:00:00+01:00')).toBe('true')
    expect(at(office, '2026-11-28T12:00:00+01:00')).toBe('false')
    expect(at(office, '2026-11-29T12:00:00+01:00')).toBe('false')
    expect(at(office, '2026-11-30T09:00:00+01:00')).toBe('true')
    // Sunday evening in UTC is Monday in Auckland.
    const auckland = window('00:00-24:00', 'Pacific/Auckland', { days: ['mon'] })
    expect(at(auckland, '2026-11-29T12:00:00Z')).toBe('true')
    expect(at(auckland, '2026-11-30T12:00:00Z')).toBe('false')
  })

  test('a window past midnight belongs to the day on which it starts', () => {
    const night = window('22:00-06:00', 'UTC', { days: ['fri'], until: '2026-12-05' })
    expect(at(night, '2026-12-04T23:00:00Z')).toBe('true')
    expect(at(night, '2026-12-05T06:00:00Z')).toBe('true')
    expect(at(night, '2026-12-05T06:00:00.001Z')).toBe('false')
    expect(at(night, '2026-12-05T23:00:00Z')).toBe('false')
    expect(at(night, '2026-12-04T05:00:00Z')).toBe('false')
    expect(at(night, '2026-12-12T01:00:00Z')).toBe('false')
  })

  test('a date from is included and a date until is not, in the zone of the window', () => {
    const december = window('00:00-24:00', 'Europe/Berlin', { from: '2026-12-01', until: '2027-01-01' })
    expect(at(december, '2026-11-30T23:59:59.999+01:00')).toBe('false')
    expect(at(december, '2026-12-01T00:00:00+01:00')).toBe('true')
    expect(at(december, '2026-12-31T23:59:59.999+01:00')).toBe('true')
    expect(at(december, '2027-01-01T00:00:00+01:00')).toBe('false')
  })

  test('days on which the clock changes are whole days: 23 hours and 25 hours long', () => {
    const sunday = window('00:00-24:00', 'Europe/Berlin', { days: ['sun'] })
    const hours = (day: string) =>
      Array.from({ length: 72 }, (_, hour) => Date.parse(`${day}T00:00:00Z`) + (hour - 24) * 3_600_000)
        .map((nowMs) => truthOf(sunday, {}, {}, { nowMs }))
        .filter((truth) => truth === 'true').length
    expect(hours('2026-03-29')).toBe(23)
    expect(hours('2026-10-25')).toBe(25)
    expect(hours('2026-11-29')).toBe(24)
    // Midnight itself is skipped in Beirut: the day starts at one o'clock.
    const beirut = window('00:00-24:00', 'Asia/Beirut', { from: '2026-03-29', until: '2026-03-30' })
    expect(at(beirut, '2026-03-28T21:59:59.999Z')).toBe('false')
    expect(at(beirut, '2026-03-28T22:00:00Z')).toBe('true')
    expect(at(beirut, '2026-03-29T21:00:00Z')).toBe('false')
    const late = window('23:00-02:00', 'Europe/Berlin', { days: ['sat'] })
    expect(at(late, '2026-10-25T00:30:00Z')).toBe('false')
    expect(at(late, '2026-10-24T23:59:00Z')).toBe('true')
  })

  test('every date begins and ends where the calendar says, whatever the year', () => {
    const day = fc.integer({
      min: Date.UTC(1900, 0, 1) / 86_400_000,
      max: Date.UTC(9998, 11, 31) / 86_400_000,
    })
    fc.assert(
      fc.property(day, (number) => {
        const start = number * 86_400_000
        const text = (ms: number) => new Date(ms).toISOString().slice(0, 10)
        const weekday = WEEKDAYS[(new Date(start).getUTCDay() + 6) % 7] ?? 'mon'
        const only = window('00:00-24:00', 'UTC', {
          from: text(start),
          until: text(start + 86_400_000),
          days: [weekday],
        })
        const truths = [-1, 0, 86_399_999, 86_400_000].map((ms) =>
          truthOf(only, {}, {}, { nowMs: start + ms }),
        )
        expect(truths).toEqual(['false', 'true', 'true', 'false'])
      }),
      { numRuns: 300 },
    )
  })

  test('a date that there is not refuses the rule', () => {
    expect(() => at(window('00:00-24:00', 'UTC', { from: '2026-02-30' }), '2026-01-01T00:00:00Z')).toThrow(
      'is not a date',
    )
  })
})
