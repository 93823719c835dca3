import { embeddedTexts } from '@kvlar/core'
import { readJson } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import { isDocument, isNamedForFiles, textsOf, type Argument } from './arguments.ts'
import { isFolderShaped } from './sieve.ts'

/** Whether a text has something in it that could lead to a protected path. */
type MayHit = (text: string) => boolean

/**
 * The arguments with what is in those that are JSON: many servers take `'["/home/me/.kvlar"]'` where they say that they
 * take a list. Of a document, and of a long text under a name of no path, only what names a protected path, so that no
 * file that is written has the disk asked for all that is in it.
 */
export function opened(all: readonly Argument[], mayHit: MayHit): readonly Argument[] {
  const inner = all.flatMap((argument) => inside(argument, mayHit))
  return inner.length === 0 ? all : [...all, ...inner]
}

function inside(argument: Argument, mayHit: MayHit): readonly Argument[] {
  if (!mayBeJson(argument.text)) return []
  return isLikePaths(argument) ? opened(read(argument), mayHit) : named(argument, mayHit)
}

function isLikePaths(argument: Argument): boolean {
  if (isDocument(argument)) return false
  return argument.text.length <= LIMITS.floorEmbeddedCharsMax || isNamedForFiles(argument)
}

/** What every reader makes of sound JSON; of anything else what stands between quotes, as the laxest reader would. */
function read({ text, words, items }: Argument): readonly Argument[] {
  const answer = readJson(text, { multiline: true })
  if (answer.ok) return textsOf(answer.value, words, items)
  return Array.from(embeddedTexts(text), (inner) => ({ text: inner, words, items }))
}

function named(argument: Argument, mayHit: MayHit): readonly Argument[] {
  const { text } = argument
  // Without an escape and texts that are joined, what is not in the whole is in none of its parts.
  if (!/[\\%]/.test(text) && !SIDE_BY_SIDE.test(text) && !mayHit(text)) return []
  const found: Argument[] = []
  for (const inner of embeddedTexts(text)) {
    const one = { ...argument, text: inner, isData: true }
    if (mayHit(inner) || isFolderShaped(one)) found.push(one)
    if (mayBeJson(inner)) found.push(...named(one, mayHit))
  }
  return found.some((one) => mayHit(one.text)) ? found : []
}

const SIDE_BY_SIDE = /["'][\s+]*[bBfFrRuU]{0,2}["']/

/** As far as its first sign tells, also behind what YAML has before a value. */
function mayBeJson(text: string): boolean {
  return /^\s*(?:[[{"'#%&!]|\/[/*]|---|[-?]\s)/.test(text)
}
