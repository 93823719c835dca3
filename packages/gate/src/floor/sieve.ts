import { beginsLikePath, percentForms } from '@kvlar/core/readings'
import type { FloorOptions } from '../floor.ts'
import { LIMITS } from '../limits.ts'
import { isNamedLikePath, type Argument } from './arguments.ts'
import { isInside, namesPattern, type Guarded } from './guarded.ts'
import { placeOf } from './place.ts'

/** Whether an argument must be read: false for nearly all text, so that an ordinary call costs a search or two. */
export type Sieve = (argument: Argument, walks: boolean) => boolean

const REMOTE = /^[\s"'`]*(?!file:)[a-z][a-z0-9+.-]+:\/\//i

/** A way to the files of processes. */
const PROCESS = /(?:proc|dev[\\/.]+fd)[\\/]/i

const GLOB = /[*?[{]/

export function createSieve(options: FloorOptions, guarded: readonly Guarded[]): Sieve {
  const { cwd, home, roots = [], resolveLinks } = options
  const isNamed = namesPattern(guarded)
  const startsInside = [cwd, home, ...roots].some((start) =>
    guarded.some((one) => isInside(placeOf(start.replaceAll('\\', '/')).names, one)),
  )
  const mayHit = (text: string): boolean => isNamed(text) || isShort(text) || isProcess(text)
  const mayHitEncoded = (text: string): boolean => percentForms(text)?.some(mayHit) ?? true
  return (argument, walks) => {
    const { text } = argument
    if (startsInside || (text.includes('%') ? mayHitEncoded(text) : mayHit(text))) return true
    if (!isPathShaped(argument)) return false
    return walks || resolveLinks !== undefined || GLOB.test(text)
  }
}

/** A short name of Windows. */
function isShort(text: string): boolean {
  return text.includes('~') && /~\d/.test(text)
}

function isProcess(text: string): boolean {
  const lower = text.toLowerCase()
  return (lower.includes('proc') || lower.includes('dev')) && PROCESS.test(lower)
}

/** By its beginning, by the name that it stands under, or by having no blank and a sign of paths. */
export function isPathShaped(argument: Argument): boolean {
  const { text } = argument
  if (text === '' || REMOTE.test(text)) return false
  if (begins(text)) return true
  if (text.length > LIMITS.floorPathCharsMax) return false
  return isNamedLikePath(argument) || (/[/\\%]|^\.[^.]/.test(text) && !/\s/.test(text.trim()))
}

/** A folder that another argument could start from. */
export function isFolderShaped(argument: Argument): boolean {
  const { text } = argument
  return (
    text !== '' &&
    !REMOTE.test(text) &&
    !GLOB.test(text) &&
    (begins(text) || (isNamedLikePath(argument) && text.length <= LIMITS.floorPathCharsMax))
  )
}

function begins(text: string): boolean {
  return beginsLikePath(text.replace(/^[\s"'`]{1,8}/, ''))
}
