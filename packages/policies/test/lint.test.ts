import { lintPolicies, loadPolicy } from '@kvlar/core'
import { expect, test } from 'vitest'
import { BUILTIN_NAMES, builtinPolicy } from '@kvlar/policies'

/** What curated policies may be warned of until they are written with the operators that read paths and statements. */
const KNOWN: ReadonlySet<string> = new Set(['POLICY_OPEN_ARGUMENTS', 'POLICY_NARROW_DENY'])

test.each(BUILTIN_NAMES)(
  'the curated policy %s is warned of nothing but open arguments and raw paths',
  (name) => {
    const text = builtinPolicy(name) ?? ''
    const policy = loadPolicy({ file: `${name}.yaml`, text })
    const found = lintPolicies([policy], {
      parseUrl: (url) => URL.parse(url) ?? undefined,
      textOf: () => text,
    })
    expect(found.filter(({ code }) => !KNOWN.has(code))).toEqual([])
  },
)
