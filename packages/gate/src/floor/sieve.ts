import { beginsLikePath, percentForms, urlForm } from '@kvlar/core/readings'
import type { FloorOptions } from '../floor.ts'
import { LIMITS } from '../limits.ts'
import { isNamedLikePath, type Argument } from './arguments.ts'
import { isGlob, isInside, namesPattern, type Guarded } from './guarded.ts'
import { placeOf } from './place.ts'
import type { Variables } from './variables.ts'

export interface Sieve {
  /** Whether a text has something in it that could lead to a protected path without a link on the disk. */
  readonly mayHit: (text: string) => boolean
  /** Whether an argument must be read: false for nearly all text, so that an ordinary call costs a search or two. */
  readonly isRelevant: (argument: Argument, walks: boolean) => boolean
}

/** An address of no file; what stands behind the slashes of a database in a file is one. */
const REMOTE = /^[\s"'`]*(?!(?:file|sqlite|duckdb)[a-z0-9+.-]*:)[a-z][a-z0-9+.-]+:\/\//i

/** A way to the files of processes. */
const PROCESS = /(?:proc|dev[\\/.]+fd)[\\/]/i

const GLOB = /[*?[{]/

/** It may be a folder that is named by a variable. */
const VARIABLE = /^["'`]?(?:\$\{?[A-Za-z_]|%[^%\s]+%)\S*$/

const CLIMBING = /(?:^|[/\\])\.\.(?:[/\\]|$)/

export function createSieve(options: FloorOptions, guarded: readonly Guarded[], variables: Variables): Sieve {
  const { cwd, home, roots = [], resolveLinks } = options
  const isNamed = namesPattern(guarded)
  const startsInside = [cwd, home, ...roots].some((start) =>
    guarded.some((one) => isInside(placeOf(start.replaceAll('\\', '/')).names, one)),
  )
  const mayHitPlain = (text: string): boolean => isNamed(text) || isShort(text) || isProcess(text)
  const namesOne = variables.naming(mayHitPlain)
  const mayHit = (text: string): boolean => mayHitAsIs(text) || mayHitAsUrl(urlForm(text))
  const mayHitAsUrl = (url: string | undefined): boolean => url !== undefined && mayHitAsIs(url)
  const mayHitAsIs = (text: string): boolean => {
    if (text.includes('%') ? (percentForms(text)?.some(mayHitPlain) ?? true) : mayHitPlain(text)) return true
    return namesOne(text)
  }
  return {
    mayHit,
    isRelevant(argument, walks) {
      const { text } = argument
      if (startsInside || mayHit(text)) return true
      if (!isPathShaped(argument) && !isPathAsWritten(argument)) return false
      return walks || resolveLinks !== undefined || GLOB.test(text)
    },
  }
}

/** A short name of Windows; \`~1.2.3\` is none. */
function isShort(text: string): boolean {
  return text.includes('~') && /[^\s"'`/\\~.]~\d/.test(text)
}

function isProcess(text: string): boolean {
  const lower = text.toLowerCase()
  return (lower.includes('proc') || lower.includes('dev')) && PROCESS.test(lower)
}

/** By its beginning, by the name that it stands under, or by having no blank and a sign of paths. */
export function isPathShaped(argument: Argument): boolean {
  const { isData = false } = argument
  const text = urlForm(argument.text) ?? argument.text
  if (text === '' || isData || REMOTE.test(text)) return false
  if (begins(text)) return true
  if (text.length > LIMITS.floorPathCharsMax) return false
  return isNamedLikePath(argument) || (/[/\\%]|^\.[^.]/.test(text) && !/\s/.test(text.trim()))
}

/**
 * A text of no shape of paths that a server would still find something under: an address, by the name that it stands
 * under, or what climbs out of every odd name in it.
 */
export function isPathAsWritten(argument: Argument): boolean {
  const { text, isData = false } = argument
  if (text === '' || isData || isPathShaped(argument)) return false
  if (climbs(text)) return true
  return REMOTE.test(text) && isNamedLikePath(argument) && text.length <= LIMITS.floorPathCharsMax
}

/** Lines that are left are those of code or prose. */
function climbs(text: string): boolean {
  if (!text.includes('..') || !CLIMBING.test(text)) return false
  return !/[\r\n]/.test(placeOf(text.replaceAll('\\', '/')).path)
}

/** A folder that another argument could start from. */
export function isFolderShaped(argument: Argument): boolean {
  const { text, isData = false } = argument
  if (text === '' || REMOTE.test(text) || (GLOB.test(text) && isGlob(placeOf(text).names))) return false
  if (begins(text) || VARIABLE.test(text) || (isData && climbs(text))) return true
  return !isData && isNamedLikePath(argument) && text.length <= LIMITS.floorPathCharsMax
}

function begins(text: string): boolean {
  return beginsLikePath(text.replace(/^[\s"'`]{1,8}/, ''))
}
