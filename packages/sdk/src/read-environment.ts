import type { Environment, GeoLocation } from '@kvlar/gate'
import { KvlarMisuse } from './errors/kvlar-misuse.ts'
import { LIMITS } from './limits.ts'
import { unknownKey } from './unknown-key.ts'

/** What an environment is made of, and what whoever gives it calls each part. */
export type EnvironmentNames = Readonly<Record<keyof Environment, string>>

type GivenEnvironment = { readonly [Part in keyof Environment]?: Environment[Part] | undefined }

const PLACE_KEYS: Readonly<Record<keyof GeoLocation, true>> = {
  countryCode: true,
  region: true,
  city: true,
  latitude: true,
  longitude: true,
}

/**
 * A frozen copy of where a call comes from, or its session began.
 * @throws KvlarMisuse `KVLAR_BAD_CONTEXT`
 */
export function readEnvironment({ ip, geo, device }: GivenEnvironment, names: EnvironmentNames): Environment {
  return Object.freeze({
    ...(ip !== undefined && { ip: readName(ip, names.ip) }),
    ...(geo !== undefined && { geo: readPlace(geo, names.geo) }),
    ...(device !== undefined && { device: readName(device, names.device) }),
  })
}

/** @throws KvlarMisuse `KVLAR_BAD_CONTEXT` */
export function readName(value: unknown, key: string): string {
  if (isName(value)) return value
  throw badContext(`\`${key}\` is not a name`)
}

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LIMITS.nameCharsMax
}

export function badContext(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_CONTEXT', `${what}; refusing to run`)
}

function readPlace(geo: GeoLocation, key: string): GeoLocation {
  const unknown = unknownKey(Object(geo) as object, PLACE_KEYS)
  if (unknown !== undefined) throw badContext(`\`${key}.${unknown}\` is not a part of a place`)
  const { countryCode, latitude, longitude } = Object(geo) as Partial<GeoLocation>
  if (typeof countryCode !== 'string' || !/^[A-Za-z]{2}$/.test(countryCode))
    throw badContext(`\`${key}.countryCode\` is not the two letters of a country`)
  for (const degrees of [latitude, longitude])
    if (degrees !== undefined && !Number.isFinite(degrees))
      throw badContext(`\`${key}\` has a coordinate that is none`)
  return Object.freeze({ ...geo, countryCode })
}
