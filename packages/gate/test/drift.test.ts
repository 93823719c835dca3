import { ConfigError } from '@kvlar/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDrift, type DriftOptions, type Environment, type HeldSession } from '@kvlar/gate'
import { action } from './gates.ts'

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const BANGALORE = { countryCode: 'IN', city: 'Bangalore', latitude: 12.97, longitude: 77.59 }
const CHENNAI = { countryCode: 'IN', city: 'Chennai', latitude: 13.08, longitude: 80.27 }
const BOSTON = { countryCode: 'US', latitude: 42.36, longitude: -71.06 }

interface Given {
  readonly options?: DriftOptions
  readonly origin?: Environment
  readonly environment?: Environment
  readonly session?: Partial<HeldSession>
}

function found({ options, origin = {}, environment = {}, session = {} }: Given) {
  return createDrift(options)({
    action: action('pay'),
    sessionId: 's',
    session: { startedAtMs: NOW, actions: 1, origin, ...session },
    environment,
    nowMs: NOW,
  })
}

const ends = { kind: 'invalidate', code: 'DRIFT_DETECTED', target: { kind: 'session', id: 's' } }

describe('where a session goes on', () => {
  test.each<[string, Given, boolean]>([
    ['nothing is known of where it began', { environment: { ip: '192.0.2.1', geo: BOSTON } }, false],
    ['the country is the same', { origin: { geo: BANGALORE }, environment: { geo: CHENNAI } }, false],
    [
      'the same country in small letters',
      { origin: { geo: BOSTON }, environment: { geo: { countryCode: 'us' } } },
      false,
    ],
    ['the country is another', { origin: { geo: BANGALORE }, environment: { geo: BOSTON } }, true],
    [
      'another country at the same address',
      { origin: { ip: '192.0.2.1', geo: BANGALORE }, environment: { ip: '192.0.2.1', geo: BOSTON } },
      true,
    ],
    [
      'the same address without a place',
      { origin: { ip: '192.0.2.1', geo: BOSTON }, environment: { ip: '192.0.2.1' } },
      false,
    ],
    [
      'another address without a place',
      { origin: { ip: '192.0.2.1' }, environment: { ip: '192.0.2.2' } },
      true,
    ],
    [
      'another address, the place not said any more',
      { origin: { ip: '192.0.2.1', geo: BOSTON }, environment: { ip: '192.0.2.2' } },
      true,
    ],
    ['nothing is said any more', { origin: { ip: '192.0.2.1' } }, true],
  ])('strict: %s', (_when, given, isOver) => {
    if (isOver) expect(found(given)).toMatchObject({ ...ends, ruleId: '_drift_geo' })
    else expect(found(given)).toBeUndefined()
  })

  const within = (maxKm: number): DriftOptions => ({ geo: { maxKm } })
  test.each<[string, Given, boolean]>([
    [
      'Bangalore to Chennai, within 500 km',
      { options: within(500), origin: { geo: BANGALORE }, environment: { geo: CHENNAI } },
      false,
    ],
    [
      'Bangalore to Chennai, within 280 km',
      { options: within(280), origin: { geo: BANGALORE }, environment: { geo: CHENNAI } },
      true,
    ],
    [
      'to another country within the distance',
      { options: within(20_100), origin: { geo: BANGALORE }, environment: { geo: BOSTON } },
      false,
    ],
    [
      'without coordinates',
      { options: within(500), origin: { geo: BANGALORE }, environment: { geo: { countryCode: 'IN' } } },
      true,
    ],
    [
      'with coordinates that are nowhere',
      {
        options: within(500),
        origin: { geo: BANGALORE },
        environment: { geo: { countryCode: 'IN', latitude: 91, longitude: 0 } },
      },
      true,
    ],
    [
      'no place at all, at another address',
      { options: within(500), origin: { ip: '192.0.2.1', geo: BANGALORE }, environment: { ip: '192.0.2.2' } },
      true,
    ],
    [
      'the same place',
      { options: within(0), origin: { geo: BANGALORE }, environment: { geo: BANGALORE } },
      false,
    ],
  ])('tolerant: %s', (_when, given, isOver) => {
    if (isOver) expect(found(given)).toMatchObject({ ...ends, ruleId: '_drift_geo' })
    else expect(found(given)).toBeUndefined()
  })

  test('distances are those of the sphere', () => {
    const latitude = fc.double({ min: -90, max: 90, noNaN: true })
    const longitude = fc.double({ min: -180, max: 180, noNaN: true })
    fc.assert(
      fc.property(latitude, longitude, latitude, longitude, (a, b, c, d) => {
        const km = chordKm(a, b, c, d)
        const far = { origin: { geo: place(a, b) }, environment: { geo: place(c, d) } }
        expect(found({ options: within(km * 1.0001 + 0.1), ...far })).toBeUndefined()
        if (km > 1) expect(found({ options: within(km * 0.9999 - 0.1), ...far })).toMatchObject(ends)
      }),
    )
  })
})

function place(latitude: number, longitude: number) {
  return { countryCode: 'IN', latitude, longitude }
}

/** The same by another way: the angle between two vectors. */
function chordKm(a: number, b: number, c: number, d: number): number {
  const vector = (latitude: number, longitude: number) => {
    const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180]
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)]
  }
  const [one, other] = [vector(a, b), vector(c, d)]
  const chord = Math.hypot(...one.map((part, index) => part - (other[index] ?? 0)))
  return 2 * 6371 * Math.asin(Math.min(1, chord / 2))
}

describe('how a session goes on', () => {
  const aged = (ms: number, over: Partial<HeldSession> = {}): Given => ({
    options: { geo: false },
    session: { startedAtMs: NOW - ms, ...over },
  })

  test('four hours old it lives, and a millisecond later it is over', () => {
    expect(found(aged(240 * MINUTE))).toBeUndefined()
    expect(found(aged(240 * MINUTE + 1))).toMatchObject({ ...ends, ruleId: '_drift_session_age' })
    expect(found({ ...aged(240 * MINUTE + 1), options: { sessionAge: false } })).toBeUndefined()
    expect(found({ ...aged(2001), options: { sessionAge: { maxMs: 2000 } } })).toMatchObject(ends)
  })

  test('with another device, or without one, it is over', () => {
    const began = { origin: { device: 'd-1' } }
    expect(found({ ...began, environment: { device: 'd-1' } })).toBeUndefined()
    expect(found({ ...began, environment: { device: 'd-2' } })).toMatchObject({
      ...ends,
      ruleId: '_drift_device',
    })
    expect(found(began)).toMatchObject({ ...ends, ruleId: '_drift_device' })
    expect(found({ ...began, options: { device: false } })).toBeUndefined()
    expect(found({ environment: { device: 'd-2' } })).toBeUndefined()
  })

  test('over 100 actions a minute it is over; a young one counts as a minute old', () => {
    expect(found(aged(0, { actions: 100 }))).toBeUndefined()
    expect(found(aged(0, { actions: 101 }))).toMatchObject({ ...ends, ruleId: '_drift_rate' })
    expect(found(aged(2 * MINUTE, { actions: 200 }))).toBeUndefined()
    expect(found(aged(2 * MINUTE, { actions: 201 }))).toMatchObject(ends)
  })

  test('three warnings at once stop a call, and the session lives; two do not', () => {
    const warned = {
      origin: { geo: BANGALORE },
      environment: { geo: CHENNAI },
      session: { startedAtMs: NOW - 200 * MINUTE, actions: 200 * 31 },
    }
    const tolerant: DriftOptions = { geo: { maxKm: 500 } }
    expect(found({ ...warned, options: tolerant })).toMatchObject({
      kind: 'refuse',
      code: 'DRIFT_DETECTED',
      reason: expect.stringMatching(/km away.*minutes old.*times a minute/),
    })
    expect(found({ ...warned, options: { ...tolerant, rate: false } })).toBeUndefined()
    expect(found({ ...warned, environment: { geo: BANGALORE }, options: tolerant })).toBeUndefined()
  })

  test('of which nothing is held it is refused', () => {
    const drift = createDrift()
    const context = { action: action('pay'), sessionId: 's', session: undefined, environment: {}, nowMs: NOW }
    expect(drift(context)).toMatchObject({ kind: 'refuse', code: 'DRIFT_DETECTED' })
  })
})

test.each<DriftOptions>([
  { geo: { maxKm: Number.NaN } },
  { geo: { maxKm: -1 } },
  { sessionAge: { maxMs: Number.NaN } },
  { rate: { warnAbove: Number.NaN, maxPerMinute: 1 } },
  { rate: { warnAbove: 1, maxPerMinute: '9' as unknown as number } },
  { rate: { maxPerMinute: 1 } as never },
  { geo: 'tolerant' as never },
  { geo: { maxKm: 5, maxMiles: 3 } as never },
  { device: { maxMs: 5 } as never },
  { device: true as never },
  { sessionAge: 3600 as never },
  { sesionAge: false } as never,
  { constructor: false } as never,
  [] as never,
  null as never,
])('what is no bound, and no detector, is refused at the start: %j', (options) => {
  expect(() => createDrift(options)).toThrow(ConfigError)
})
