import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../../architecture/source-tree.ts'
import { blocksOf, promisedOutput } from '../../readmes/blocks.ts'
import { startProgram, typeProblems } from '../../readmes/check-program.ts'
import { writeProgram } from '../../readmes/program.ts'

const PAGE = 'docs/adapters.md'

/** A Kvlar that lets orders be read, and a model on loopback that reads one and then says that it is done. */
const GIVEN = `
import { loadPolicy } from '@kvlar/core'
import { createKvlar } from '@kvlar/sdk'
import { ScriptedModel, type Script } from '../../../clients/scripted-model.mjs'
const rules = [{ id: 'reads', match_on: { resources: ['read_order'] }, effect: { type: 'allow' } }]
const kvlar = createKvlar({ policies: [loadPolicy({ name: 'orders', rules })] })
async function* reading(tool = 'read_order'): Script { yield { tool, arguments: { id: 'A1' } } }
`

/** How each framework is told of that model. */
const MODELS: Readonly<Record<string, string>> = {
  'claude-agent': `
const { url } = await ScriptedModel.start('anthropic', reading('mcp__orders__read_order'), { ofServers: false })
const env = { ...process.env, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'none', IS_SANDBOX: '1', ENABLE_TOOL_SEARCH: 'false' }
`,
  copilot: `
const { url } = await ScriptedModel.start('chat', reading(), { ofServers: false })
const model = 'scripted'
const provider = { type: 'openai', baseUrl: url + '/v1', apiKey: 'none' } as const
`,
  mastra: `
const { url } = await ScriptedModel.start('chat', reading('readOrder'), { ofServers: false })
const model = { id: 'custom/scripted' as const, url: url + '/v1', apiKey: 'none' }
`,
  strands: `
import { AnthropicModel } from '@strands-agents/sdk/models/anthropic'
const { url: baseURL } = await ScriptedModel.start('anthropic', reading(), { ofServers: false })
const model = new AnthropicModel({ modelId: 'scripted', maxTokens: 100, apiKey: 'none', clientConfig: { baseURL } })
`,
}

const programs = blocksOf(PAGE, 'ts', { areWhole: true }).map((block) => {
  const [, name = ''] = /'@kvlar\/sdk\/([\w-]+)'/.exec(block.text) ?? []
  const given = { before: `${GIVEN}${MODELS[name] ?? ''}`, after: 'process.exit(0)' }
  return { name, block, file: writeProgram(PAGE, [block], name, { folder: 'test/adapters/whole', given }) }
})

afterAll(() => {
  for (const { file } of programs) rmSync(join(root, file), { force: true })
})

describe('the programs of docs/adapters.md that need what is too heavy for `npm test`', () => {
  test('are one for each framework', () => {
    expect(programs.map(({ name }) => name).toSorted()).toEqual(Object.keys(MODELS).toSorted())
  })

  test('type-check under strict', () => {
    expect(
      typeProblems(
        programs.map(({ file }) => file),
        'adapters',
      ),
    ).toBe('')
  })

  test.each(programs)('$name: runs, and prints what its comments say', async ({ file, block }) => {
    const ran = await startProgram(file).start()
    expect(ran).toEqual({ status: 0, stdout: promisedOutput([block]), stderr: '' })
  })
})
