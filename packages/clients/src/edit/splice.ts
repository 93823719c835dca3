import type { Span } from '../formats/syntax-node.ts'

/** Text that takes the place of a stretch of the original. */
export interface Splice extends Span {
  readonly text: string
}

/** Applies splices that do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = splices.toSorted((left, right) => left.start - right.start || left.end - right.end)
  let result = ''
  let at = 0
  for (const splice of ordered) {
    result += text.slice(at, splice.start) + splice.text
    at = splice.end
  }
  return result + text.slice(at)
}
