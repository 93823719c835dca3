import { placeOf, type Place } from './place.ts'

/** Where relative and home-relative names start from, as the server would resolve them. */
export interface PathBase {
  readonly cwd: string
  readonly home: string
  /** Folders that the server was given when it was started; some resolve relative names against them. */
  readonly roots?: readonly string[]
}

const HOME = /^(?:~[^/]*|\$HOME|\$\{HOME\}|%HOME%|%USERPROFILE%|\$env:USERPROFILE)(?=\/|$)/i

/** A spelling that says itself where it starts, as an absolute path; undefined for a relative one. */
export function absoluteOf(spelling: string, home: string): string | undefined {
  if (spelling.startsWith('/') || /^[a-z]:(?:\/|$)/i.test(spelling)) return spelling
  return HOME.test(spelling) ? spelling.replace(HOME, () => home.replaceAll('\\', '/')) : undefined
}

/**
 * The place, as written first, and the same under the other names that systems give it without a link being made by
 * anyone.
 *
 * @param drive the one that a path without a drive is on, where there are drives
 */
export function places(path: string, drive?: string): readonly Place[] {
  const place = placeOf(path)
  const { path: written, isOfProcess } = place
  const others = aliases(place.names).map((names): Place => ({ names, path: written, isOfProcess }))
  return drive !== undefined && path.startsWith('/')
    ? [place, placeOf(drive + path), ...others]
    : [place, ...others]
}

function aliases(names: readonly string[]): readonly (readonly string[])[] {
  const [first = '', second = '', third = ''] = names
  const found: (readonly string[])[] = []
  if (first === 'private') found.push(names.slice(1))
  if (first === 'system' && second === 'volumes' && third === 'data') found.push(names.slice(3))
  if (/^[a-z]$/.test(first)) found.push([`${first}:`, ...names.slice(1)])
  if (first === 'mnt' && /^[a-z]$/.test(second)) found.push([`${second}:`, ...names.slice(2)])
  if (/^[a-z]\$$/.test(second)) found.push([`${second.charAt(0)}:`, ...names.slice(2)])
  return found
}
