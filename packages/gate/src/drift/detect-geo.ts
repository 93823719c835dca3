import type { GeoLocation } from '../sessions/environment.ts'
import { distanceKm } from './distance.ts'
import type { Detector, Sign } from './sign.ts'

/**
 * Compares where a call comes from with where its session began, once that is known. What is not said any more, or
 * cannot be compared, counts as elsewhere: leaving it out hides nothing.
 */
export function geoDetector(mode: 'strict' | { readonly maxKm: number }): Detector {
  return ({ environment: { ip, geo }, session: { origin } }) => {
    if (origin.geo === undefined && origin.ip === undefined) return undefined
    if (origin.geo !== undefined && geo !== undefined) return compared(origin.geo, geo, mode)
    if (origin.ip !== undefined && origin.ip === ip) return undefined
    return violation('the call comes from an address of which it is not known where it is')
  }
}

function compared(
  origin: GeoLocation,
  geo: GeoLocation,
  mode: 'strict' | { readonly maxKm: number },
): Sign | undefined {
  if (mode === 'strict') {
    const [began, now] = [origin.countryCode.toUpperCase(), geo.countryCode.toUpperCase()]
    return began === now
      ? undefined
      : violation(`the session began in ${began} and the call comes from ${now}`)
  }
  const { maxKm } = mode
  const km = distanceKm(origin, geo)
  if (km === undefined)
    return violation('the distance to where the session began is not known: coordinates are missing')
  const where = `the call comes from ${Math.round(km)} km away from where the session began`
  if (km > maxKm) return violation(`${where}, and ${maxKm} km are allowed`)
  return km > 0 ? { level: 'warning', detector: 'geo', reason: where } : undefined
}

function violation(reason: string): Sign {
  return { level: 'violation', detector: 'geo', reason }
}
