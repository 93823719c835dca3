import { Agent, RunState, run, setTracingDisabled, tool, type Model } from '@openai/agents'
import { guardTool } from '@kvlar/sdk/openai-agents'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { scripted } from './openai-model.ts'
import {
  answer,
  pendingId,
  policy,
  program,
  thrownBy,
  type Program,
} from '../../packages/sdk/test/program.ts'

beforeAll(() => setTracingDisabled(true))

const ORDER = z.object({ id: z.string() })
const REFUND = { orderId: 'A1', amount: 5 }

function agentOf(given: Program, model: Model) {
  const { kvlar, ran, issueRefund } = given
  const make = (name: string, doing: (args: { id: string }) => unknown) =>
    tool(guardTool(kvlar, { name, description: 'd', parameters: ORDER, execute: doing }))
  return new Agent({
    name: 'desk',
    model,
    tools: [
      make('read_order', ({ id }) => `order ${id}`),
      make('drop_order', () => ran.push('dropped')),
      tool(
        guardTool(kvlar, {
          name: 'issue_refund',
          description: 'd',
          parameters: z.object({ orderId: z.string(), amount: z.number().default(1) }),
          execute: issueRefund,
        }),
      ),
    ],
  })
}

describe('function tools of the OpenAI Agents SDK', () => {
  test('run, or do not, and the model is told why', async () => {
    const given = program()
    const uses = ['read_order', 'drop_order'].map((name) => ({ name, input: { id: 'A1' } }))
    const model = scripted(...uses)
    await run(agentOf(given, model), 'go')
    const shown = JSON.stringify(model.seen[1])
    for (const part of ['order A1', 'BLOCKED BY KVLAR', 'nothing is dropped here', '_kvlar'])
      expect(shown).toContain(part)
    expect(given.ran).toEqual([])
  })

  test('do so in a run that streams', async () => {
    const given = program()
    const model = scripted({ name: 'drop_order', input: { id: 'A1' } })
    const result = await run(agentOf(given, model), 'go', { stream: true })
    for await (const event of result) void event
    expect(JSON.stringify(model.seen[1])).toContain('POLICY_DENY')
    expect(given.ran).toEqual([])
  })

  test('stop the run for people, and what is approved there does not decide', async () => {
    const given = program()
    const model = scripted(
      { name: 'issue_refund', input: REFUND },
      { name: 'read_order', input: { id: 'A1' } },
    )
    const agent = agentOf(given, model)
    const first = await run(agent, 'go')
    await pendingId(given.approvals)
    expect(first.interruptions.map(({ name }) => name)).toEqual(['issue_refund'])
    const saved = first.state.toString()
    const resume = async () => {
      const state = await RunState.fromString(agent, saved)
      for (const interruption of state.getInterruptions()) state.approve(interruption)
      await run(agent, state)
      return JSON.stringify(model.seen.at(-1))
    }
    expect(await resume()).toContain('POLICY_APPROVAL_REQUIRED')
    expect(given.ran).toEqual([])
    await answer(given.approvals, 'approve')
    expect(await resume()).toContain('refunded')
    expect(await resume()).toContain('POLICY_APPROVAL_REQUIRED')
    expect(given.ran).toEqual([REFUND])
  })

  test('are approved with what the schema made of their arguments', async () => {
    const given = program()
    const agent = agentOf(given, scripted({ name: 'issue_refund', input: { orderId: 'A1' } }))
    const { state } = await run(agent, 'go')
    await answer(given.approvals, 'approve')
    for (const interruption of state.getInterruptions()) state.approve(interruption)
    await run(agent, state)
    expect(given.ran).toEqual([{ orderId: 'A1', amount: 1 }])
  })

  test('stop the run where they do so by themselves, too', async () => {
    const given = program()
    const own = tool(
      guardTool(given.kvlar, {
        name: 'read_order',
        description: 'd',
        parameters: ORDER,
        needsApproval: async () => true,
        execute: () => 'order',
      }),
    )
    const model = scripted({ name: 'read_order', input: { id: 'A1' } })
    const { interruptions } = await run(new Agent({ name: 'desk', model, tools: [own] }), 'go')
    expect(interruptions).toHaveLength(1)
  })

  test('are called by whom the context of the run says', async () => {
    const rules = `
  - id: support
    match_on: { resources: [read_order], principals: { roles: [support] } }
    effect: { type: allow }
`
    const given = program({ policies: [policy(rules)] })
    const shownTo = async (...roles: string[]) => {
      const model = scripted({ name: 'read_order', input: { id: 'A1' } })
      const tools = [
        tool(
          guardTool(
            given.kvlar,
            { name: 'read_order', description: 'd', parameters: ORDER, execute: () => 'here it is' },
            {
              context: ({ context }) => ({
                principal: { id: 'ana', kind: 'user', roles: (context as { roles: string[] }).roles },
              }),
            },
          ),
        ),
      ]
      await run(new Agent({ name: 'desk', model, tools }), 'go', { context: { roles } })
      return JSON.stringify(model.seen[1])
    }
    expect(await shownTo('support')).toContain('here it is')
    expect(await shownTo()).toContain('POLICY_DEFAULT_DENY')
  })

  test('have a name and something to run', async () => {
    const { kvlar } = program()
    for (const nothing of [{}, { name: 'read' }, { execute: () => 1 }])
      expect(await thrownBy(() => guardTool(kvlar, nothing))).toMatchObject({ code: 'KVLAR_BAD_OPTION' })
  })
})
