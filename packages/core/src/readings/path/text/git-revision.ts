/** A name that git looks something up by: a revision, and behind its colon a path. */
export interface GitName {
  readonly revision: string
  /** As git takes it: not trimmed, and quotes are characters of a name. */
  readonly path?: string
}

/**
 * What a word names to git: itself, or the two ends of `a..b`. A colon within braces belongs to the revision
 * (`HEAD^{/fix: it}:a.ts`); of a brace that stands behind neither `^` nor `@` the versions of git differ, so both are
 * told.
 */
export function gitNames(word: string): readonly GitName[] {
  const ends = rangeEnds(word)
  return (ends.length > 1 ? [word, ...ends] : [word]).flatMap(namesIn)
}

/** A path that git looks up, if the text is what it looks like. */
export interface GitPath {
  readonly path: string
  /** Whether only git writes what stands before it, so that blanks in the path are those of names. */
  readonly isSure: boolean
}

/** The paths of such names, of those revisions that git could have: no name holds a blank but in braces. */
export function gitPaths(text: string): readonly GitPath[] {
  if (!text.includes(':')) return []
  return gitNames(text).flatMap(({ revision, path }) => {
    const isRevision = !/\s/u.test(revision.replace(/\{[^{}]*\}/gu, ''))
    // In a tree nothing begins with a slash; of `https://…` it is no path.
    if (!isRevision || path === undefined || path === '' || path.startsWith('/')) return []
    return [{ path, isSure: ONLY_GIT.test(revision) }]
  })
}

const ONLY_GIT = /^\^?(?:HEAD|@)(?![\w/-])|^:[0-3]:$|[@^]\{|[~^][0-9]*$/

function namesIn(word: string): readonly GitName[] {
  const staged = /^:(?:[0-3]:)?(?!\/)/.exec(word)?.[0]
  if (staged !== undefined) return [{ revision: staged, path: word.slice(staged.length) }]
  const colons = new Set([colonOutside(word, /[{]/y), colonOutside(word, /[@^][{]/y)])
  return [...colons].map((colon) =>
    colon === -1 ? { revision: word } : { revision: word.slice(0, colon), path: word.slice(colon + 1) },
  )
}

/** The first colon that is in no braces, which `open` begins. */
function colonOutside(word: string, open: RegExp): number {
  let depth = 0
  for (let at = 0; at < word.length; at += 1) {
    const char = word[at]
    if (char === ':' && depth === 0) return at
    if (char === '}' && depth > 0) depth -= 1
    else if (char === '{' || char === '@' || char === '^') {
      open.lastIndex = at
      if (!open.test(word)) continue
      depth += 1
      at = open.lastIndex - 1
    }
  }
  return -1
}

/** The two ends of `a..b`, where one may be left out; dots beside a slash belong to a path. */
export function rangeEnds(word: string): readonly string[] {
  const dots = /\.{2,3}(?!\.)/.exec(word)
  if (dots === null) return [word]
  const [left, right] = [word.slice(0, dots.index), word.slice(dots.index + dots[0].length)]
  const isPath = left.endsWith('/') || left.endsWith('.') || right.startsWith('/') || left + right === ''
  return isPath ? [word] : [left, right].filter((end) => end !== '')
}
