import { expect, it } from 'vitest'
import { whereDecided } from '../src/approvals/where-decided.ts'

it.each<[string, readonly string[], RegExp]>([
  [
    'without flags',
    [],
    /`kvlar review`, or at http:\/\/127\.0\.0\.1:8765\/ while `kvlar approvals serve` runs/,
  ],
  ['with a page', ['--approvals', '127.0.0.1:9000'], /or at http:\/\/127\.0\.0\.1:9000\/, which/],
  ['with a page on IPv6', ['--approvals', '[::1]:9000'], /http:\/\/\[::1\]:9000\//],
  ['with a page on any free port', ['--approvals', '127.0.0.1:0'], /or on the page whose address [^:]*$/],
  ['with a queue', ['--approvals-db', '/srv/my queue.db'], /`kvlar review --db '\/srv\/my queue\.db'`/],
  ['with nobody', ['--no-approvals'], /denied/],
  ['with flags that the proxy refuses', ['--nonsense'], /`kvlar review`/],
])('where held calls are decided is said %s', (_what, flags, line) => {
  expect(whereDecided([flags])).toEqual([expect.stringMatching(line)])
})

it('and a queue that is a URL is not shown, because it may hold a password', () => {
  const [line] = whereDecided([['--approvals-db', 'redis://:s3cr3t@db/0']])
  expect(line).toContain('kvlar review --db URL')
  expect(line).not.toContain('s3cr3t')
})

it('and each place is said once', () => {
  expect(whereDecided([[], [], ['--approvals', '127.0.0.1:9000']])).toHaveLength(2)
  expect(whereDecided([])).toEqual([])
})
