import type { Judgement } from '../judgement.ts'
import { braceForms } from './expanded/brace-forms.ts'
import { judgeExpanded, judgeWildcards } from './expanded/expanded-path.ts'
import { judgeSubject } from './judge-subject.ts'
import type { PathGlobs } from './path-globs.ts'
import { readSubjectPath } from './subject-path.ts'

const FALSE: Judgement = { truth: 'false' }

/**
 * Whether a path is in the list of globs, by its text alone: symbolic links are not followed. An error when systems
 * could disagree on the path, when only case, a normal form or a name that Windows rewrites keeps it out, or when a
 * shell could expand it to one.
 */
export function judgePathMatches(text: string, globs: PathGlobs): Judgement {
  const read = readSubjectPath(text)
  if (!read.ok) return { truth: 'error', problem: read.problem }
  const [first = FALSE, ...others] = read.paths.map((path) => judgeSubject(path, globs))
  if (others.some(({ truth }) => truth !== first.truth))
    return { truth: 'error', problem: 'it is another path where a backslash is a separator' }
  if (first.truth !== 'false') return first
  const wild = read.paths.map((path) => judgeWildcards(path, globs)).find(({ truth }) => truth !== 'false')
  return wild ?? judgeBraces(text, globs)
}

function judgeBraces(text: string, globs: PathGlobs): Judgement {
  const braces = braceForms(text)
  if (!braces.ok) return { truth: 'error', problem: braces.problem }
  for (const form of braces.forms) {
    const read = readSubjectPath(form)
    if (!read.ok) return { truth: 'error', problem: read.problem }
    const found = read.paths.map((path) => judgeExpanded(path, globs)).find(({ truth }) => truth !== 'false')
    if (found !== undefined) return found
  }
  return FALSE
}
