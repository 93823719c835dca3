import { DEFAULT_DENY_RULE_ID, loadPolicy } from '@kvlar/core'
import { canonicalJson, sha256Hex, type JsonValue } from '@kvlar/core/json'
import { builtinPolicy, CURATED } from '@kvlar/policies'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { listTools } from './list-tools.ts'
import { pinnedTools, POLICIES } from './pinned-tools.ts'

describe.each(pinnedTools())('The tools of $server, pinned for the policy $policy', ({ policy, tools }) => {
  it('are each judged by a rule, not only by there being none', () => {
    const decide = judge(builtinPolicy(policy) ?? '')
    expect(tools.length).toBeGreaterThan(0)
    expect(tools.filter((tool) => decide(tool, {}).ruleId === DEFAULT_DENY_RULE_ID)).toEqual([])
  })
})

describe.each(CURATED)('The page of the policy $name', ({ name, policy, readme }) => {
  const page = readFileSync(join(POLICIES, '..', readme), 'utf8')

  it('names every rule', () => {
    const { rules } = loadPolicy({ file: `${name}.yaml`, text: policy })
    expect(rules.map(({ id }) => id).filter((id) => !page.includes(`\`${id}\``))).toEqual([])
  })

  it('says what the policy does not stop, and how to adapt it', () => {
    expect(page).toContain('## What it does not stop')
    expect(page).toContain('## Adapting it')
  })

  it('names the servers and digests of its pins', () => {
    for (const pin of pinnedTools().filter((each) => each.policy === name)) {
      expect(page).toContain(pin.server.replace(/^\w+:/, '').replace(/ .*/, ''))
      expect(page).toContain('tools.json')
    }
  })
})

describe('The official servers', () => {
  it.each([
    ['filesystem', import.meta.resolve('@modelcontextprotocol/server-filesystem/package.json')],
    ['memory', import.meta.resolve('@modelcontextprotocol/server-memory/package.json')],
  ])('%s lists exactly the pinned tools', async (policy, manifest) => {
    const pin = pinnedTools().find((each) => each.policy === policy)
    const folder = mkdtempSync(join(tmpdir(), 'kvlar-tools-'))
    try {
      const entry = entryOf(manifest, pin?.version)
      const tools = await listTools(entry, policy === 'filesystem' ? [folder] : [])
      const sorted = tools.toSorted((left, right) => (left.name < right.name ? -1 : 1))
      expect(sorted.map(({ name }) => name)).toEqual(pin?.tools)
      // What JSON.parse gives is a JSON value.
      expect(`sha256:${sha256Hex(canonicalJson(sorted as unknown as JsonValue))}`).toBe(pin?.digest)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** The program of an installed server, whose version must be the pinned one. */
function entryOf(url: string, version: string | undefined): string {
  const manifest = fileURLToPath(url)
  // The manifest of an installed package.
  const { bin, version: installed } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    bin: Record<string, string>
    version: string
  }
  expect(installed).toBe(version)
  return join(dirname(manifest), Object.values(bin)[0] ?? '')
}
