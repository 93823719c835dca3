import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SECRET_KINDS } from '@kvlar/core/readings'

const PAGE = readFileSync(new URL('../../../../docs/readings/secrets.md', import.meta.url), 'utf8')

test('the page about secrets lists every kind as the code has it, with all its names', () => {
  const rows = Array.from(
    PAGE.matchAll(/^\| `(\w+)` +\| (.*?) +\| (.*?) *\|$/gm),
    ([, kind, about, names]) => ({
      kind,
      about,
      names: [kind, ...Array.from((names ?? '').matchAll(/`(\w+)`/g), ([, name]) => name)],
    }),
  )
  expect(rows).toEqual(SECRET_KINDS.map(({ kind, about, names }) => ({ kind, about, names: [...names] })))
})
