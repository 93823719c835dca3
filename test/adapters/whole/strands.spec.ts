import { guardToolCalls, type StrandsOptions } from '@kvlar/sdk/strands'
import {
  Agent,
  BeforeToolCallEvent,
  ExecuteToolStage,
  TextBlock,
  tool,
  ToolResultBlock,
} from '@strands-agents/sdk'
import { AnthropicModel } from '@strands-agents/sdk/models/anthropic'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  answer,
  pendingId,
  policy,
  program,
  story,
  type Program,
} from '../../../packages/sdk/test/program.ts'
import { scriptedModel, type Script } from './scripted-model.ts'

const ORDER = z.object({ id: z.string() })
const REFUND = { orderId: 'A1', amount: 5 }

/** An agent with guarded tools and a model that follows a script. */
async function agentOf(
  given: Program,
  script: Script,
  options?: StrandsOptions,
  toolExecutor: 'concurrent' | 'sequential' = 'concurrent',
): Promise<Agent> {
  const { kvlar, ran, issueRefund } = given
  const { url } = await scriptedModel(script)
  const agent = new Agent({
    model: new AnthropicModel({
      modelId: 'scripted',
      maxTokens: 100,
      apiKey: 'none',
      clientConfig: { baseURL: url },
    }),
    printer: false,
    toolExecutor,
    tools: [
      tool({
        name: 'read_order',
        description: 'd',
        inputSchema: ORDER,
        callback: ({ id }) => {
          ran.push(id)
          return `order ${id}`
        },
      }),
      tool({
        name: 'read_log',
        description: 'd',
        inputSchema: z.object({}),
        callback: async function* () {
          yield 'one'
          yield 'two'
          return 'three'
        },
      }),
      tool({
        name: 'drop_order',
        description: 'd',
        inputSchema: ORDER,
        callback: () => String(ran.push('dropped')),
      }),
      tool({
        name: 'issue_refund',
        description: 'd',
        inputSchema: z.object({ orderId: z.string(), amount: z.number() }),
        callback: issueRefund,
      }),
    ],
  })
  agent.addMiddleware(ExecuteToolStage, guardToolCalls(kvlar, { TextBlock, ToolResultBlock }, options))
  return agent
}

describe('tools of an agent of Strands', () => {
  test('run when the policy allows, and do not when it denies, and the model is told why', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(given, async function* () {
      told.push(yield { tool: 'read_order', arguments: { id: 'A1' } })
      told.push(yield { tool: 'drop_order', arguments: { id: 'A1' } })
    })
    const { stopReason } = await agent.invoke('go')
    expect(stopReason).toBe('endTurn')
    expect(told[0]).toContain('order A1')
    for (const part of ['BLOCKED BY KVLAR', 'nothing is dropped here', '_kvlar'])
      expect(told[1]).toContain(part)
    expect(given.ran).toEqual(['A1'])
  })

  test('stop the agent for people, and what it is resumed with does not decide', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(given, async function* () {
      told.push(
        yield [
          { tool: 'issue_refund', arguments: REFUND },
          { tool: 'read_order', arguments: { id: 'A1' } },
        ],
      )
    })
    let stopped = await agent.invoke('go')
    const id = await pendingId(given.approvals)
    const resume = async () => {
      const [interrupt] = stopped.interrupts ?? []
      expect(JSON.stringify(interrupt?.reason)).toContain(id)
      stopped = await agent.invoke([
        { interruptResponse: { interruptId: String(interrupt?.id), response: 'yes' } },
      ])
    }
    expect([stopped.stopReason, given.ran]).toEqual(['interrupt', ['A1']])
    for (const _time of [1, 2]) {
      await resume()
      expect([stopped.stopReason, given.ran]).toEqual(['interrupt', ['A1']])
    }
    await answer(given.approvals, 'approve')
    await resume()
    expect([stopped.stopReason, given.ran]).toEqual(['endTurn', ['A1', REFUND]])
    expect(told[0]).toContain('refunded')
    expect(told[0]).toContain('order A1')
  })

  test('are told of a person who says no when the agent goes on', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(given, async function* () {
      told.push(yield { tool: 'issue_refund', arguments: REFUND })
    })
    const { interrupts = [] } = await agent.invoke('go')
    await answer(given.approvals, 'deny', 'not this one')
    const [interruptId = ''] = interrupts.map((interrupt) => interrupt.id)
    await agent.invoke([{ interruptResponse: { interruptId, response: true } }])
    expect(told[0]).toContain('not this one')
    expect(given.ran).toEqual([])
  })

  test('wait for people while others of the same turn run, or say that they wait, where the program says so', async () => {
    const given = program()
    const told: unknown[] = []
    const script: Script = async function* () {
      told.push(
        yield [
          { tool: 'issue_refund', arguments: REFUND },
          { tool: 'read_order', arguments: { id: 'A1' } },
        ],
      )
    }
    const waiting = await agentOf(given, script, { onPending: 'wait' })
    const going = waiting.invoke('go')
    await pendingId(given.approvals)
    while (given.ran.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    expect(given.ran).toEqual(['A1'])
    await answer(given.approvals, 'approve')
    await going
    expect(given.ran).toEqual(['A1', REFUND])
    const saying = await agentOf(given, script, { onPending: 'throw' })
    expect((await saying.invoke('go')).stopReason).toBe('endTurn')
    expect(told[1]).toContain('POLICY_APPROVAL_REQUIRED')
  })

  test.each([{ executor: 'concurrent' as const }, { executor: 'sequential' as const }])(
    'are withdrawn from the queue when the agent is cancelled, $executor',
    async ({ executor }) => {
      const given = program()
      const agent = await agentOf(
        given,
        async function* () {
          yield { tool: 'issue_refund', arguments: REFUND }
        },
        { onPending: 'wait' },
        executor,
      )
      const going = agent.invoke('go')
      const id = await pendingId(given.approvals)
      agent.cancel()
      expect((await going).stopReason).toBe('cancelled')
      expect((await given.approvals.get(id))?.state).toBe('cancelled')
      expect(given.ran).toEqual([])
    },
  )

  test('stream, once they are allowed', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(given, async function* () {
      told.push(yield { tool: 'read_log', arguments: {} })
    })
    const parts: unknown[] = []
    for await (const event of agent.stream('go'))
      if (event.type === 'toolStreamUpdateEvent') parts.push(event.event.data)
    expect(parts).toEqual(['one', 'two'])
    expect(told[0]).toContain('three')
    expect(story(given.events)).toEqual(['allow POLICY_ALLOW', 'ok'])
  })

  test('run with what was judged, and are judged by the name under which they run, whatever a hook does', async () => {
    const given = program()
    const told: unknown[] = []
    const agent = await agentOf(given, async function* () {
      told.push(yield { tool: 'read_order', arguments: { id: 'A1' } })
      told.push(yield { tool: 'issue_refund', arguments: REFUND })
    })
    const drop = agent.toolRegistry.get('drop_order')
    agent.addHook(BeforeToolCallEvent, (event) => {
      if (event.toolUse.name === 'read_order') event.selectedTool = drop
      else event.toolUse = { ...event.toolUse, input: { orderId: 'A1', amount: 1_000_000 } }
    })
    const { stopReason } = await agent.invoke('go')
    expect(told[0]).toContain('nothing is dropped here')
    expect(stopReason).toBe('interrupt')
    const [request] = await given.approvals.list({ states: ['pending'] })
    expect(request?.call.args).toEqual({ orderId: 'A1', amount: 1_000_000 })
    expect(given.ran).toEqual([])
  })

  test('run with what was judged, whatever becomes of it while they wait', async () => {
    const given = program()
    const agent = await agentOf(
      given,
      async function* () {
        yield { tool: 'issue_refund', arguments: REFUND }
      },
      { onPending: 'wait' },
    )
    const held: unknown[] = []
    agent.addMiddleware(ExecuteToolStage.Input, (context) => {
      held.push(context.toolUse.input)
      return context
    })
    const going = agent.invoke('go')
    await pendingId(given.approvals)
    for (const input of held) Object.assign(input as object, { amount: 1_000_000 })
    await answer(given.approvals, 'approve')
    await going
    expect([held, given.ran]).toEqual([[{ orderId: 'A1', amount: 1_000_000 }], [REFUND]])
  })

  test('are called by whom the state of the run says', async () => {
    const rules = `
  - id: support
    match_on: { resources: [read_order], principals: { roles: [support] } }
    effect: { type: allow }
`
    const given = program({ policies: [policy(rules)] })
    const told: unknown[] = []
    const script: Script = async function* () {
      told.push(yield { tool: 'read_order', arguments: { id: 'A1' } })
    }
    const context: StrandsOptions['context'] = ({ invocationState }) => ({
      principal: { id: 'ana', kind: 'user', roles: invocationState['roles'] as string[] },
    })
    for (const roles of [['support'], []])
      await (await agentOf(given, script, { context })).invoke('go', { invocationState: { roles } })
    const principal = { id: 'ana', kind: 'user', roles: ['support'] } as const
    const agent = await agentOf(given, script)
    await given.kvlar.run({ principal }, async () => agent.invoke('go'))
    await agent.invoke('go')
    expect(told.map((text) => String(text).includes('order A1'))).toEqual([true, false, true])
  })
})
