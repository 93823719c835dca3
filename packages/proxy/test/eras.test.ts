import { join } from 'node:path'
import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PERMISSIVE } from './support/policies.ts'
import { COMPILE_CACHE, PROXY_MAIN } from './support/proxied.ts'

const SERVER = join(import.meta.dirname, 'fixtures/dual-era-server.mjs')

/** Tools and resources may be used, one tool may not, and the user is never asked anything. */
const CAREFUL = `
name: careful
rules:
  - id: no-deleting
    match_on: { resources: [delete_file] }
    effect: { type: deny, reason: Deleting is not for agents }
  - id: the-rest
    effect: { type: allow }
`

type Negotiation = NonNullable<ClientOptions['versionNegotiation']>

const ERAS: readonly (readonly [name: string, negotiation: Negotiation, version: string])[] = [
  ['legacy', { mode: 'legacy' }, '2025-11-25'],
  ['auto', { mode: 'auto' }, '2026-07-28'],
  ['pinned', { mode: { pin: '2026-07-28' } }, '2026-07-28'],
]

async function connect(versionNegotiation: Negotiation, policy: string | undefined): Promise<Client> {
  const client = new Client(
    { name: 'eras', version: '1.0.0' },
    { capabilities: { elicitation: {} }, versionNegotiation },
  )
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }))
  const proxy = policy === undefined ? [] : [PROXY_MAIN, JSON.stringify({ policy }), process.execPath]
  const args = [...proxy, SERVER]
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args, env: COMPILE_CACHE, stderr: 'ignore' }),
  )
  onTestFinished(() => client.close())
  return client
}

async function survey(client: Client): Promise<unknown> {
  return {
    version: client.getNegotiatedProtocolVersion(),
    capabilities: client.getServerCapabilities(),
    tools: await client.listTools(),
    resources: await client.listResources(),
    prompts: await client.listPrompts(),
    greeting: await client.callTool({ name: 'greet', arguments: { name: 'Ada' } }),
    asked: await client.callTool({ name: 'ask_user', arguments: {} }),
    notes: await client.readResource({ uri: 'notes://all' }),
    prompt: await client.getPrompt({ name: 'start' }),
    none: await client.callTool({ name: 'none', arguments: {} }).catch((error: unknown) => String(error)),
  }
}

describe.each(ERAS)('a client of the newest SDK (%s)', (_, negotiation, version) => {
  test('is served through a permissive policy exactly as without Kvlar', async () => {
    const direct = await survey(await connect(negotiation, undefined))
    const proxied = await survey(await connect(negotiation, PERMISSIVE))
    expect(direct).toMatchObject({ version, asked: { content: [{ text: 'the user is {"name":"Ada"}' }] } })
    expect(proxied).toEqual(direct)
  })

  test('does not see the tool that is always denied, cannot call it, and is not asked what may not be asked', async () => {
    const client = await connect(negotiation, CAREFUL)
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['greet', 'weigh', 'ask_user'])
    const denied = await client.callTool({ name: 'delete_file', arguments: {} })
    expect(denied.isError).toBe(true)
    expect(JSON.stringify(denied.content)).toContain('Policy rule: no-deleting')
    const asked = await client.callTool({ name: 'ask_user', arguments: {} }).catch((error: unknown) => ({
      isError: true,
      content: String(error),
    }))
    expect(asked.isError).toBe(true)
    expect(JSON.stringify(asked.content)).toMatch(/KVLAR/)
    expect((await client.callTool({ name: 'greet', arguments: { name: 'Bo' } })).content).toEqual([
      { type: 'text', text: 'hello Bo' },
    ])
  })
})
