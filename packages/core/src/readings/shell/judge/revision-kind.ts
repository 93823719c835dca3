import { type GitName, gitNames, rangeEnds } from '../../path/text/git-revision.ts'
import type { OperandKind } from './operand-kind.ts'

/** What git hangs on the name of a revision: `~2`, `^`, `@{1}`. */
const STEPS = /(?:[~^][0-9]{0,9}|@\{[0-9]{1,9}\})+$/
/** A stash, from which git goes on to the files that it did not track: `stash^3`, and all of its history with `-p`. */
const STASH = /^(?:refs\/)?stash(?![A-Za-z0-9_./-])/i
/** Longer words are read as paths only. */
const REVISION_CHARS_MAX = 512

/**
 * A revision of git, or a path: `HEAD~2`, `main...topic`, `HEAD:src/a.ts`. A name is judged as a path in any case,
 * because git takes a word that names no revision for a file.
 */
export function revisionKind(path: OperandKind): OperandKind {
  return {
    kind: 'revision',
    miss: (text) => {
      if (text.length > REVISION_CHARS_MAX) return path.miss(text)
      // `:path` and `:/text` are other things to git.
      if (text.startsWith(':')) return { problem: 'a revision in a form that is not read' }
      const named = text.includes(':') ? gitNames(text) : rangeEnds(text).map((revision) => ({ revision }))
      if (named.some(({ revision }) => STASH.test(revision)))
        return { problem: 'a stash holds files that git does not track' }
      const names = named.flatMap(({ revision, path: behind }: GitName) =>
        behind === undefined ? [withoutSteps(revision)] : [withoutSteps(revision), behind],
      )
      return names.map((name) => path.miss(name)).find((miss) => miss !== undefined)
    },
  }
}

function withoutSteps(name: string): string {
  return name.replace(STEPS, '')
}
