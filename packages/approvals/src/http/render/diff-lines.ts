import { HTTP_LIMITS } from '../http-limits.ts'
import type { DiffLine } from './facts.ts'

/** Lines around a change that are shown with it. */
const CONTEXT = 3

/** What changes between two texts, line by line; undefined when either has too many lines. */
export function diffLines(before: string, after: string): readonly DiffLine[] | undefined {
  const [old, next] = [before.split('\n'), after.split('\n')]
  if (old.length > HTTP_LIMITS.diffLinesMax || next.length > HTTP_LIMITS.diffLinesMax) return undefined
  let head = 0
  while (head < old.length && head < next.length && old[head] === next[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < next.length - head && old.at(-1 - tail) === next.at(-1 - tail))
    tail += 1
  const changed = lcs(old.slice(head, old.length - tail), next.slice(head, next.length - tail))
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  const [above, below] = [old.slice(0, head), tail === 0 ? [] : old.slice(-tail)]
  return [
    ...skipped(above.length - CONTEXT),
    ...above.slice(-CONTEXT).map(same),
    ...changed,
    ...below.slice(0, CONTEXT).map(same),
    ...skipped(below.length - CONTEXT),
  ]
}

function skipped(count: number): readonly DiffLine[] {
  return count > 0 ? [{ kind: 'skipped', text: `${count} unchanged lines` }] : []
}

/** The longest common subsequence, as a script of lines; quadratic, within the bound of lines. */
function lcs(old: readonly string[], next: readonly string[]): readonly DiffLine[] {
  const width = next.length + 1
  const table = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = next.length - 1; j >= 0; j -= 1)
      table[i * width + j] =
        old[i] === next[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < next.length) {
    const [from, to] = [old[i], next[j]]
    if (from !== undefined && from === to) {
      lines.push({ kind: 'same', text: from })
      i += 1
      j += 1
    } else if (
      to !== undefined &&
      (from === undefined || (table[i * width + j + 1] ?? 0) > (table[(i + 1) * width + j] ?? 0))
    ) {
      lines.push({ kind: 'added', text: to })
      j += 1
    } else {
      lines.push({ kind: 'removed', text: from ?? '' })
      i += 1
    }
  }
  return lines
}
