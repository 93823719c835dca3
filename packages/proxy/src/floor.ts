import type { Action, JsonValue } from '@kvlar/core'
import { decodings, foldName, pathReadings, segments, type PathBase } from './floor/path-readings.ts'

/** Code of a denial by the floor, as agents and audit entries see it. */
export const PROTECTED_PATH_CODE = 'KVLAR_PROTECTED_PATH'

/** What stands for the rule id in such a denial. */
export const PROTECTED_PATH_RULE_ID = '_protected_path'

export interface FloorOptions extends PathBase {
  /** Absolute files and folders of Kvlar itself: policies, keys, audit, approvals, state, wrapped clients' configurations. */
  readonly protectedPaths: readonly string[]
}

/** Says which protected path a call points into, if any. */
export type Floor = (action: Action) => string | undefined

/**
 * The floor no policy lifts: a call one of whose strings is a path into Kvlar's own files is denied.
 * Lexical; a link made elsewhere, or a shell command that contains a path, is not covered.
 */
export function createFloor(options: FloorOptions): Floor {
  const guarded = options.protectedPaths.map((path) => ({ path, parts: segments(path) }))
  if (guarded.length === 0) return () => undefined
  const named = namesPattern(guarded.map(({ parts }) => parts.at(-1) ?? ''))
  const startsInside = [options.cwd, options.home].some((start) =>
    guarded.some(({ parts }) => isWithin(segments(start), parts)),
  )

  /** Whether the text names the last part of a protected path at all: true for few, so the rest costs one search. */
  const mayHit = (text: string): boolean => {
    if (startsInside || /~\d/.test(text)) return true
    return decodings(text).some((decoded) => named(decoded))
  }

  const hit = (text: string): string | undefined => {
    if (!mayHit(text)) return undefined
    for (const reading of pathReadings(text, options)) {
      const found = guarded.find(({ parts }) => isWithin(reading, parts))
      if (found !== undefined) return found.path
    }
    return undefined
  }

  /** A name of a tool or of a member is a path only when it looks like one. */
  const hitName = (name: string): string | undefined => (/[/\\%]/.test(name) ? hit(name) : undefined)

  const search = (value: JsonValue): string | undefined => {
    if (typeof value === 'string') return hit(value)
    if (value === null || typeof value !== 'object') return undefined
    if (Array.isArray(value)) return firstFound(value, search)
    return firstFound(Object.entries(value), ([key, inner]) => hitName(key) ?? search(inner))
  }

  return (action) => hitName(action.resource) ?? search(action.parameters)
}

/** Whether a text contains one of the names in any case and Unicode form. */
function namesPattern(names: readonly string[]): (text: string) => boolean {
  // Composition changes no ASCII letter, so plain names need no copy of the text.
  if (names.every((name) => /^[ -~]+$/.test(name))) {
    const pattern = new RegExp(
      names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'),
      'iu',
    )
    return (text) => pattern.test(text)
  }
  return (text) => {
    const folded = foldName(text)
    return names.some((name) => folded.includes(name))
  }
}

function firstFound<Item>(
  items: readonly Item[],
  find: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

function isWithin(path: readonly string[], parts: readonly string[]): boolean {
  return path.length >= parts.length && parts.every((part, index) => isSameName(path[index] ?? '', part))
}

/** Equal, or a Windows 8.3 short name that could stand for it. */
function isSameName(name: string, part: string): boolean {
  if (name === part) return true
  const short = /^([^~.]{1,6})~\d+(?:\.[^.]{0,3})?$/.exec(name)
  return short !== null && part.replaceAll(/[. ]/g, '').startsWith(short[1] ?? '')
}
