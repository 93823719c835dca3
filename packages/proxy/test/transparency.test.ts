import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PERMISSIVE } from './support/policies.ts'
import { COMPILE_CACHE, PROXY_MAIN } from './support/proxied.ts'
import { call, ERRORS, LISTINGS, survey, type Question } from './support/survey.ts'

const SETTINGS = JSON.stringify({ policy: PERMISSIVE })

/** The command of an official server, by the name of its package. */
function official(name: string, ...args: string[]): string[] {
  const folder = dirname(fileURLToPath(import.meta.resolve(`@modelcontextprotocol/${name}/package.json`)))
  return [join(folder, 'dist/index.js'), ...args]
}

/** A client of the official SDK that can do all that the older era asks of clients. */
async function connect(args: string[], env: Record<string, string> = {}): Promise<Client> {
  const capabilities = { sampling: {}, elicitation: { form: {}, url: {} }, roots: { listChanged: true } }
  const client = new Client({ name: 'survey', version: '1.0.0' }, { capabilities })
  client.setRequestHandler(CreateMessageRequestSchema, (request) => ({
    model: 'none',
    role: 'assistant',
    content: { type: 'text', text: JSON.stringify(request.params) },
  }))
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ada' } }))
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///tmp', name: 'tmp' }] }))
  const command = {
    command: process.execPath,
    args,
    env: { PATH: process.env['PATH'] ?? '', ...COMPILE_CACHE, ...env },
  }
  await client.connect(new StdioClientTransport({ ...command, stderr: 'ignore' }))
  onTestFinished(() => client.close())
  return client
}

/** Puts the same questions to a server and to the same server behind Kvlar. */
async function compare(
  server: string[],
  questions: readonly Question[],
  reset: () => Record<string, string>,
) {
  const direct = await survey(await connect(server, reset()), questions)
  const proxied = await survey(
    await connect([PROXY_MAIN, SETTINGS, process.execPath, ...server], reset()),
    questions,
  )
  return { direct, proxied }
}

describe('under a policy that allows everything, a server answers exactly as it does without Kvlar', () => {
  test('server-everything: tools, resources, prompts, completion, progress, sampling, elicitation, roots, errors', async () => {
    const progress: Question = [
      'progress',
      async (client) => {
        const seen: unknown[] = []
        const params = { name: 'trigger-long-running-operation', arguments: { duration: 0.2, steps: 2 } }
        const result = await client.callTool(params, undefined, { onprogress: (one) => seen.push(one) })
        // How many of them arrive in time is not certain even without a proxy.
        return { result, first: seen[0] }
      },
    ]
    const subscribed: Question = [
      'subscribe',
      async (client) => {
        const uri = 'demo://resource/dynamic/text/1'
        const updated = new Promise((resolve) =>
          client.setNotificationHandler(ResourceUpdatedNotificationSchema, resolve),
        )
        const result = await client.subscribeResource({ uri })
        await client.callTool({ name: 'toggle-subscriber-updates', arguments: {} })
        const first = await updated
        return { result, first, end: await client.unsubscribeResource({ uri }) }
      },
    ]
    const reference = { type: 'ref/prompt' as const, name: 'completable-prompt' }
    const argument = { name: 'department', value: 'E' }
    const { direct, proxied } = await compare(
      official('server-everything', 'stdio'),
      [
        ...LISTINGS,
        call('echo', { message: 'hello' }),
        call('echo', { message: 'x'.repeat(9_000_000) }),
        call('echo', { message: 'ſ K \u2028 \u0000 𝒳 é' }),
        call('get-sum', { a: 0.1, b: -3 }),
        call('get-sum', { a: 'one', b: 2 }),
        call('get-tiny-image'),
        call('get-annotated-message', { messageType: 'error', includeImage: true }),
        call('get-structured-content', { location: 'New York' }),
        call('get-resource-links', { count: 3 }),
        call('get-resource-reference', { resourceType: 'Text', resourceId: 1 }),
        call('trigger-sampling-request', { prompt: 'think', maxTokens: 5 }),
        call('trigger-elicitation-request'),
        call('get-roots-list'),
        progress,
        subscribed,
        ['resource', (client) => client.readResource({ uri: 'demo://resource/static/document/features.md' })],
        ['prompt', (client) => client.getPrompt({ name: 'args-prompt', arguments: { city: 'Oslo' } })],
        ['completion', (client) => client.complete({ ref: reference, argument })],
        ['ping', (client) => client.ping()],
        ...ERRORS,
      ],
      () => ({}),
    )
    expect(Object.keys(direct).length).toBeGreaterThan(25)
    // The dynamic resource carries the time at which it was made.
    const timeless = (answer: unknown): string => JSON.stringify(answer).replaceAll(TIMES, '<time>')
    for (const [label, answer] of Object.entries(proxied)) {
      // As texts, which are compared whole: nine megabytes of differences are no help to anyone.
      expect(timeless(answer) === timeless(direct[label]), label).toBe(true)
    }
    expect(JSON.stringify(proxied)).not.toContain('KVLAR')
  })

  test('server-filesystem: reading, writing, moving, searching, and what it refuses', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvlar-transparency-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const root = join(folder, 'root')
    const reset = (): Record<string, string> => {
      rmSync(root, { recursive: true, force: true })
      mkdirSync(join(root, 'sub'), { recursive: true })
      writeFileSync(join(root, 'a.txt'), 'one\ntwo\n')
      return {}
    }
    reset()
    const path = join(root, 'a.txt')
    // The server asks for the folders of its client when it has been greeted, and answers other questions meanwhile.
    const settled: Question = [
      'the folders of the client',
      async (client) => {
        for (;;) {
          const { content } = await client.callTool({ name: 'list_allowed_directories', arguments: {} })
          if (JSON.stringify(content).includes('\\n/tmp"')) return content
        }
      },
    ]
    const { direct, proxied } = await compare(
      official('server-filesystem', root),
      [
        settled,
        ...LISTINGS,
        call('list_allowed_directories'),
        call('read_text_file', { path }),
        call('read_text_file', { path: '/etc/shadow' }),
        call('read_text_file', { path: 5 }),
        call('write_file', { path: join(root, 'b.txt'), content: 'ö' }),
        call('edit_file', { path, edits: [{ oldText: 'two', newText: 'drei' }] }),
        call('move_file', { source: path, destination: join(root, 'sub/c.txt') }),
        call('directory_tree', { path: root }),
        call('search_files', { path: root, pattern: '**/*.txt' }),
        call('read_multiple_files', { paths: [join(root, 'sub/c.txt'), join(root, 'none')] }),
        ...ERRORS,
      ],
      reset,
    )
    expect(proxied).toEqual(direct)
  })

  test('server-memory: a graph made, changed and read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvlar-transparency-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    let runs = 0
    const { direct, proxied } = await compare(
      official('server-memory'),
      [
        ...LISTINGS,
        call('create_entities', {
          entities: [
            { name: 'Ada', entityType: 'person', observations: ['counts'] },
            { name: 'Engine', entityType: 'machine', observations: [] },
          ],
        }),
        call('create_relations', { relations: [{ from: 'Ada', to: 'Engine', relationType: 'programs' }] }),
        call('add_observations', { observations: [{ entityName: 'Ada', contents: ['writes'] }] }),
        call('add_observations', { observations: [{ entityName: 'Nobody', contents: ['x'] }] }),
        call('search_nodes', { query: 'machine' }),
        call('delete_entities', { entityNames: ['Engine'] }),
        call('read_graph'),
        ...ERRORS,
      ],
      () => ({ MEMORY_FILE_PATH: join(folder, `${runs++}.jsonl`) }),
    )
    expect(proxied).toEqual(direct)
  })
})

/** Times of the day as `toLocaleTimeString` writes them. */
const TIMES = /\d{1,2}:\d{2}:\d{2}(?: [AP]M)?/g
