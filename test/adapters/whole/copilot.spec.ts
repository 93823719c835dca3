import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  approveAll,
  CopilotClient,
  defineTool,
  type CopilotSession,
  type SessionConfig,
} from '@github/copilot-sdk'
import { guardHooks, type CopilotOptions } from '@kvlar/sdk/copilot'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  answer,
  pendingId,
  policy,
  program,
  story,
  type Program,
} from '../../../packages/sdk/test/program.ts'
import { scriptedModel, type Script, type Scripted } from './scripted-model.ts'

const POLICY = policy(`
  - id: deny-removing
    match_on: { resources: [bash], conditions: [{ field: command, operator: contains, value: 'rm ' }] }
    effect: { type: deny, reason: nothing is removed here }
  - id: ask-about-asked
    match_on: { resources: [bash], conditions: [{ field: command, operator: contains, value: asked }] }
    effect: { type: require_approval, reason: a person looks first }
  - id: allow-commands
    match_on: { resources: [bash, task, read_order] }
    effect: { type: allow }
  - id: allow-files
    match_on: { servers: [files], resources: [read_note] }
    effect: { type: allow }
`)

const RUN_MS_MAX = 250_000

const bash = (command: string): Scripted => ({ tool: 'bash', arguments: { command, description: 'a step' } })
const guarded = (): Program => program({ policies: [POLICY] })

interface Agent {
  readonly session: CopilotSession
  readonly made: (file: string) => boolean
  readonly run: () => Promise<unknown>
}

/** A session that asks nobody else, with a model that follows a script. */
async function agentOf(
  { kvlar }: Program,
  script: Script,
  options?: CopilotOptions,
  settings: Partial<SessionConfig> = {},
): Promise<Agent> {
  const home = mkdtempSync(join(tmpdir(), 'kvlar-copilot-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const { url } = await scriptedModel(script, 'chat')
  const outside = Object.entries(process.env).filter(([key]) => !/^(XDG_|COPILOT|GITHUB_|GH_)/.test(key))
  const client = new CopilotClient({
    workingDirectory: home,
    baseDirectory: join(home, '.copilot'),
    env: { ...Object.fromEntries(outside), HOME: home },
    useLoggedInUser: false,
  })
  await client.start()
  onTestFinished(async () => void (await client.stop()))
  const session = await client.createSession({
    model: 'scripted',
    provider: { type: 'openai', baseUrl: `${url}/v1`, apiKey: 'none' },
    workingDirectory: home,
    onPermissionRequest: approveAll,
    hooks: guardHooks(kvlar, options),
    ...settings,
  })
  return {
    session,
    made: (file) => existsSync(join(home, file)),
    run: async () => session.sendAndWait({ prompt: 'go' }, RUN_MS_MAX),
  }
}

describe('tools of the GitHub Copilot SDK', () => {
  test('run when the policy allows, and do not when it denies, and the model is told why', async () => {
    const given = guarded()
    const told: unknown[] = []
    const { made, run } = await agentOf(given, async function* () {
      told.push(yield bash('touch made'))
      told.push(yield bash('rm made'))
      told.push(yield { tool: 'create', arguments: { path: 'unnamed', file_text: 'x' } })
    })
    expect(await run()).toMatchObject({ data: { content: 'done' } })
    expect(made('made')).toBe(true)
    for (const part of ['BLOCKED BY KVLAR', 'nothing is removed here', '_kvlar'])
      expect(told[1]).toContain(part)
    expect(told[2]).toContain('POLICY_DEFAULT_DENY')
    expect(story(given.events)).toEqual([
      'allow POLICY_ALLOW',
      'ok',
      'deny POLICY_DENY',
      'deny POLICY_DEFAULT_DENY',
    ])
  })

  test('of the program get what was judged, and end on record as they end', async () => {
    const given = guarded()
    const readOrder = defineTool('read_order', {
      description: 'd',
      parameters: { type: 'object', properties: { id: { type: 'string' } } },
      handler: (args: unknown) => {
        given.ran.push(args)
        if (given.ran.length > 1) throw new Error('the order is gone')
        return 'order A1'
      },
    })
    const told: unknown[] = []
    const { run } = await agentOf(
      given,
      async function* () {
        for (const id of ['A1', 'A2']) told.push(yield { tool: 'read_order', arguments: { id } })
      },
      {},
      { tools: [readOrder] },
    )
    await run()
    expect(told[0]).toContain('order A1')
    expect(given.ran).toEqual([{ id: 'A1' }, { id: 'A2' }])
    expect(story(given.events)).toEqual(['allow POLICY_ALLOW', 'ok', 'allow POLICY_ALLOW', 'failed'])
  })

  test('are allowed no more than the program allows itself', async () => {
    const given = guarded()
    const asked: string[] = []
    const { made, run } = await agentOf(
      given,
      async function* () {
        yield bash('touch made')
      },
      {},
      {
        onPermissionRequest: ({ kind }) => {
          asked.push(kind)
          return { kind: 'reject' }
        },
      },
    )
    await run()
    expect([made('made'), asked]).toEqual([false, ['shell']])
  })

  test('wait for people, while others of the same turn run', async () => {
    const given = guarded()
    const { made, run } = await agentOf(given, async function* () {
      yield [bash('touch asked'), bash('touch free')]
    })
    const going = run()
    const id = await pendingId(given.approvals)
    expect(made('asked')).toBe(false)
    await answer(given.approvals, 'approve')
    await going
    expect(['asked', 'free'].map((file) => made(file))).toEqual([true, true])
    expect((await given.approvals.get(id))?.state).toBe('executed')
  })

  test('say that they wait where the program says so, and run once when they are called again', async () => {
    const given = guarded()
    const told: unknown[] = []
    const { made, run } = await agentOf(
      given,
      async function* () {
        told.push(yield bash('touch asked'))
        await answer(given.approvals, 'approve')
        told.push(yield bash('touch asked; touch more'))
        told.push(yield bash('touch asked'))
        told.push(yield bash('touch asked'))
      },
      { onPending: 'throw' },
    )
    await run()
    expect([made('asked'), made('more')]).toEqual([true, false])
    expect(told.map((text) => String(text).includes('POLICY_APPROVAL_REQUIRED'))).toEqual([
      true,
      true,
      false,
      true,
    ])
  })

  test('of a subagent are judged as those of the session are', async () => {
    const given = guarded()
    const sessions = new Set<string>()
    const told: unknown[] = []
    const { session, made, run } = await agentOf(
      given,
      async function* () {
        const mode = { mode: 'sync', agent_type: 'general-purpose' }
        yield { tool: 'task', arguments: { ...mode, name: 'n', description: 'd', prompt: 'p' } }
        told.push(yield bash('touch made'))
        told.push(yield bash('rm made'))
      },
      {
        context: ({ sessionId }) => {
          sessions.add(sessionId)
          return { sessionId }
        },
      },
    )
    await run()
    expect(sessions.size).toBe(2)
    expect(sessions.has(session.sessionId)).toBe(true)
    expect(made('made')).toBe(true)
    expect(told).toContainEqual(expect.stringContaining('nothing is removed here'))
  })

  test('of servers go by their own name and that of the server', async () => {
    const given = guarded()
    const told: unknown[] = []
    const { run } = await agentOf(
      given,
      async function* () {
        for (const name of ['read_note', 'drop_note'])
          told.push(yield { tool: `files-${name}`, arguments: { id: 'A1' } })
      },
      { servers: ['files'] },
      {
        mcpServers: {
          files: {
            type: 'stdio',
            command: process.execPath,
            args: [join(import.meta.dirname, 'note-server.mjs')],
            tools: ['*'],
          },
        },
      },
    )
    await run()
    expect(told[0]).toContain('note A1')
    expect(told[1]).toContain('POLICY_DEFAULT_DENY')
    expect(given.events.some((event) => event.kind === 'decided' && event.action.server === 'files')).toBe(
      true,
    )
  })

  test('are called by whom the program says, for the session', async () => {
    const rules = `
  - id: support
    match_on: { resources: [bash], principals: { roles: [support] } }
    effect: { type: allow }
`
    const given = program({ policies: [policy(rules)] })
    const script: Script = async function* () {
      yield bash('touch made')
    }
    const sessions: string[] = []
    const known = await agentOf(given, script, {
      context: ({ sessionId }) => {
        sessions.push(sessionId)
        return { principal: { id: 'ana', kind: 'user', roles: ['support'] }, sessionId }
      },
    })
    await known.run()
    const nobody = await agentOf(given, script)
    await nobody.run()
    expect([known.made('made'), nobody.made('made')]).toEqual([true, false])
    expect(sessions).toEqual([known.session.sessionId])
  })

  test('do not run where what says who calls fails, although a hook that fails lets them', async () => {
    const told: unknown[] = []
    const { made, run } = await agentOf(
      guarded(),
      async function* () {
        told.push(yield bash('touch made'))
      },
      {
        context: () => {
          throw new Error('nobody knows')
        },
      },
    )
    await run()
    expect([made('made'), told[0]]).toEqual([false, expect.stringContaining('nothing has run')])
  })
})
