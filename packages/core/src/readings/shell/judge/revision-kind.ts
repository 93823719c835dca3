import type { OperandKind } from './operand-kind.ts'

/** What git hangs on the name of a revision: `~2`, `^`, `@{1}`. */
const STEPS = /(?:[~^][0-9]{0,9}|@\{[0-9]{1,9}\})+$/
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
      const colon = text.indexOf(':')
      // `:path` and `:/text` are other things to git.
      if (colon === 0) return { problem: 'a revision in a form that is not read' }
      const names =
        colon < 0
          ? rangeEnds(text).map(withoutSteps)
          : [withoutSteps(text.slice(0, colon)), text.slice(colon + 1)]
      return names.map((name) => path.miss(name)).find((miss) => miss !== undefined)
    },
  }
}

function withoutSteps(name: string): string {
  return name.replace(STEPS, '')
}

/** The two ends of `a..b`, where one may be left out; dots beside a slash belong to a path. */
function rangeEnds(text: string): readonly string[] {
  const [dots, ...others] = text.matchAll(/\.{2,}/g)
  if (dots === undefined || others.length > 0 || dots[0].length > 3) return [text]
  const [left, right] = [text.slice(0, dots.index), text.slice(dots.index + dots[0].length)]
  const isPath = left.endsWith('/') || right.startsWith('/') || left + right === ''
  return isPath ? [text] : [left, right].filter((end) => end !== '')
}
