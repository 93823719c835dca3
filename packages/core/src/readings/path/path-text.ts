import { LIMITS } from '../../limits.ts'
import type { Judgement } from '../judgement.ts'
import { beginsLikePath, isProse, pathCandidates, type PathCandidate } from './path-candidates.ts'
import type { PathGlobs } from './path-globs.ts'
import { either, judgeSubject } from './path-matches.ts'
import { judgeDressed } from './dressed-path.ts'
import { percentForms } from './percent-forms.ts'
import type { SubjectPath } from './subject-path.ts'
import { hasWildcard, wildcardPaths } from './wildcard-names.ts'

/**
 * Whether a text of a call, of which nobody says that it is a path, holds one that is in the list of globs. Undefined
 * when it is not of the shape of a path: prose, markup, code, an address on the web. A reader of any system is assumed,
 * so percent-encoding, either separator, options and lists are looked into; an error when only doubt matches.
 */
export function judgePathText(source: string, globs: PathGlobs): Judgement | undefined {
  const text = shortened(source)
  const read = pathCandidates(text)
  if (read === undefined) return undefined
  if (!read.ok) return { truth: 'error', problem: read.problem }
  let found: Judgement = { truth: 'false' }
  for (const candidate of read.candidates) {
    found = either(found, judgeCandidate(candidate, globs))
    if (found.truth === 'true') return found
  }
  if (found.truth === 'error') return found
  return beginsLikePath(text.trim()) || /[/\\]/.test(text) ? found : undefined
}

/**
 * What is longer than any system opens as a path is read as what it comes to once `..` and encodings are undone, and
 * not at all if that is long too.
 */
function shortened(text: string): string {
  if (text.length <= LIMITS.pathCharsMax || isProse(text)) return text
  const decoded = percentForms(text)?.at(-1)
  if (decoded === undefined) return text
  const { volume, segments } = subjectOf(decoded.replaceAll('\\', '/'))
  const resolved = `${volume}${segments.join('/')}`
  return resolved.length <= LIMITS.pathCharsMax ? resolved : ''
}

/** The paths that a text could hold, resolved; none where it is in doubt, which is told of the text itself. */
export function textPaths(source: string): readonly SubjectPath[] {
  const read = pathCandidates(shortened(source))
  if (read?.ok !== true) return []
  return read.candidates.flatMap(({ text }) => {
    const { climbs, ...path } = subjectOf(text)
    return climbs ? [] : [path]
  })
}

function judgeCandidate({ text, certain }: PathCandidate, globs: PathGlobs): Judgement {
  const { climbs, ...path } = subjectOf(text)
  const found = judgeDressed(path, globs)
  const part = { part: text }
  if (found.truth === 'true')
    return certain
      ? { ...found, ...part }
      : { ...found, ...part, truth: 'error', problem: 'only some readers take this for a path' }
  if (climbs) return { truth: 'error', problem: 'it climbs above where it starts', ...part }
  if (found.truth === 'error') return { ...found, ...part }
  return hasWildcard(path.segments) ? { ...judgeWildcards(path, globs), ...part } : found
}

/** In doubt where a reader that expands wildcards could come to a name of the list. */
function judgeWildcards(path: SubjectPath, globs: PathGlobs): Judgement {
  let tries = 0
  for (const segments of wildcardPaths(path.segments, globs.names)) {
    tries += 1
    if (tries > LIMITS.wildcardNamesMax || judgeSubject({ ...path, segments }, globs).truth !== 'false')
      return { truth: 'error', problem: 'its wildcards could stand for a name of the list' }
  }
  return { truth: 'false' }
}

/** Without a problem, unlike `readSubjectPath`: each way to read the text is a candidate of its own. */
function subjectOf(text: string): SubjectPath & { readonly climbs: boolean } {
  const [, home, drive, rest = ''] =
    /^(~[\w.-]*(?=\/|$)|\.{1,2}(?=\/|$))?([A-Za-z]:(?=\/))?(.*)$/su.exec(text) ?? []
  const climbing = home?.startsWith('.') === true ? `${home}${rest}` : rest
  const volume = drive?.toUpperCase() ?? (climbing.startsWith('/') && home === undefined ? '/' : '')
  const style = home === undefined ? 'word' : 'relative'
  const segments: string[] = []
  let climbs = false
  for (const name of climbing.split('/')) {
    if (name === '..') climbs = (segments.pop() === undefined && volume === '') || climbs
    else if (name !== '' && name !== '.') segments.push(name)
  }
  return { style, volume, segments, climbs }
}
