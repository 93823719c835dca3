import { REVIEW_LIMITS } from '../review-limits.ts'
import type { DiffLine } from './facts.ts'

/** Lines around a change that are shown with it. */
const CONTEXT = 3

/** How many pairs of lines may still be compared; shared by all differences of one call. */
export interface DiffBudget {
  pairs: number
}

export function diffBudget(): DiffBudget {
  return { pairs: REVIEW_LIMITS.diffPairsMax }
}

/**
 * What changes between two texts, line by line. Where comparing would cost more than the budget, everything between
 * the common beginning and the common end is one change.
 */
export function diffLines(before: string, after: string, budget: DiffBudget): readonly DiffLine[] {
  const [old, next] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < old.length && head < next.length && old[head] === next[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < next.length - head && old.at(-1 - tail) === next.at(-1 - tail))
    tail += 1
  const [removed, added] = [old.slice(head, old.length - tail), next.slice(head, next.length - tail)]
  const pairs = removed.length * added.length
  const isCheap = pairs <= budget.pairs
  if (isCheap) budget.pairs -= pairs
  const changed = isCheap
    ? shortestScript(removed, added)
    : [...removed.map((text) => line('removed', text)), ...added.map((text) => line('added', text))]
  const [above, below] = [old.slice(0, head), tail === 0 ? [] : old.slice(-tail)]
  return [
    ...skipped(above.length - CONTEXT),
    ...above.slice(-CONTEXT).map((text) => line('same', text)),
    ...changed,
    ...below.slice(0, CONTEXT).map((text) => line('same', text)),
    ...skipped(below.length - CONTEXT),
  ]
}

function line(kind: DiffLine['kind'], text: string): DiffLine {
  return { kind, text }
}

function skipped(count: number): readonly DiffLine[] {
  return count > 0 ? [line('skipped', `${count} unchanged ${count === 1 ? 'line' : 'lines'}`)] : []
}

/** By the longest common subsequence. Lines are numbered first: comparing long ones again and again would be slow. */
function shortestScript(old: readonly string[], next: readonly string[]): readonly DiffLine[] {
  const numbers = new Map<string, number>()
  const numbered = (texts: readonly string[]): readonly number[] =>
    texts.map((text) => {
      const number = numbers.get(text) ?? numbers.size
      numbers.set(text, number)
      return number
    })
  const [from, to] = [numbered(old), numbered(next)]
  const width = to.length + 1
  const table = new Uint32Array((from.length + 1) * width)
  for (let i = from.length - 1; i >= 0; i -= 1)
    for (let j = to.length - 1; j >= 0; j -= 1)
      table[i * width + j] =
        from[i] === to[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < next.length) {
    const isSame = i < old.length && j < next.length && from[i] === to[j]
    const isAdded =
      i >= old.length ||
      (j < next.length && (table[i * width + j + 1] ?? 0) > (table[(i + 1) * width + j] ?? 0))
    if (isSame) lines.push(line('same', old[i] ?? ''))
    else if (isAdded) lines.push(line('added', next[j] ?? ''))
    else lines.push(line('removed', old[i] ?? ''))
    if (isSame || !isAdded) i += 1
    if (isSame || isAdded) j += 1
  }
  return lines
}
