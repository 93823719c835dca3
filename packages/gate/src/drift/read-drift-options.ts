import { ConfigError } from '@kvlar/core'
import { DRIFT_DEFAULTS, type DriftOptions } from './drift-options.ts'

/** The same with nothing left open: what is looked for, and by which bounds. */
export interface ReadDriftOptions {
  readonly geo: 'strict' | { readonly maxKm: number } | false
  readonly sessionAge: { readonly maxMs: number } | false
  readonly device: boolean
  readonly rate: { readonly warnAbove: number; readonly maxPerMinute: number } | false
}

type Detectors = Readonly<Record<keyof ReadDriftOptions, readonly string[]>>

/** The detectors, and the bounds of each. */
const BOUNDS = {
  geo: ['maxKm'],
  sessionAge: ['maxMs'],
  device: [],
  rate: ['warnAbove', 'maxPerMinute'],
} as const satisfies Detectors

/**
 * Reads options of a program that may have no types: what is misspelt would be looked for by a default, and what is no
 * bound would let everything pass.
 * @throws ConfigError
 */
export function readDriftOptions(given: DriftOptions): ReadDriftOptions {
  const options: unknown = given
  if (!isMap(options)) throw bad('they are no map')
  const known: Detectors = BOUNDS
  for (const [key, value] of Object.entries(options)) {
    const bounds = Object.hasOwn(known, key) ? known[key as keyof Detectors] : undefined
    if (bounds === undefined) throw bad(`there is no \`${key}\``)
    if (value !== undefined && value !== false && !(key === 'geo' && value === 'strict'))
      checkBounds(key, value, bounds)
  }
  const { geo, sessionAge, device, rate } = given
  return {
    geo: geo ?? DRIFT_DEFAULTS.geo,
    sessionAge: sessionAge ?? DRIFT_DEFAULTS.sessionAge,
    device: device !== false,
    rate: rate ?? DRIFT_DEFAULTS.rate,
  }
}

function checkBounds(key: string, value: unknown, bounds: readonly string[]): void {
  const named = bounds.map((bound) => `\`${bound}\``).join(' and ')
  const must = named === '' ? 'is false or absent' : `has ${named}, or is false`
  if (named === '' || !isMap(value)) throw bad(`\`${key}\` ${must}`)
  const strange = Object.keys(value).find((name) => !bounds.includes(name))
  if (strange !== undefined) throw bad(`\`${key}\` has no \`${strange}\``)
  for (const bound of bounds)
    if (!isBound(value[bound])) throw bad(`\`${key}.${bound}\` is not a number from 0 on`)
}

function isBound(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bad(what: string): ConfigError {
  return new ConfigError(
    'CONFIG_BAD_VALUE',
    `drift cannot be looked for by these options: ${what}; refusing to start`,
  )
}
