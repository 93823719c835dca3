import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSdkMcpServer,
  query,
  tool,
  type Options,
  type SDKResultMessage,
  type SDKUserMessage,
} from '@anthropic-ai/claude-agent-sdk'
import { guardHooks, type ClaudeOptions } from '@kvlar/sdk/claude-agent'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
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
    match_on: { resources: [Bash], conditions: [{ field: command, operator: contains, value: 'rm ' }] }
    effect: { type: deny, reason: nothing is removed here }
  - id: ask-about-asked
    match_on: { resources: [Bash], conditions: [{ field: command, operator: contains, value: asked }] }
    effect: { type: require_approval, reason: a person looks first }
  - id: allow-commands
    match_on: { resources: [Bash, Agent, Skill] }
    effect: { type: allow }
  - id: allow-orders
    match_on: { servers: [my orders], resources: [read_order] }
    effect: { type: allow }
`)

const bash = (command: string): Scripted => ({ tool: 'Bash', arguments: { command, description: 'a step' } })

/** Somebody's machine: a home that is the project too, and what an agent leaves there. */
interface Place {
  readonly home: string
  readonly made: (file: string) => boolean
}

function newPlace(): Place {
  const home = mkdtempSync(join(tmpdir(), 'kvlar-claude-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return { home, made: (file) => existsSync(join(home, file)) }
}

/** This environment without what would point the agent elsewhere than to its home and the script. */
function environment(home: string, url: string): Record<string, string | undefined> {
  const outside = Object.entries(process.env).filter(([key]) => !/^(XDG_|CLAUDE|ANTHROPIC)/.test(key))
  return {
    ...Object.fromEntries(outside),
    HOME: home,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'scripted',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    IS_SANDBOX: '1',
    // The script calls tools at once, without looking for them first.
    ENABLE_TOOL_SEARCH: 'false',
  }
}

interface Agent {
  readonly place: Place
  /** One run to its result. */
  readonly run: (over?: Options) => Promise<SDKResultMessage>
  /** Goes on with a run that was stopped, and says nothing to it. */
  readonly resume: (session: string) => Promise<SDKResultMessage>
}

/** An agent that may do what Kvlar lets it, with a model that follows a script. */
async function agentOf(
  { kvlar }: Program,
  script: Script,
  options?: ClaudeOptions,
  settings: Options = {},
): Promise<Agent> {
  const place = newPlace()
  const { url } = await scriptedModel(script)
  const all: Options = {
    cwd: place.home,
    env: environment(place.home, url),
    hooks: guardHooks(kvlar, options),
    allowedTools: ['Bash', 'Agent', 'Skill', 'mcp__my_orders'],
    ...settings,
  }
  const run = async (prompt: string | AsyncIterable<SDKUserMessage>, over: Options, end?: () => void) => {
    let result: SDKResultMessage | undefined
    for await (const message of query({ prompt, options: { ...all, ...over } })) {
      if (message.type !== 'result') continue
      result = message
      end?.()
    }
    if (result === undefined) throw new Error('the run has no result')
    return result
  }
  return {
    place,
    run: async (over = {}) => run('go', over),
    resume: async (session) => {
      let end = (): void => undefined
      const ended = new Promise<void>((resolve) => (end = resolve))
      // Open as long as it runs, or hooks could not answer any more.
      const silence = (async function* (): AsyncGenerator<SDKUserMessage> {
        await ended
      })()
      return run(silence, { resume: session }, () => end())
    },
  }
}

const guarded = (over: Parameters<typeof program>[0] = {}): Program =>
  program({ policies: [POLICY], ...over })
const ends = ({ events }: Program): string[] =>
  events.flatMap((event) => (event.kind === 'result' ? [event.result] : []))

describe('tools of the Claude Agent SDK', () => {
  test('run when the policy allows, and do not when it denies, and the model is told why', async () => {
    const given = guarded()
    const told: unknown[] = []
    const { place, run } = await agentOf(given, async function* () {
      told.push(yield bash('touch made'))
      told.push(yield bash('rm made'))
      told.push(yield bash('false'))
      told.push(yield { tool: 'Write', arguments: { file_path: '/tmp/unnamed', content: 'x' } })
    })
    expect(await run()).toMatchObject({ subtype: 'success', result: 'done' })
    expect(place.made('made')).toBe(true)
    for (const part of ['BLOCKED BY KVLAR', 'nothing is removed here', '_kvlar'])
      expect(told[1]).toContain(part)
    expect(told[3]).toContain('POLICY_DEFAULT_DENY')
    expect(story(given.events)).toEqual([
      'allow POLICY_ALLOW',
      'ok',
      'deny POLICY_DENY',
      'allow POLICY_ALLOW',
      'failed',
      'deny POLICY_DEFAULT_DENY',
    ])
  })

  test('of servers go by their own name and that of the server, and get what was judged', async () => {
    const given = guarded()
    const told: unknown[] = []
    const order = { id: z.string(), depth: z.number().default(1) }
    const orders = createSdkMcpServer({
      name: 'orders',
      tools: ['read_order', 'drop_order'].map((name) =>
        tool(name, 'd', order, async (args) => {
          given.ran.push([name, args])
          return { content: [{ type: 'text', text: `order ${args.id}` }] }
        }),
      ),
    })
    const { run } = await agentOf(
      given,
      async function* () {
        for (const name of ['read_order', 'drop_order'])
          told.push(yield { server: 'my_orders', tool: name, arguments: { id: 'A1' } })
      },
      {},
      { mcpServers: { 'my orders': orders } },
    )
    await run()
    expect(told[0]).toContain('order A1')
    expect(told[1]).toContain('POLICY_DEFAULT_DENY')
    expect(given.ran).toEqual([['read_order', { id: 'A1', depth: 1 }]])
  })

  test('are denied whatever mode the program is in, and allowed no more than it allows itself', async () => {
    const lax = guarded()
    const told: unknown[] = []
    const bypassing = await agentOf(
      lax,
      async function* () {
        told.push(yield bash('touch made; rm made; touch again'))
      },
      {},
      { permissionMode: 'bypassPermissions', allowDangerouslySkipPermissions: true },
    )
    await bypassing.run()
    expect([bypassing.place.made('again'), told[0]]).toEqual([
      false,
      expect.stringContaining('BLOCKED BY KVLAR'),
    ])

    const strict = guarded()
    const asked: string[] = []
    const refusing = await agentOf(
      strict,
      async function* () {
        told.push(yield bash('touch made'))
      },
      {},
      {
        allowedTools: [],
        canUseTool: async (name) => {
          asked.push(name)
          return { behavior: 'deny', message: 'not today' }
        },
      },
    )
    await refusing.run()
    expect([refusing.place.made('made'), asked, told[1]]).toEqual([
      false,
      ['Bash'],
      expect.stringContaining('not today'),
    ])
    expect(story(strict.events)).toEqual(['allow POLICY_ALLOW', 'failed'])
  })

  test('stop the run for people, and are judged anew when it goes on', async () => {
    const given = guarded()
    const told: unknown[] = []
    const { place, run, resume } = await agentOf(given, async function* () {
      told.push(yield bash('touch asked'))
      told.push(yield bash('touch asked-again'))
    })
    const first = await run()
    const id = await pendingId(given.approvals)
    expect(first).toMatchObject({ deferred_tool_use: { name: 'Bash', input: { command: 'touch asked' } } })
    expect(await resume(first.session_id)).toMatchObject({ deferred_tool_use: { name: 'Bash' } })
    expect(place.made('asked')).toBe(false)
    await answer(given.approvals, 'approve')
    const second = await resume(first.session_id)
    expect(place.made('asked')).toBe(true)
    expect((await given.approvals.get(id))?.state).toBe('executed')
    expect(second).toMatchObject({ deferred_tool_use: { input: { command: 'touch asked-again' } } })
    await answer(given.approvals, 'deny', 'once is enough')
    expect(await resume(first.session_id)).toMatchObject({ result: 'done' })
    expect([place.made('asked-again'), told[1]]).toEqual([false, expect.stringContaining('once is enough')])
    expect(ends(given)).toEqual(['ok'])
  })

  test('stop it for one call of a turn, and the model is told of the others', async () => {
    const given = guarded()
    const told: unknown[] = []
    const { place, run, resume } = await agentOf(given, async function* () {
      told.push(yield [bash('touch asked-1'), bash('touch free'), bash('touch asked-2')])
      told.push(yield bash('touch asked-2'))
    })
    const first = await run()
    expect(place.made('free')).toBe(true)
    const requests = await given.approvals.list({ states: ['pending'] })
    expect(requests.map(({ call }) => call.args['command']).toSorted()).toEqual([
      'touch asked-1',
      'touch asked-2',
    ])
    await answer(given.approvals, 'approve')
    await answer(given.approvals, 'approve')
    expect(await resume(first.session_id)).toMatchObject({ result: 'done' })
    expect(told[0]).toContain('POLICY_APPROVAL_REQUIRED')
    expect(['asked-1', 'asked-2'].map((file) => place.made(file))).toEqual([true, true])
    expect(ends(given)).toEqual(['ok', 'ok', 'ok'])
  })

  test('wait for people, or say that they wait, where the program says so', async () => {
    const given = guarded()
    const told: unknown[] = []
    const script: Script = async function* () {
      told.push(yield bash('touch asked'))
    }
    const waiting = await agentOf(given, script, { onPending: 'wait' })
    const going = waiting.run()
    await pendingId(given.approvals)
    expect(waiting.place.made('asked')).toBe(false)
    await answer(given.approvals, 'approve')
    expect([(await going).subtype, waiting.place.made('asked')]).toEqual(['success', true])
    const saying = await agentOf(given, script, { onPending: 'throw' })
    expect((await saying.run()).subtype).toBe('success')
    expect(told[1]).toContain('POLICY_APPROVAL_REQUIRED')
  })

  test('of a subagent wait, because nobody could go on with it', async () => {
    const given = guarded()
    const callers: unknown[] = []
    const told: unknown[] = []
    const { place, run } = await agentOf(
      given,
      async function* () {
        const subagent = { subagent_type: 'general-purpose', run_in_background: false }
        yield { tool: 'Agent', arguments: { ...subagent, description: 'd', prompt: 'p' } }
        told.push(yield bash('touch asked'))
      },
      {
        context: ({ agent_id, agent_type }) => {
          callers.push(agent_type)
          return { sessionId: agent_id ?? 'main' }
        },
      },
    )
    const going = run()
    await answer(given.approvals, 'approve')
    expect(await going).toMatchObject({ result: 'done' })
    expect(callers).toEqual([undefined, 'general-purpose'])
    expect([place.made('asked'), told]).toEqual([true, [expect.not.stringContaining('KVLAR')]])
  })

  test('are judged too where a skill runs a command as it is loaded', async () => {
    const given = guarded()
    const { place, run } = await agentOf(
      given,
      async function* () {
        for (const skill of ['touches', 'removes', 'asks']) yield { tool: 'Skill', arguments: { skill } }
      },
      { onPending: 'throw' },
      { settingSources: ['user'] },
    )
    writeFileSync(join(place.home, 'kept'), '')
    for (const [name, command] of [
      ['touches', 'touch made'],
      ['removes', 'rm kept'],
      ['asks', 'touch asked'],
    ] as const) {
      const folder = join(place.home, '.claude', 'skills', name)
      mkdirSync(folder, { recursive: true })
      const head = `---\nname: ${name}\ndescription: d\nallowed-tools: Bash\n---\n`
      writeFileSync(join(folder, 'SKILL.md'), `${head}\nSaid: !\`${command}\`\n`)
    }
    await run()
    expect(story(given.events).filter((line) => line !== 'ok')).toEqual([
      'allow POLICY_ALLOW',
      'allow POLICY_ALLOW',
      'allow POLICY_ALLOW',
      'deny POLICY_DENY',
      'allow POLICY_ALLOW',
      'require_approval POLICY_APPROVAL_REQUIRED',
      'require_approval POLICY_APPROVAL_REQUIRED',
    ])
    expect(['made', 'kept', 'asked'].map((file) => place.made(file))).toEqual([true, true, false])
  })

  test('are withdrawn from the queue when the run is aborted', async () => {
    const given = guarded()
    const abortController = new AbortController()
    const { run } = await agentOf(
      given,
      async function* () {
        yield bash('touch asked')
      },
      { onPending: 'wait' },
      { abortController },
    )
    const going = run().catch(() => undefined)
    const id = await pendingId(given.approvals)
    abortController.abort()
    await going
    await given.kvlar.whenIdle()
    expect((await given.approvals.get(id))?.state).toBe('cancelled')
  })

  test('are called by whom the program says, around the run or for the session', async () => {
    const rules = `
  - id: support
    match_on: { resources: [Bash], principals: { roles: [support] } }
    effect: { type: allow }
`
    const given = program({ policies: [policy(rules)] })
    const script: Script = async function* () {
      yield bash('touch made')
    }
    const principal = { id: 'ana', kind: 'user', roles: ['support'] } as const
    const around = await agentOf(given, script)
    await given.kvlar.run({ principal }, async () => around.run())
    const nobody = await agentOf(given, script)
    await nobody.run()
    const bySession = await agentOf(given, script, { context: () => ({ principal }) })
    await bySession.run()
    expect([around, nobody, bySession].map(({ place }) => place.made('made'))).toEqual([true, false, true])
  })

  test('do not run where what says who calls fails', async () => {
    const { place, run } = await agentOf(
      guarded(),
      async function* () {
        yield bash('touch made')
      },
      {
        context: () => {
          throw new Error('nobody knows')
        },
      },
    )
    await run()
    expect(place.made('made')).toBe(false)
  })
})
