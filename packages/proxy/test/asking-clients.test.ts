import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ElicitRequestSchema, type ElicitResult } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ProxySettings } from './fixtures/proxy-main.ts'
import { COMPILE_CACHE, PROXY_MAIN } from './support/proxied.ts'

const SERVER = join(import.meta.dirname, 'fixtures/dual-era-server.mjs')

const POLICY = `
name: ask
rules:
  - id: ask-before-weighing
    match_on: { resources: [weigh] }
    effect: { type: require_approval, reason: The scales are dear }
  - id: the-rest
    effect: { type: allow }
`

/** How a client meets the proxy. */
interface Situation {
  readonly kind: NonNullable<ProxySettings['ask']>['kind']
  /** What the user does with a question; without one the client declares no elicitation. */
  readonly user?: (signal: AbortSignal) => ElicitResult | Promise<ElicitResult>
  /** Whether the client lists the tools first, as most do; then it knows their output schemas. */
  readonly lists?: boolean
  readonly eventsFile?: string
}

interface Caller {
  readonly weigh: (options?: { readonly signal: AbortSignal }) => Promise<Record<string, unknown>>
  /** The questions that reached the user. */
  readonly questions: readonly unknown[]
}

function transport({ kind, eventsFile }: Situation) {
  const settings: ProxySettings = {
    policy: POLICY,
    ask: { kind, afterMs: 10 },
    ...(eventsFile !== undefined && { eventsFile }),
  }
  const args = [PROXY_MAIN, JSON.stringify(settings), process.execPath, SERVER]
  return { command: process.execPath, args, env: COMPILE_CACHE, stderr: 'ignore' } as const
}

const CALL = { name: 'weigh', arguments: {} }

async function olderClient(situation: Situation): Promise<Caller> {
  const { user, lists = true } = situation
  const capabilities = user === undefined ? {} : { elicitation: {} }
  const client = new OlderClient({ name: 'older', version: '1' }, { capabilities })
  const questions: unknown[] = []
  if (user !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }, { signal }) => {
      questions.push(params)
      return user(signal)
    })
  }
  await client.connect(new OlderTransport(transport(situation)))
  onTestFinished(() => client.close())
  if (lists) await client.listTools()
  return { questions, weigh: (options) => client.callTool(CALL, undefined, options) }
}

function newestClient(versionNegotiation: NonNullable<ClientOptions['versionNegotiation']>) {
  return async (situation: Situation): Promise<Caller> => {
    const { user, lists = true } = situation
    const capabilities = user === undefined ? {} : { elicitation: {} }
    const client = new Client({ name: 'newest', version: '1' }, { capabilities, versionNegotiation })
    const questions: unknown[] = []
    if (user !== undefined) {
      client.setRequestHandler('elicitation/create', ({ params }, { mcpReq }) => {
        questions.push(params)
        return user(mcpReq.signal)
      })
    }
    await client.connect(new StdioClientTransport(transport(situation)))
    onTestFinished(() => client.close())
    if (lists) await client.listTools()
    return { questions, weigh: (options) => client.callTool(CALL, options) }
  }
}

const CLIENTS: [string, (situation: Situation) => Promise<Caller>][] = [
  ['the first SDK', olderClient],
  ['the second SDK (legacy)', newestClient({ mode: 'legacy' })],
  ['the second SDK (2026-07-28)', newestClient({ mode: { pin: '2026-07-28' } })],
]

const WEIGHED = { structuredContent: { grams: 5 } }

describe.each(CLIENTS)('a client on %s', (_, connect) => {
  test('takes a pending answer though the tool has an output schema', async () => {
    const { weigh } = await connect({ kind: 'pending' })
    expect(await weigh()).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^Approval required: apr_1\nNothing was executed/) }],
      _meta: { 'kvlar/approval': { id: 'apr_1', status: 'pending' } },
    })
  })

  test('gets the result of an approved call as the tool gives it', async () => {
    expect(await (await connect({ kind: 'approved' })).weigh()).toMatchObject(WEIGHED)
  })

  test('is asked about the tool as the server describes it, whether or not the client has listed it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvlar-asking-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const eventsFile = join(folder, 'events')
    const { weigh } = await connect({ kind: 'approved', eventsFile, lists: false })
    expect(await weigh()).toMatchObject(WEIGHED)
    expect(readFileSync(eventsFile, 'utf8')).toMatch(/"toolDefinition":"[0-9a-f]{64}".*"approvalId":"apr_1"/)
  })

  test('asks its user, who agrees', async () => {
    const { weigh, questions } = await connect({
      kind: 'user',
      user: () => ({ action: 'accept', content: { confirm: true } }),
    })
    expect(await weigh()).toMatchObject(WEIGHED)
    expect(questions).toMatchObject([{ message: 'Run it?' }])
  })

  const SAID: [string, ElicitResult, string][] = [
    ['declines', { action: 'decline' }, 'decline'],
    ['closes the form', { action: 'cancel' }, 'cancel'],
    ['sends the form without ticking the box', { action: 'accept', content: { confirm: false } }, 'decline'],
  ]
  test.each(SAID)('asks its user, who %s: the call does not run', async (_title, result, action) => {
    const { weigh } = await connect({ kind: 'user', user: () => result })
    const answer = await weigh()
    expect(answer).toMatchObject({ isError: true })
    expect(JSON.stringify(answer['content'])).toContain(`the user said ${action}`)
  })

  test('that declared no elicitation is never asked', async () => {
    expect(await (await connect({ kind: 'user' })).weigh()).toMatchObject({
      isError: true,
      _meta: { 'kvlar/approval': { status: 'pending' } },
    })
  })
})

describe.each(CLIENTS.slice(0, 2))('a client of the older era on %s', (_, connect) => {
  test('whose handler fails has not agreed', async () => {
    const user = (): never => {
      throw new Error('no window')
    }
    expect(await (await connect({ kind: 'user', user })).weigh()).toMatchObject({ isError: true })
  })

  test('that gives up its call is told that the question to its user is taken back', async () => {
    const call = new AbortController()
    const { weigh, questions } = await connect({
      kind: 'user',
      user: (question) => {
        call.abort()
        return new Promise((_resolve, reject) => {
          question.addEventListener('abort', () => {
            takenBack.resolve()
            reject(new Error('taken back'))
          })
        })
      },
    })
    const takenBack = Promise.withResolvers<void>()
    await expect(weigh({ signal: call.signal })).rejects.toThrow()
    await takenBack.promise
    expect(questions).toHaveLength(1)
  })
})
