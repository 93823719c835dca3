import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintPolicies, loadPolicy, type PolicyFiles } from '../../packages/core/src/index.ts'
import { root } from './source-tree.ts'

/** Whole policies of a page: blocks of YAML that have a name and rules. */
function policiesIn(page: string): readonly string[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)]
  return blocks.map(([, text = '']) => text).filter((text) => /^name: /m.test(text) && /^rules:$/m.test(text))
}

const pages = ['README.md', 'docs/cookbook.md', 'docs/policy-language.md']
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[^/]+\/policy\.yaml$/.test(file))
  .map((file) => [`examples/${file}`, readFileSync(join(root, 'examples', file), 'utf8')] as const)
const printed = pages.flatMap((page) => policiesIn(page).map((text) => [page, text] as const))

const files: PolicyFiles = { read: () => undefined, resolve: (_, ref) => ref, builtin: () => undefined }

test.each([...printed, ...examples])('the policy of %s is warned of nothing', (file, text) => {
  const policy = loadPolicy({ file: 'policy.yaml', text }, files)
  const parseUrl = (url: string) => URL.parse(url) ?? undefined
  const found = [...policy.warnings, ...lintPolicies([policy], { parseUrl, textOf: () => text })]
  expect(found, file).toEqual([])
})

test('there are policies to check', () => {
  expect(printed.length).toBeGreaterThan(1)
  expect(examples.length).toBeGreaterThan(1)
})
