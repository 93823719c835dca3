import { loadPolicy } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { conditionOf, problemsOf, ruleWith } from '../policy-problems.ts'

const text = (window: string) =>
  ruleWith(`match_on: {resources: [x], conditions: [{time_window: ${window}}]}\neffect: {type: allow}`)
const problem = (window: string) =>
  problemsOf({ file: 'p.yaml', text: text(window) }).map(
    ({ code, message, help }) => `${code} ${message}; ${help}`,
  )
const warnings = (window: string) =>
  loadPolicy({ file: 'p.yaml', text: text(window) }).warnings.map(({ code, help }) => `${code} ${help}`)

const DAY = 86_400_000
const HOUR = 3_600_000

describe('a time window', () => {
  test.each([
    ["'09:00-18:00'", { startMs: 9 * HOUR, endMs: 18 * HOUR, zone: 'UTC' }],
    ["'09:00-24:00 Europe/Berlin'", { startMs: 9 * HOUR, endMs: DAY, zone: 'Europe/Berlin' }],
    ["'00:00-24:00'", { startMs: 0, endMs: DAY }],
    ["{hours: '22:00-06:00'}", { startMs: 22 * HOUR, endMs: 6 * HOUR, zone: 'UTC' }],
    ['{days: [sun, mon-wed]}', { startMs: 0, endMs: DAY, days: ['mon', 'tue', 'wed', 'sun'] }],
    ['{days: [fri-mon]}', { days: ['mon', 'fri', 'sat', 'sun'] }],
    ['{days: [Mon-FRI, tue]}', { days: ['mon', 'tue', 'wed', 'thu', 'fri'] }],
    [
      "{hours: '09:00-18:00', zone: Europe/Berlin, days: [mon-fri, sun], from: 2026-12-01, until: 2027-01-01}",
      { zone: 'Europe/Berlin', from: '2026-12-01', until: '2027-01-01' },
    ],
    ['{from: 2028-02-29}', { startMs: 0, endMs: DAY, from: '2028-02-29' }],
    ['{x-note: 1, until: 2027-01-01}', { until: '2027-01-01' }],
  ])('%s is read', (window, expected) => {
    expect(conditionOf(`{time_window: ${window}}`)).toMatchObject({ kind: 'time_window', ...expected })
  })

  test('leaves out what is not written, so that a text and its map are the same condition', () => {
    const parts = (window: string) =>
      Object.entries(conditionOf(`{time_window: ${window}}`) ?? {}).filter(([key]) => key !== 'origin')
    const one = parts("'09:00-18:00 Europe/Paris'")
    expect(parts("{hours: '09:00-18:00', zone: Europe/Paris}")).toEqual(one)
    expect(one.map(([key]) => key).toSorted()).toEqual(['endMs', 'kind', 'startMs', 'zone'])
  })

  test.each([
    ["'24:00-06:00'", 'POLICY_BAD_WINDOW `24:00-06:00` is not a time window'],
    ["'09:00-24:01'", 'POLICY_BAD_WINDOW'],
    ["'9:00-18:00'", 'POLICY_BAD_WINDOW'],
    ["'09:00-18:00 UTC x'", 'POLICY_BAD_WINDOW'],
    ["'09:00-18:00 '", 'POLICY_BAD_WINDOW'],
    [
      "'00:00-00:00'",
      'POLICY_BAD_WINDOW `00:00-00:00` is one instant; for the whole day write `00:00-24:00`',
    ],
    ["{hours: '12:00-12:00'}", 'is one instant'],
    ["{hours: '09:00-18:00 UTC'}", 'POLICY_BAD_WINDOW'],
    ['{zone: UTC}', 'POLICY_MISSING_KEY `time_window` needs `hours`, `days`, `from` or `until`'],
    ['{days: [mon], zone: Berlin}', 'POLICY_BAD_ZONE'],
    ['{days: [monday]}', 'POLICY_BAD_WINDOW `monday` is no day of the week; '],
    ['{days: [mom]}', 'did you mean `mon`?'],
    ['{days: [mon-]}', 'POLICY_BAD_WINDOW'],
    ['{days: [mon-tue-wed]}', 'POLICY_BAD_WINDOW'],
    ['{days: []}', 'POLICY_BAD_VALUE `days` is an empty list'],
    ['{days: mon-fri}', 'POLICY_WRONG_TYPE `days` must be a list, not text; write `["mon-fri"]`'],
    ['{from: 2026-02-29}', 'POLICY_BAD_WINDOW `2026-02-29` is not a date; write it as `2026-12-31`'],
    ['{from: 2026-1-1}', 'is not a date'],
    ['{from: 2026-13-01}', 'is not a date'],
    ['{until: 2026-12-00}', 'is not a date'],
    ['{from: 2026-12-01T00:00:00Z}', 'is not a date'],
    ['{from: 2026-12-01, until: 2026-12-01}', 'nothing lies from 2026-12-01 until 2026-12-01'],
    ['{hour: 1, days: [mon]}', 'did you mean `hours`?'],
  ])('%s is refused', (window, expected) => {
    expect(problem(window)).toEqual([expect.stringContaining(expected)])
  })

  test('that ends in the last minute of an hour is warned of, with what to write', () => {
    expect(warnings("'00:00-23:59 Europe/Berlin'")).toEqual(['POLICY_WINDOW_HOLE write `00:00-24:00`'])
    expect(warnings("{hours: '22:00-05:59'}")).toEqual(['POLICY_WINDOW_HOLE write `22:00-06:00`'])
    expect(warnings("'23:59-06:00'")).toEqual([])
    expect(warnings("'09:00-17:58'")).toEqual([])
  })

  test('can be a map in a Kavach policy too', () => {
    const policy = loadPolicy({
      policies: [
        {
          name: 'n',
          effect: 'permit',
          conditions: [{ time_window: { days: ['sat-sun'], zone: 'Asia/Tokyo' } }],
        },
      ],
    })
    expect(policy.rules[0]?.match.condition).toMatchObject({ days: ['sat', 'sun'], zone: 'Asia/Tokyo' })
  })
})
