import type { GeoLocation } from '../sessions/environment.ts'

/** Mean radius of the earth (IUGG). */
const EARTH_KM = 6371

/** Great-circle distance by the haversine formula; undefined where a place has no coordinates on earth. */
export function distanceKm(one: GeoLocation, other: GeoLocation): number | undefined {
  const [from, to] = [radians(one), radians(other)]
  if (from === undefined || to === undefined) return undefined
  const half =
    Math.sin((to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(from.latitude) * Math.cos(to.latitude) * Math.sin((to.longitude - from.longitude) / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)))
}

function radians({ latitude = NaN, longitude = NaN }: GeoLocation) {
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isOnEarth
    ? { latitude: (latitude * Math.PI) / 180, longitude: (longitude * Math.PI) / 180 }
    : undefined
}
