/** Where on earth somebody is. */
export interface GeoLocation {
  /** ISO 3166-1, two letters, in either case. */
  readonly countryCode: string
  readonly region?: string
  readonly city?: string
  /** Degrees; a distance needs both. */
  readonly latitude?: number
  readonly longitude?: number
}

/** From where and with what a call is made, as whoever authenticated the caller knows it: never the model. */
export interface Environment {
  readonly ip?: string
  readonly geo?: GeoLocation
  /** What tells the caller's device from others: a fingerprint, the id of a certificate. */
  readonly device?: string
}

/** What is held, completed by what is only known now: a session that began without a place has one from then on. */
export function learned(held: Environment, now: Environment): Environment {
  return { ...now, ...held }
}
