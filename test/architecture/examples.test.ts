import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy } from '../../packages/core/src/index.ts'
import { readTestFile, runPolicyTests } from '../../packages/core/src/policy-test/index.ts'
import { root } from './source-tree.ts'

const blocksOf = (page: string, language = 'yaml'): string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+)\n(.*?)^```/gms)]
    .filter(([, name]) => name === language)
    .map(([, , block = '']) => block)

const engineOf = (text: string) =>
  createEngine([loadPolicy({ file: 'policy.yaml', text })], {
    parseUrl: (url) => URL.parse(url) ?? undefined,
  })

describe('the examples of the documents', () => {
  test.each(['README.md', 'docs/policy-language.md', 'docs/cookbook.md'])(
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
    expect(files).toHaveLength(3)
    for (const text of files) {
      const read = readTestFile({ file: 'policy.test.yaml', text })
      expect(read.ok ? [] : read.diagnostics).toEqual([])
      if (!read.ok) continue
      const { results, total } = runPolicyTests(read.tests, engine)
      expect(total).toBeGreaterThan(0)
      expect(results.flatMap(({ failures }) => failures)).toEqual([])
    }
  })

  const recipes = readFileSync(join(root, 'docs/cookbook.md'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0] ?? '', section] as const)

  test.each(recipes)('the recipe "%s" does what its tests say', (_, section) => {
    const [policy = '', tests = '', ...more] = [...section.matchAll(/^```yaml\n(.*?)^```/gms)].map(
      ([, block]) => block,
    )
    expect(more).toEqual([])
    const read = readTestFile({ file: 'policy.test.yaml', text: tests })
    expect(read.ok ? [] : read.diagnostics).toEqual([])
    if (!read.ok) return
    const { rules } = loadPolicy({ file: 'policy.yaml', text: policy })
    const { results, coverage } = runPolicyTests(read.tests, engineOf(policy), rules)
    expect(results.flatMap(({ failures }) => failures)).toEqual([])
    expect(coverage.filter(({ hits }) => hits === 0)).toEqual([])
  })

  test('there is a recipe for each of the questions that people ask', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(8)
  })
})

describe('the README', () => {
  test('asks and tests a policy that is there: the one that `init` has written', () => {
    const lines = blocksOf('README.md', 'sh').flatMap((block) => block.split('\n'))
    const asking = lines.filter((line) => /kvlar (?:evaluate|test|validate|inspect)\b/.test(line))
    expect(asking.length).toBeGreaterThan(2)
    for (const line of asking) expect(line).toContain(' ~/.kvlar')
  })
})
