import { globSync } from 'node:fs'
import { dirname, basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy } from '../../packages/core/src/index.ts'
import { builtinPolicy } from '../../packages/policies/src/index.ts'
import { root } from '../architecture/source-tree.ts'
import { blocksOf } from './blocks.ts'

/** What the page of a curated policy adds to it, by the name of the policy. */
const additions = globSync('packages/policies/policies/*/README.md', { cwd: root })
  .toSorted()
  .flatMap((page) => blocksOf(page, 'yaml').map(({ text }) => ({ name: basename(dirname(page)), text })))

const FILES = {
  read: () => undefined,
  resolve: (_from: string, ref: string) => ref,
  builtin: builtinPolicy,
}

/** A block as the policy that a reader makes of it. */
function wholePolicy(name: string, text: string): string {
  if (text.startsWith('name:')) return text
  const rules = text.startsWith('conditions:')
    ? `- id: added\n  match_on:\n${indented(indented(text))}  effect: { type: deny, reason: added }\n`
    : text
  return `name: mine\nextends: [${name}]\nrules:\n${indented(rules)}`
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ')

describe('the pages of the curated policies', () => {
  test.each(additions)('what that of $name adds is a policy that loads', ({ name, text }) => {
    const policy = loadPolicy({ file: 'mine.yaml', text: wholePolicy(name, text) }, FILES)
    // That it stands in front of what it adds to is what an addition is.
    const others = policy.warnings.filter(({ code }) => code !== 'POLICY_DENY_BEHIND_ALLOW')
    expect(others).toEqual([])
    expect(policy.rules.length).toBeGreaterThan(1)
    createEngine([policy], { parseUrl: (url) => URL.parse(url) ?? undefined })
  })

  test('add something on most pages', () => {
    expect(additions.length).toBeGreaterThan(15)
  })
})
