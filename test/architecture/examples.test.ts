import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy, readTestFile, runPolicyTests } from '../../packages/core/src/index.ts'
import { root } from './source-tree.ts'

const blocksOf = (page: string): string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)].map(
    (match) => match[1] ?? '',
  )

const engineOf = (text: string) =>
  createEngine([loadPolicy({ file: 'policy.yaml', text })], {
    parseUrl: (url) => URL.parse(url) ?? undefined,
  })

describe('the examples of the documents', () => {
  test.each(['README.md', 'docs/policy-language.md'])(
    'every whole policy in %s loads without a warning',
    (page) => {
      const policies = blocksOf(page).filter((block) => block.startsWith('name:'))
      expect(policies).not.toEqual([])
      for (const text of policies) expect(loadPolicy({ file: 'policy.yaml', text }).warnings).toEqual([])
    },
  )

  test('every test file in docs/policy-language.md passes against the policy above it', () => {
    const blocks = blocksOf('docs/policy-language.md')
    const engine = engineOf(blocks.find((block) => block.startsWith('name:')) ?? '')
    const files = blocks.filter((block) => block.startsWith('policy:'))
    expect(files).toHaveLength(2)
    for (const text of files) {
      const read = readTestFile({ file: 'policy.test.yaml', text })
      expect(read.ok ? [] : read.diagnostics).toEqual([])
      if (!read.ok) continue
      const { results, total } = runPolicyTests(read.tests, engine)
      expect(total).toBeGreaterThan(0)
      expect(results.flatMap(({ failures }) => failures)).toEqual([])
    }
  })
})
