import { createEngine, loadPolicy, readPolicy } from '@kvlar/core'
import { readTestFile, runPolicyTests } from '@kvlar/core/policy-test'
import { builtinPolicy, CURATED } from '@kvlar/policies'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseUrl } from './judge.ts'
import { POLICIES } from './pinned-tools.ts'

describe.each(CURATED)('The curated policy $name', ({ name, policy, test }) => {
  const file = `policies/${name}/policy.yaml`

  it('loads without a finding', () => {
    const read = readPolicy({ file, text: policy })
    expect(read.ok ? read.policy.warnings : read.diagnostics).toEqual([])
  })

  it('is named as it is called, describes itself, and has a reason for everything it stops', () => {
    const loaded = loadPolicy({ file, text: policy })
    expect(loaded.name).toBe(name)
    expect(loaded.description).toBeTruthy()
    const stopping = loaded.rules.filter(({ effect }) => effect.type !== 'allow')
    expect(stopping.filter(({ effect }) => (effect.reason ?? '').length < 20)).toEqual([])
  })

  it('passes its own tests, and they reach every rule', () => {
    const loaded = loadPolicy({ file, text: policy })
    const read = readTestFile({ file: `policies/${name}/${name}.test.yaml`, text: test })
    if (!read.ok) throw new Error(JSON.stringify(read.diagnostics, null, 2))
    const run = runPolicyTests(read.tests, createEngine([loaded], { parseUrl }), loaded.rules)
    expect(run.results.filter(({ passed }) => !passed)).toEqual([])
    expect(run.coverage.filter(({ hits }) => hits === 0)).toEqual([])
    expect(read.tests.policy).toBe('policy.yaml')
  })
})

describe('The table of curated policies', () => {
  it('names every folder under policies/, and no other', () => {
    expect(CURATED.map(({ name }) => name).toSorted()).toEqual(readdirSync(POLICIES).toSorted())
  })

  it('answers the loader by name, so that a policy can extend a curated one', () => {
    const files = {
      read: () => undefined,
      resolve: (_from: string, ref: string) => ref,
      builtin: builtinPolicy,
    }
    const text = 'name: mine\nextends: [memory]\nrules: []\n'
    expect(loadPolicy({ file: 'mine.yaml', text }, files).rules.map(({ policy }) => policy)).toContain(
      'memory',
    )
    expect(builtinPolicy('toString')).toBeUndefined()
  })
})
