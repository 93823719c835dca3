import { formsOf, lookAlike, withoutNul } from './text-forms.ts'
import { gitPaths } from './git-revision.ts'
import { couldBeOnWindows, couldEndInBlanks, isPathAfterAll } from './prose.ts'
import { ENDLESS, type PathCandidate, type ReadCandidates } from './read-candidates.ts'
import { resolvedPath, type ResolvedText, resolveText } from './resolved-text.ts'

/** Separators, the colon of a revision, what could become one of them, and the blank of a name. */
const MAY_BE_PATH = /[/\\:%\s\u0080-\uffff]/

/** Of texts that are not meant as paths, the whole of each and what git looks up in it, where that is one all the same. */
export function wholeCandidates(texts: readonly string[]): ReadCandidates | undefined {
  const read = texts.filter((text) => MAY_BE_PATH.test(text)).map(formsOf)
  if (read.includes(undefined)) return ENDLESS
  const forms = new Set(read.flatMap((found) => found ?? []))
  const named = [...forms].flatMap(withQuoted)
  const inGit = named.flatMap(gitPaths)
  const sure = inGit.filter(({ isSure }) => isSure).flatMap(({ path }) => withQuoted(path))
  const unsure = inGit.filter(({ isSure }) => !isSure).flatMap(({ path }) => withQuoted(path))
  const candidates = [
    ...[...named, ...unsure].flatMap(asPaths(isPathAfterAll)),
    ...sure.flatMap(asPaths(isAny)),
  ]
  return candidates.length === 0 ? undefined : { ok: true, candidates }
}

type IsPath = (resolved: ResolvedText) => boolean

function isAny(): boolean {
  return true
}

/** And what stands in a pair of quotes that are its first and last character. */
function withQuoted(text: string): readonly string[] {
  const inner = /^["'`]/.test(text) && text.endsWith(text.charAt(0)) ? text.slice(1, -1) : ''
  return inner === '' || inner.includes(text.charAt(0)) ? [text] : [text, inner]
}

function asPaths(isPath: IsPath): (form: string) => readonly PathCandidate[] {
  return (form) => {
    const alike = lookAlike(form).flatMap((like) => resolvedIf(isPath, like))
    return [
      ...resolvedIf(isPath, form).map((text) => ({ text, certain: !/\s/u.test(text) })),
      ...alike.map((text) => ({ text, certain: false })),
      ...(isPath === isAny ? [] : proseOf(form)),
    ]
  }
}

/** What is no path by its look, and could have a name with blanks. */
function proseOf(form: string): readonly PathCandidate[] {
  const isProse: IsPath = (resolved) => !isPathAfterAll(resolved) && couldEndInBlanks(resolved)
  return [form, ...lookAlike(form)]
    .flatMap((one) => resolvedIf(isProse, one))
    .map((text) => ({ text, certain: false, isProse: true }))
}

function resolvedIf(isPath: IsPath, form: string): readonly string[] {
  return wholes(form).flatMap(({ resolved, isTurned }) =>
    isPath(resolved) && (!isTurned || couldBeOnWindows(resolved)) ? [resolvedPath(resolved)] : [],
  )
}

/** A text, and what of it stands before a NUL, as a server of either system resolves it. */
export function wholes(
  form: string,
): readonly { readonly resolved: ResolvedText; readonly isTurned: boolean }[] {
  return withoutNul(form).flatMap((text) => {
    const posix = { resolved: resolveText(text, 'posix'), isTurned: false }
    return text.includes('\\') ? [posix, { resolved: resolveText(text, 'windows'), isTurned: true }] : [posix]
  })
}
