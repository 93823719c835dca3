import { parseGlob } from '@kvlar/core'
import { foldSegment } from '@kvlar/core/readings'
import { SECRET_NAMES } from './own-secrets.ts'
import { placeOf } from './place.ts'

/** One protected file or folder. */
export interface Guarded {
  readonly path: string
  readonly names: readonly string[]
  /** A folder that holds it may be searched, though not changed as a whole. */
  readonly isSearchable: boolean
}

export function guardedPath(path: string, isSearchable: boolean): Guarded {
  return { path, names: placeOf(path.replaceAll('\\', '/')).names, isSearchable }
}

/**
 * Whether the names lead to the protected path or below it; `**` leads from a folder to all that is in it, where it is
 * the whole name: elsewhere it is `*`, and mostly bold type.
 */
export function isInside(names: readonly string[], guarded: Guarded): boolean {
  const star = names.findIndex((name) => /^\*{2,}$/.test(name))
  const plain = star === -1 ? names : names.slice(0, star)
  if (plain.length >= guarded.names.length)
    return guarded.names.every((part, at) => isSame(plain[at] ?? '', part))
  return star !== -1 && isAbove(plain, guarded)
}

/** Whether the names lead to a folder that holds the protected path. */
export function isAbove(names: readonly string[], guarded: Guarded): boolean {
  return (
    names.length < guarded.names.length && names.every((name, at) => isSame(name, guarded.names[at] ?? ''))
  )
}

/** Folders that Kvlar makes in its own. */
const OWN_FOLDERS = new Set(['approvals', 'audit', 'keys'])

/**
 * Whether the names are the last ones of the protected path and lead to it or below it, from wherever they start: two or
 * more of them, one with a dot in it, or one with a folder of Kvlar behind it, since a project may be called `kvlar` too.
 */
export function isBelowEnd(names: readonly string[], guarded: Guarded): boolean {
  return hasEnd(
    names,
    guarded,
    ([first, ...more]) => more.length > 0 || first?.includes('.') === true || OWN_FOLDERS.has(names[1] ?? ''),
  )
}

/**
 * Whether the names are the last ones of a folder of Kvlar's own and lead to it or below it, from a start that nobody
 * named: two or more of them, or one that begins with a dot. Projects have policies and configurations of the same name.
 */
export function isBelowOwn(names: readonly string[], guarded: Guarded): boolean {
  if (guarded.isSearchable) return false
  return hasEnd(names, guarded, ([first, ...more]) => more.length > 0 || first?.startsWith('.') === true)
}

/**
 * Whether the names are some that follow one another on the way to a folder of Kvlar's own, and so lead to a folder that
 * holds it, from a start that nobody named: two or more of them, or one that begins with a dot.
 *
 * @param isUnknown nobody can say where it starts, so that any one of them counts
 */
export function isAboveOwn(names: readonly string[], guarded: Guarded, isUnknown: boolean): boolean {
  if (guarded.isSearchable || names.length === 0) return false
  if (names.length === 1 && !isUnknown && names[0]?.startsWith('.') !== true) return false
  const last = guarded.names.length - names.length
  return guarded.names.some(
    (_, at) => at < last && names.every((name, index) => isSame(name, guarded.names[at + index] ?? '')),
  )
}

/** Whether the names begin with some end of the protected path that says enough by itself. */
function hasEnd(
  names: readonly string[],
  guarded: Guarded,
  saysEnough: (end: readonly string[]) => boolean,
): boolean {
  return guarded.names.some((_, at) => {
    const end = guarded.names.slice(at)
    if (end.length > names.length || !saysEnough(end)) return false
    return end.every((part, index) => isSame(names[index] ?? '', part))
  })
}

export function isGlob(names: readonly string[]): boolean {
  return names.some((name) => GLOB.test(name))
}

const GLOB = /[*?[]/

/** Equal, a glob that covers it, or a Windows 8.3 short name that could stand for it. */
function isSame(name: string, part: string): boolean {
  if (name === part) return true
  if (GLOB.test(name)) return covers(name, part)
  const short = /^([^~.]{1,6})~\d+(?:\.[^.]{0,3})?$/.exec(name)
  return short !== null && part.replaceAll(/[. ]/g, '').startsWith(short[1] ?? '')
}

/** Whether `*` covers a dot at the start differs from one expander to the next; here it does. */
function covers(glob: string, part: string): boolean {
  const parsed = parseGlob(glob.replace(/\[\^/g, '[!'))
  return !parsed.ok || parsed.glob.test(part)
}

/** Whether a text has one of the last names of protected paths in it, or of secrets, in any case and Unicode form. */
export function namesPattern(guarded: readonly Guarded[]): (text: string) => boolean {
  const all = [...new Set([...guarded.map((one) => one.names.at(-1) ?? ''), ...SECRET_NAMES])]
  // What has `.kvlar` in it has `kvlar` in it.
  const names = all.filter((name) => !all.some((other) => other !== name && name.includes(other)))
  const isAscii = names.every((name) => /^[ -~]*$/.test(name))
  return (text) => {
    const lower = text.toLowerCase()
    if (names.some((name) => lower.includes(name))) return true
    if (isAscii && !BEYOND.test(text) && !text.includes('\u00ad')) return false
    const folded = foldSegment(text)
    return names.some((name) => folded.includes(name))
  }
}

/** Letters that only folding takes off or makes plain; a search that costs nothing in a text without any. */
const BEYOND = /[\u0100-\uffff]/
