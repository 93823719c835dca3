import { Mastra } from '@mastra/core'
import { Agent, type ToolsInput } from '@mastra/core/agent'
import { RequestContext } from '@mastra/core/request-context'
import { InMemoryStore } from '@mastra/core/storage'
import { createTool } from '@mastra/core/tools'
import { guardCreateTool, ToolStopped, type MastraOptions } from '@kvlar/sdk/mastra'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  answer,
  pendingId,
  policy,
  program,
  story,
  thrownBy,
  type Program,
} from '../../../packages/sdk/test/program.ts'
import { scriptedModel, type Script } from './scripted-model.ts'

const ORDER = z.object({ id: z.string() })
const REFUND = { orderId: 'A1', amount: 5 }

function toolsOf({ kvlar, ran, issueRefund }: Program, options?: MastraOptions) {
  const createGuarded = guardCreateTool(kvlar, createTool, options)
  return {
    readOrder: createGuarded({
      id: 'read_order',
      description: 'd',
      inputSchema: ORDER,
      outputSchema: z.object({ text: z.string() }),
      execute: async ({ id }) => {
        ran.push(id)
        return { text: `order ${id}` }
      },
    }),
    dropOrder: createGuarded({
      id: 'drop_order',
      description: 'd',
      inputSchema: ORDER,
      outputSchema: z.object({ left: z.number() }),
      execute: async () => ({ left: ran.push('dropped') }),
    }),
    issueRefund: createGuarded({
      id: 'issue_refund',
      description: 'd',
      inputSchema: z.object({ orderId: z.string(), amount: z.number().default(1) }),
      execute: async (args) => issueRefund(args),
    }),
  }
}

/** An agent with guarded tools and a model that follows a script. */
async function agentOf(tools: ToolsInput, script: Script, { isKept = true } = {}): Promise<Agent> {
  const { url } = await scriptedModel(script, 'chat')
  const agent = new Agent({
    id: 'desk',
    name: 'desk',
    instructions: 'i',
    model: { id: 'custom/scripted', url: `${url}/v1`, apiKey: 'none' },
    tools,
  })
  if (isKept) void new Mastra({ agents: { desk: agent }, storage: new InMemoryStore(), logger: false })
  return agent
}

describe('tools of Mastra', () => {
  test('run when the policy allows, and do not when it denies, and the model is told why', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(toolsOf(given), async function* () {
      told.push(yield { tool: 'readOrder', arguments: { id: 'A1' } })
      told.push(yield { tool: 'dropOrder', arguments: { id: 'A1' } })
    })
    expect((await agent.generate('go')).text).toBe('done')
    expect(told[0]).toContain('order A1')
    for (const part of ['BLOCKED BY KVLAR', 'nothing is dropped here', '_kvlar'])
      expect(told[1]).toContain(part)
    expect(given.ran).toEqual(['A1'])
    expect(story(given.events)).toEqual(['allow POLICY_ALLOW', 'ok', 'deny POLICY_DENY'])
  })

  test('suspend the run for people, and what it is resumed with does not decide', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(toolsOf(given), async function* () {
      told.push(yield { tool: 'issueRefund', arguments: REFUND })
    })
    const { runId, finishReason, suspendPayload } = await agent.generate('go')
    const id = await pendingId(given.approvals)
    expect([finishReason, JSON.stringify(suspendPayload)]).toEqual(['suspended', expect.stringContaining(id)])
    const again = async () =>
      (await agent.resumeGenerate({ approved: true }, { runId: String(runId) })).finishReason
    const approved = await agent.approveToolCallGenerate({ runId: String(runId) })
    expect([approved.finishReason, await again(), given.ran]).toEqual(['suspended', 'suspended', []])
    await answer(given.approvals, 'approve')
    expect([await again(), given.ran]).toEqual(['stop', [REFUND]])
    expect(told[0]).toContain('refunded')
  })

  test('do so in a run that streams, and tell of a person who says no', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(toolsOf(given), async function* () {
      told.push(yield { tool: 'issueRefund', arguments: REFUND })
    })
    const first = await agent.stream('go')
    const kinds: string[] = []
    for await (const { type } of first.fullStream) kinds.push(type)
    expect(kinds).toContain('tool-call-suspended')
    await answer(given.approvals, 'deny', 'not this one')
    const second = await agent.resumeStream({ approved: true }, { runId: first.runId })
    expect(await second.text).toBe('done')
    expect(told[0]).toContain('not this one')
    expect(given.ran).toEqual([])
  })

  test('are approved and run with what the schema made of their arguments', async () => {
    const given = program()
    const agent = await agentOf(toolsOf(given), async function* () {
      yield { tool: 'issueRefund', arguments: { orderId: 'A1' } }
    })
    const { runId } = await agent.generate('go')
    await answer(given.approvals, 'approve')
    expect((await agent.resumeGenerate({}, { runId: String(runId) })).finishReason).toBe('stop')
    expect(given.ran).toEqual([{ orderId: 'A1', amount: 1 }])
  })

  test('wait for people where no Mastra keeps the run or the program says so', async () => {
    for (const [options, isKept] of [
      [undefined, false],
      [{ onPending: 'wait' }, true],
    ] as const) {
      const given = program()
      const agent = await agentOf(
        toolsOf(given, options),
        async function* () {
          yield { tool: 'issueRefund', arguments: REFUND }
        },
        { isKept },
      )
      const going = agent.generate('go')
      await answer(given.approvals, 'approve')
      expect((await going).finishReason).toBe('stop')
      expect(given.ran).toEqual([REFUND])
    }
  })

  test('say to the model that they wait, where the program says so', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(toolsOf(given, { onPending: 'throw' }), async function* () {
      told.push(yield { tool: 'issueRefund', arguments: REFUND })
    })
    expect((await agent.generate('go')).finishReason).toBe('stop')
    expect(told[0]).toContain('POLICY_APPROVAL_REQUIRED')
  })

  test('are withdrawn from the queue when the run is aborted', async () => {
    const given = program()
    const agent = await agentOf(toolsOf(given, { onPending: 'wait' }), async function* () {
      yield { tool: 'issueRefund', arguments: REFUND }
    })
    const abort = new AbortController()
    const going = agent.generate('go', { abortSignal: abort.signal }).catch(() => undefined)
    const id = await pendingId(given.approvals)
    abort.abort()
    await going
    await given.kvlar.whenIdle()
    expect((await given.approvals.get(id))?.state).toBe('cancelled')
    expect(given.ran).toEqual([])
  })

  test('that suspend by themselves wait, and do so', async () => {
    const given = program()
    const readOrder = guardCreateTool(
      given.kvlar,
      createTool,
    )({
      id: 'issue_refund',
      description: 'd',
      inputSchema: ORDER,
      suspendSchema: z.object({ question: z.string() }),
      resumeSchema: z.object({ colour: z.string() }),
      execute: async ({ id }, { agent }) => {
        if (agent?.resumeData !== undefined) return `order ${id}, ${agent.resumeData.colour}`
        await agent?.suspend({ question: 'which?' })
        return undefined
      },
    })
    const told: unknown[] = []
    const agent = await agentOf({ readOrder }, async function* () {
      told.push(yield { tool: 'readOrder', arguments: { id: 'A1' } })
    })
    const going = agent.generate('go')
    await answer(given.approvals, 'approve')
    const { runId, suspendPayload } = await going
    expect(JSON.stringify(suspendPayload)).toContain('which?')
    const resumed = agent.resumeGenerate({ colour: 'red' }, { runId: String(runId) })
    await answer(given.approvals, 'approve')
    await resumed
    expect(told[0]).toContain('order A1, red')
  })

  test('that are made already are guarded too', async () => {
    const given = program()
    const plain = createTool({
      id: 'issue_refund',
      description: 'd',
      inputSchema: z.object({ orderId: z.string(), amount: z.number().default(1) }),
      execute: async (args) => given.issueRefund(args),
    })
    const issueRefund = guardCreateTool(given.kvlar, createTool)(plain as never)
    const agent = await agentOf({ issueRefund }, async function* () {
      yield { tool: 'issueRefund', arguments: { orderId: 'A1' } }
    })
    const { runId, finishReason } = await agent.generate('go')
    expect(finishReason).toBe('suspended')
    await answer(given.approvals, 'approve')
    await agent.resumeGenerate({}, { runId: String(runId) })
    expect(given.ran).toEqual([{ orderId: 'A1', amount: 1 }])
  })

  test('run with what was judged when a program calls them itself, whatever becomes of the arguments', async () => {
    const given = program()
    const args: { orderId: string; amount?: number } = { orderId: 'A1' }
    const going = toolsOf(given).issueRefund.execute?.(args as never, {} as never)
    const id = await pendingId(given.approvals)
    args.amount = 1_000_000
    expect((await given.approvals.get(id))?.call.args).toEqual({ orderId: 'A1', amount: 1 })
    await answer(given.approvals, 'approve')
    await going
    expect(given.ran).toEqual([{ orderId: 'A1', amount: 1 }])
    expect(Object.isFrozen(given.ran[0])).toBe(true)
  })

  test('are called by whom the context of the request says', async () => {
    const rules = `
  - id: support
    match_on: { resources: [read_order], principals: { roles: [support] } }
    effect: { type: allow }
`
    const given = program({ policies: [policy(rules)] })
    const told: unknown[] = []
    const script: Script = async function* () {
      told.push(yield { tool: 'readOrder', arguments: { id: 'A1' } })
    }
    const context: MastraOptions['context'] = ({ requestContext }) => ({
      principal: { id: 'ana', kind: 'user', roles: requestContext?.get('roles') as string[] },
    })
    for (const roles of [['support'], []]) {
      const agent = await agentOf(toolsOf(given, { context }), script)
      const requestContext = new RequestContext([['roles', roles]])
      await agent.generate('go', { requestContext })
    }
    const principal = { id: 'ana', kind: 'user', roles: ['support'] } as const
    const plain = await agentOf(toolsOf(given), script)
    await given.kvlar.run({ principal }, async () => plain.generate('go'))
    await (await agentOf(toolsOf(given), script)).generate('go')
    expect(told.map((text) => String(text).includes('order A1'))).toEqual([true, false, true, false])
  })

  test('have an id and something to run', async () => {
    const create = guardCreateTool(program().kvlar, createTool)
    for (const nothing of [{}, { id: 'read' }, { execute: () => 1 }])
      expect(await thrownBy(() => create(nothing as never))).toMatchObject({ code: 'KVLAR_BAD_OPTION' })
    const { dropOrder } = toolsOf(program())
    expect(await thrownBy(() => dropOrder.execute?.({ id: 'A1' }, {} as never))).toBeInstanceOf(ToolStopped)
  })
})
