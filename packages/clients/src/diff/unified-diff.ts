import { WRAP_LIMITS } from '../limits.ts'

export interface DiffNames {
  readonly before: string
  readonly after: string
  /** Unchanged lines around each change; 3 unless told. */
  readonly context?: number
}

/**
 * The difference of two texts as a unified diff (POSIX diff -u), empty when they are equal.
 *
 * Lines are compared by the algorithm of Myers; where more than a bounded number of lines differ, the whole
 * passage is shown as replaced. Line ends are shown without their carriage return.
 */
export function unifiedDiff(before: string, after: string, names: DiffNames): string {
  if (before === after) return ''
  const steps = compareLines(linesOf(before), linesOf(after))
  const hunks = groupHunks(steps, names.context ?? 3).map(formatHunk)
  return [`--- ${names.before}`, `+++ ${names.after}`, ...hunks.flat()].join('\n') + '\n'
}

type Mark = ' ' | '-' | '+'

interface Step {
  readonly mark: Mark
  readonly line: string
  /** 0-based line before which the step stands, in each text. */
  readonly left: number
  readonly right: number
}

const NO_NEWLINE = '\\ No newline at end of file'

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  return last === '' ? lines : [...lines, `${last}\n${NO_NEWLINE}`]
}

function compareLines(left: readonly string[], right: readonly string[]): readonly Step[] {
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1
  let tail = 0
  while (
    tail < left.length - start &&
    tail < right.length - start &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  ) {
    tail += 1
  }
  const middle = {
    left: left.slice(start, left.length - tail),
    right: right.slice(start, right.length - tail),
  }
  const marks: Mark[] = [
    ...Array<Mark>(start).fill(' '),
    ...(shortestEdit(middle.left, middle.right) ?? replaceAll(middle.left, middle.right)),
    ...Array<Mark>(tail).fill(' '),
  ]
  return toSteps(marks, left, right)
}

function replaceAll(left: readonly string[], right: readonly string[]): readonly Mark[] {
  return [...left.map(() => '-' as const), ...right.map(() => '+' as const)]
}

/** Myers, "An O(ND) Difference Algorithm and Its Variations" (1986); undefined beyond the bound of edits. */
function shortestEdit(left: readonly string[], right: readonly string[]): readonly Mark[] | undefined {
  const rounds: Map<number, number>[] = []
  let reach = new Map([[1, 0]])
  for (let edits = 0; edits <= Math.min(left.length + right.length, WRAP_LIMITS.diffEditsMax); edits += 1) {
    rounds.push(reach)
    const next = new Map<number, number>()
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isInsertion(reach, diagonal, edits) ? at(reach, diagonal + 1) : at(reach, diagonal - 1) + 1
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x += 1
      next.set(diagonal, x)
      if (x >= left.length && x - diagonal >= right.length)
        return backtrack(rounds, left.length, right.length)
    }
    reach = next
  }
  return undefined
}

function backtrack(
  rounds: readonly Map<number, number>[],
  leftLength: number,
  rightLength: number,
): readonly Mark[] {
  const marks: Mark[] = []
  let x = leftLength
  let y = rightLength
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const reach = rounds[edits] ?? new Map<number, number>()
    const insertion = isInsertion(reach, x - y, edits)
    const previous = x - y + (insertion ? 1 : -1)
    const fromX = edits === 0 ? 0 : at(reach, previous)
    const fromY = edits === 0 ? 0 : fromX - previous
    for (; x > fromX && y > fromY; x -= 1, y -= 1) marks.push(' ')
    if (edits > 0) marks.push(insertion ? '+' : '-')
    x = fromX
    y = fromY
  }
  return marks.reverse()
}

function isInsertion(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(reach, diagonal - 1) < at(reach, diagonal + 1))
}

function at(reach: ReadonlyMap<number, number>, diagonal: number): number {
  return reach.get(diagonal) ?? 0
}

function toSteps(marks: readonly Mark[], left: readonly string[], right: readonly string[]): readonly Step[] {
  let x = 0
  let y = 0
  return marks.map((mark) => {
    const step = { mark, line: (mark === '+' ? right[y] : left[x]) ?? '', left: x, right: y }
    if (mark !== '+') x += 1
    if (mark !== '-') y += 1
    return step
  })
}

/** Changes that are closer than twice the context stand in one hunk. */
function groupHunks(steps: readonly Step[], context: number): readonly (readonly Step[])[] {
  const ranges: { from: number; to: number }[] = []
  steps.forEach((step, index) => {
    if (step.mark === ' ') return
    const last = ranges.at(-1)
    const to = Math.min(steps.length, index + context + 1)
    if (last !== undefined && index - context <= last.to) last.to = to
    else ranges.push({ from: Math.max(0, index - context), to })
  })
  return ranges.map(({ from, to }) => steps.slice(from, to))
}

function formatHunk(hunk: readonly Step[]): readonly string[] {
  const removed = hunk.filter(({ mark }) => mark !== '+').length
  const added = hunk.filter(({ mark }) => mark !== '-').length
  const header = `@@ -${range(hunk[0]?.left ?? 0, removed)} +${range(hunk[0]?.right ?? 0, added)} @@`
  return [header, ...hunk.map(({ mark, line }) => `${mark}${line.replaceAll('\r', '')}`)]
}

/** An empty range names the line before it (POSIX diff -u). */
function range(from: number, length: number): string {
  const start = length === 0 ? from : from + 1
  return length === 1 ? `${start}` : `${start},${length}`
}
