import { lintPolicies, loadPolicy } from '@kvlar/core'
import { expect, test } from 'vitest'
import { BUILTIN_NAMES, builtinPolicy } from '@kvlar/policies'

/** What these policies may be warned of until they are written with a closed world. */
const UNDER_WAY: ReadonlySet<string> = new Set(['github', 'slack'])
const KNOWN: ReadonlySet<string> = new Set(['POLICY_OPEN_ARGUMENTS', 'POLICY_NARROW_DENY'])

test.each(BUILTIN_NAMES)('the curated policy %s is warned of nothing', (name) => {
  const text = builtinPolicy(name) ?? ''
  const policy = loadPolicy({ file: `${name}.yaml`, text })
  const found = lintPolicies([policy], {
    parseUrl: (url) => URL.parse(url) ?? undefined,
    textOf: () => text,
  })
  expect(found.filter(({ code }) => !UNDER_WAY.has(name) || !KNOWN.has(code))).toEqual([])
})
