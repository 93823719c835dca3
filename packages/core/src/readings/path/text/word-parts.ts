import { gitPaths } from './git-revision.ts'
import { fileUrlPath } from './file-url-path.ts'
import { LIMITS } from '../../../limits.ts'

/** Characters between the items of a list, before the value of an option, behind a revision. */
const BETWEEN = /[=:;,@|]/

/** Nothing but one path: no part of it is another one. */
export const PLAIN_PATH: RegExp = /^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/

/**
 * The text itself, its path if it is a `file:` URL, what git looks up in it, and what stands between the characters that
 * lists are made of. Of very many items those like paths: data in rows is no list of files.
 */
export function wordParts(text: string): readonly string[] {
  const items = isCode(text) ? [text] : text.split(BETWEEN)
  const listed = items.length > LIMITS.pathPartsMax ? items.filter((item) => /\/|^\./.test(item)) : items
  // With a position behind it, as in `a.ts:10:5`, the path is the first item.
  const isPlaced = /:[0-9]+$/.test(text) && !text.includes('..')
  return [
    ...(isPlaced ? [] : [...filePaths(text), text]),
    ...gitPaths(text).map(({ path }) => path),
    ...(items.length > 1 ? listed : []),
    ...listed.flatMap(unwrapped),
  ]
}

/** A call with a string in it, without a blank: the characters that part lists part its arguments. */
function isCode(text: string): boolean {
  return /[\w\])]\(/.test(text) && /["'`]/.test(text)
}

function filePaths(text: string): readonly string[] {
  const url = /^(?:[a-z-]+:)*(file:(?:\/\/[^/\\]*)?(.*))/is.exec(text)
  if (url === null) return []
  const [, whole = '', rest = ''] = url
  return [rest, rest.replace(/[?#].*$/s, ''), ...fileUrlPath(whole)]
}

/** Behind a flag of one letter, behind the magic words of a git pathspec, and before a query or a fragment. */
function unwrapped(item: string): readonly string[] {
  const bare = trimQuotes(item)
  const inner = trimWrapping(bare)
  const flagged = /^-[A-Za-z](?=(.+))/s.exec(bare)?.[1]
  const magic = /^\([a-z]*\)(?=(.+))/s.exec(bare)?.[1]
  const end = inner.search(/[?#]/)
  const named = end > 0 ? inner.slice(0, end) : []
  return [bare === item ? [] : bare, inner === bare ? [] : inner, flagged ?? [], magic ?? [], named].flat()
}

export function trimQuotes(text: string): string {
  return trimmed(text, '"\'`<>')
}

/** Quotes, brackets, and the control that ends a line for few. */
function trimWrapping(text: string): string {
  return trimmed(text, '"\'`<>()[]{}\u0085')
}

/** By hand: an expression for what stands at the end would read a run of quotes again from each of its places. */
function trimmed(text: string, around: string): string {
  let start = 0
  let end = text.length
  while (start < end && around.includes(text.charAt(start))) start += 1
  while (end > start && around.includes(text.charAt(end - 1))) end -= 1
  return start === 0 && end === text.length ? text : text.slice(start, end)
}
