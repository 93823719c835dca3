import { LIMITS } from '../../limits.ts'
import type { Judgement } from '../judgement.ts'
import { judgeChained, type LoosenedPath } from './chained-paths.ts'
import { coversSegments } from './path-glob.ts'
import type { GlobSearch, PathGlobs } from './path-globs.ts'
import { judgeDressed } from './dressed-path.ts'
import { textPaths } from './path-text.ts'
import { loosenSegment, type SubjectPath } from './subject-path.ts'

const FALSE: Judgement = { truth: 'false' }

/** A plain name is no folder to look in; what has a separator, or is hidden, is. */
const FOLDER = /[/\\%]|^[\s"'`<]*\.|^[A-Za-z]:/

/** What parts the words of a command, a name in one of them being looked up in the folder that it runs in. */
const BETWEEN_WORDS = /[\s"'`;&|<>()]+/u

/** Names in prose are meant as such; a path of its own has a dot or a separator. */
const LIKE_A_FILE = /[/\\]|\.[A-Za-z0-9]/

/** The root of a system, in whatever signs. */
const NAMELESS = /^\W*(?:[A-Za-z]:\W*)?$/

/**
 * Whether one text of a call, looked up in the folder that another one names, is in the list of globs: `/etc` here and
 * `shadow` there; or several one behind the other. Only what could be the head of a glob is joined with what could be
 * its tail, so that a call with very many paths costs little. Never true, since nobody knows that the server joins them:
 * a doubt stops a call under a deny rule and lets none pass under an allow rule. An error too when there are too many to
 * join.
 */
export function judgeJoined(texts: Iterable<string>, globs: PathGlobs): Judgement {
  const given = [...new Set(texts)].filter((text) => NAMELESS.test(text) || globs.mayJoin(text))
  const likeFolders = pathsOf(given.filter((text) => FOLDER.test(text)))
  const hasRoot = likeFolders.some(({ path }) => path.volume !== '' && path.segments.length === 0)
  if (!hasRoot && !likeFolders.some((path) => couldBe(path, globs.heads))) return FALSE
  const others = pathsOf(given.filter((text) => !FOLDER.test(text)))
  // Below the root of a system a plain name is a folder as well.
  const folders = [...likeFolders, ...(hasRoot ? others : [])].filter((path) => couldBe(path, globs.heads))
  if (folders.length === 0) return FALSE
  const paths = [...likeFolders, ...others, ...pathsOf(given.flatMap(wordsIn))]
  const names = paths.filter((path) => couldBe(path, globs.tails))
  if (folders.length * names.length > LIMITS.pathJoinsMax)
    return { truth: 'error', problem: 'it has more folders and names than are joined' }
  for (const folder of folders)
    for (const name of names) {
      const found = judgePair(folder.path, name.path, globs)
      if (found.truth !== 'false') return found
    }
  return judgeChained(folders, paths, globs)
}

/** The words of a short text that is a command. */
function wordsIn(text: string): readonly string[] {
  if (text.length > LIMITS.joinedTextCharsMax || !/\s/.test(text)) return []
  return text.split(BETWEEN_WORDS).filter((word) => LIKE_A_FILE.test(word))
}

/** The paths of texts, each once. */
function pathsOf(texts: readonly string[]): readonly LoosenedPath[] {
  const found = new Map<string, LoosenedPath>()
  for (const text of texts)
    for (const path of textPaths(text)) {
      const key = `${path.volume}\0${path.segments.join('/')}`
      if (!found.has(key)) found.set(key, { path, loosened: path.segments.map(loosenSegment) })
    }
  return [...found.values()]
}

/** Whether a half of some glob could cover it. */
function couldBe({ path: { segments }, loosened }: LoosenedPath, halves: GlobSearch): boolean {
  for (const half of halves(segments, loosened))
    if (coversSegments(half, loosened, (name, segment) => name.folded.test(segment))) return true
  return false
}

/** A name that begins with a separator is looked up in the folder too: most servers join texts. */
function judgePair(folder: SubjectPath, name: SubjectPath, globs: PathGlobs): Judgement {
  const path = { ...folder, segments: [...folder.segments, ...name.segments] }
  const judged = judgeDressed(path, globs)
  if (judged.truth === 'false') return judged
  const part = `${path.volume}${path.volume.endsWith(':') ? '/' : ''}${path.segments.join('/')}`
  return {
    ...judged,
    part,
    truth: 'error',
    problem: 'a server may look the one up in the folder of the other',
  }
}
