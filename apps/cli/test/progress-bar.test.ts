import { expect, test } from 'vitest'
import { progressBar } from '../src/audit/progress-bar.ts'
import type { Page } from '../src/terminal/terminal.ts'

function drawn(isTerminal: boolean, reports: readonly (readonly [atMs: number, done: number])[]): string[] {
  const written: string[] = []
  const page: Page = {
    width: 80,
    isTerminal,
    colours: false,
    line: () => {},
    write: (text) => written.push(text),
    isGone: () => false,
    drained: () => Promise.resolve(),
    tone: (_, text) => text,
  }
  let nowMs = 0
  const bar = progressBar(page, () => nowMs)
  for (const [atMs, done] of reports) {
    nowMs = atMs
    bar.report(done, 100)
  }
  bar.end()
  return written
}

test('a bar is drawn on a terminal once the work takes over a second, and is gone at its end', () => {
  const [first, second, ...rest] = drawn(true, [
    [500, 10],
    [1500, 50],
    [1550, 60],
    [1700, 75],
  ])
  expect(first).toBe('\r[############............]  50 %')
  expect(second).toBe('\r[##################......]  75 %')
  expect(rest).toEqual([`\r${' '.repeat(32)}\r`])
})

test('a short piece of work shows no bar, and neither does a stream that nobody watches', () => {
  expect(drawn(true, [[900, 50]])).toEqual([])
  expect(drawn(false, [[5000, 50]])).toEqual([])
})
