import { placeOf, type Place } from './place.ts'
import { windowsNames } from './windows-names.ts'

/** Where relative and home-relative names start from, as the server would resolve them. */
export interface PathBase {
  readonly cwd: string
  readonly home: string
  /** Folders that the server was given when it was started; some resolve relative names against them. */
  readonly roots?: readonly string[]
  /** The variables of the environment that the server runs in, which it may expand in what it is given. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

const HOME = /^~([^/]*)(?=\/|$)/

/**
 * A spelling that says itself where it starts, as absolute paths; none for a relative one. All but one that begins with
 * `/` can be relative as well: `~` and `C:` are names where nobody gives them a meaning.
 */
export function absolutesOf(spelling: string, home: string): readonly string[] {
  if (spelling.startsWith('/') || /^[a-z]:(?:\/|$)/i.test(spelling)) return [spelling]
  const user = HOME.exec(spelling)
  if (user === null) return []
  const rest = spelling.slice(user[0].length)
  const own = home.replaceAll('\\', '/') + rest
  // Where somebody else's home folder lies is not known, but what climbs far enough starts from the root.
  return user[1] === '' || !rest.startsWith('/..') ? [own] : [own, rest]
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
  const found: (readonly string[])[] = [...windowsNames(names)]
  if (first === 'private') found.push(names.slice(1))
  if (first === 'system' && second === 'volumes' && third === 'data') found.push(names.slice(3))
  if (/^[a-z]$/.test(first)) found.push([`${first}:`, ...names.slice(1)])
  if (first === 'mnt' && /^[a-z]$/.test(second)) found.push([`${second}:`, ...names.slice(2)])
  if (first === 'cygdrive' && /^[a-z]$/.test(second)) found.push([`${second}:`, ...names.slice(2)])
  if (first === 'unc') found.push(...aliases(names.slice(1)))
  if (first === 'wsl$' || first === 'wsl.localhost') found.push(names.slice(2), ...aliases(names.slice(2)))
  return found
}
