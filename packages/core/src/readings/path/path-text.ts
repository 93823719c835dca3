import { readJson } from '../../json/read-json.ts'
import { LIMITS } from '../../limits.ts'
import type { Judgement } from '../judgement.ts'
import { pathCandidates } from './path-candidates.ts'
import type { PathCandidate } from './text/read-candidates.ts'
import { beginsLikePath, hasNamesOfFewWords, looksOtherwise } from './text/prose.ts'
import type { PathGlobs } from './path-globs.ts'
import { either } from './judge-subject.ts'
import { braceForms } from './expanded/brace-forms.ts'
import { isTakenOut, judgeDressed } from './dressed-path.ts'
import type { SubjectPath } from './subject-path.ts'
import { judgeExpanded, judgeWildcards } from './expanded/expanded-path.ts'
import { type WildcardWork, wildcardWork } from './expanded/wildcard-work.ts'

const FALSE: Judgement = { truth: 'false' }

/** What is known of the call in which a text stands. */
export interface TextAsked {
  /**
   * Whether it stands where a document does: there, prose that begins with a path is prose, and a path that climbs above
   * where it starts is one only of what it names.
   */
  readonly isDocument?: boolean
  /** What is left for names with wildcards. */
  readonly work?: WildcardWork
}

/**
 * Whether a text of a call, of which nobody says that it is a path, holds one that is in the list of globs. Undefined
 * when it is not of the shape of a path: prose, markup, code, an address on the web. A reader of any system is assumed,
 * so percent-encoding, either separator, options and lists are looked into; an error when only doubt matches.
 */
export function judgePathText(
  source: string,
  globs: PathGlobs,
  { isDocument = false, work = wildcardWork() }: TextAsked = {},
): Judgement | undefined {
  if (!globs.mayHold(source)) return shaped(source)
  const read = pathCandidates(source)
  if (read?.ok === false) return { truth: 'error', problem: read.problem }
  const candidates = read?.candidates ?? []
  let found = FALSE
  for (const candidate of candidates) {
    found = either(found, judgeCandidate(candidate, globs, { isDocument, work }))
    if (found.truth === 'true') return found
  }
  if (found.truth === 'error') return found
  const isPath = candidates.some(({ isProse }) => isProse !== true)
  const expanded = judgeBraces(isPath ? source : bracesAlone(source), globs, work)
  if (expanded.truth === 'error') return expanded
  return read === undefined ? undefined : shaped(source)
}

/** What is said of a text that holds no path of the list. */
function shaped(source: string): Judgement | undefined {
  const text = source.trim()
  return beginsLikePath(text) || (/[/\\]/.test(text) && !looksOtherwise(text))
    ? { truth: 'false' }
    : undefined
}

/** What a shell would make of braces: a doubt, also behind an option, since few readers are one. */
function judgeBraces(text: string, globs: PathGlobs, work: WildcardWork): Judgement {
  const braces = braceForms(text)
  if (!braces.ok) return { truth: 'error', problem: braces.problem }
  for (const form of braces.forms)
    for (const part of new Set([form, form.slice(form.lastIndexOf('=') + 1)])) {
      const { climbs: _, ...path } = subjectOf(part)
      const found = judgeExpanded(path, globs, work)
      if (found.truth !== 'false') return { ...found, part }
    }
  return FALSE
}

/** Of a text that is none by its look, what is nothing but braces and names: `{.env, x}`, and no JSON. */
function bracesAlone(source: string): string {
  const text = source.trim()
  if (text.length > LIMITS.patternCharsMax || !text.includes('{') || readJson(text).ok) return ''
  const tight = text.replace(/\s*([{},])\s*/g, '$1').replace(/["'`]/g, '')
  return /\s/.test(tight) ? '' : tight
}

/** The paths that a text could hold, resolved; none where it is in doubt, which is told of the text itself. */
export function textPaths(source: string): readonly SubjectPath[] {
  const read = pathCandidates(source)
  if (read?.ok !== true) return []
  return read.candidates.flatMap(({ text }) => {
    const { climbs, ...path } = subjectOf(text)
    return climbs ? [] : [path]
  })
}

function judgeCandidate(
  { text, certain, isProse }: PathCandidate,
  globs: PathGlobs,
  { isDocument, work }: Required<TextAsked>,
): Judgement {
  const { climbs, ...path } = subjectOf(text)
  const found = judgeDressed(path, globs)
  if (isProse === true && isDocument && !isName(path, found)) return FALSE
  const part = { part: text }
  if (found.truth === 'true')
    return certain
      ? { ...found, ...part }
      : { ...found, ...part, truth: 'error', problem: 'only some readers take this for a path' }
  if (isProse === true) return isLoneWord(path) ? FALSE : { ...found, ...part }
  if (climbs && !isDocument) return { truth: 'error', problem: 'it climbs above where it starts', ...part }
  if (found.truth === 'error') return { ...found, ...part }
  const wild = judgeWildcards(path, globs, work)
  return wild.truth === 'false' || isTakenOut(path, globs) ? found : { ...wild, ...part }
}

/** Whether words in a document are the name of a file: few, or as the list has them. */
function isName({ segments }: SubjectPath, { pattern = '' }: Judgement): boolean {
  return hasNamesOfFewWords(segments.join('/')) || pattern.includes(' ')
}

/** Words in other cases than a name of the list are no name by themselves. */
function isLoneWord({ segments: [first = '', ...others] }: SubjectPath): boolean {
  return others.length === 0 && !first.startsWith('.')
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
