import { Command, interrupt, MemorySaver } from '@langchain/langgraph'
import { guardToolCalls } from '@kvlar/sdk/langchain'
import { createAgent, createMiddleware, fakeModel, tool, ToolMessage, type BaseMessage } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { answer, pendingId, policy, program, type Program } from '../../packages/sdk/test/program.ts'

interface Use {
  readonly name: string
  readonly args: Record<string, unknown>
}

const REFUND = { orderId: 'A1', amount: 5 }
const SUPPORT = `
  - id: support
    match_on: { resources: [read_order], principals: { roles: [support] } }
    effect: { type: allow }
`

function agentOf(given: Program, uses: readonly Use[], { interrupts = false } = {}) {
  const { kvlar, ran, issueRefund } = given
  const schema = z.object({ id: z.string() })
  const refund = z.object({ orderId: z.string(), amount: z.number() })
  const contextSchema = z.object({ roles: z.array(z.string()).optional() })
  const middleware = createMiddleware({
    name: 'Kvlar',
    contextSchema,
    wrapToolCall: guardToolCalls(
      kvlar,
      { ToolMessage, ...(interrupts && { interrupt }) },
      {
        context: ({ context }) => {
          const roles = contextSchema.nullish().parse(context)?.roles
          return roles === undefined ? {} : { principal: { id: 'ana', kind: 'user', roles } }
        },
      },
    ),
  })
  return createAgent({
    model: fakeModel()
      .respondWithTools(uses.map((use) => ({ ...use, id: use.name })))
      .respond(new ToolMessage({ content: 'done', tool_call_id: 'none' })),
    tools: [
      tool(({ id }: z.infer<typeof schema>) => `order ${id}`, { name: 'read_order', schema }),
      tool(() => String(ran.push('dropped')), { name: 'drop_order', schema }),
      tool((args: z.infer<typeof refund>) => issueRefund(args), { name: 'issue_refund', schema: refund }),
    ],
    middleware: [middleware],
    ...(interrupts && { checkpointer: new MemorySaver() }),
  })
}

const GO = { messages: [{ role: 'user', content: 'go' }] }

const answersOf = (messages: readonly BaseMessage[]): readonly ToolMessage[] =>
  messages
    .filter((message) => ToolMessage.isInstance(message))
    .filter((message) => message.tool_call_id !== 'none')

describe('tools of an agent of LangChain', () => {
  test('run, or do not, and the model is told why', async () => {
    const given = program()
    const uses = ['read_order', 'drop_order'].map((name) => ({ name, args: { id: 'A1' } }))
    const { messages } = await agentOf(given, uses).invoke(GO)
    expect(answersOf(messages)).toMatchObject([
      { name: 'read_order', content: 'order A1' },
      {
        name: 'drop_order',
        status: 'error',
        artifact: { _kvlar: { code: 'POLICY_DENY', rule_id: 'deny-drops' } },
      },
    ])
    expect(answersOf(messages)[1]?.content).toContain('nothing is dropped here')
    expect(given.ran).toEqual([])
  })

  test('wait for people in a run that streams, while others run', async () => {
    const given = program()
    const uses = [
      { name: 'issue_refund', args: REFUND },
      { name: 'read_order', args: { id: 'A1' } },
    ]
    const stream = await agentOf(given, uses).stream(GO, { streamMode: 'updates' })
    const seen: string[] = []
    for await (const update of stream) {
      for (const message of answersOf(
        (update as { tools?: { messages: BaseMessage[] } }).tools?.messages ?? [],
      ))
        seen.push(message.name ?? '')
      if (seen.includes('read_order') && given.ran.length === 0) await answer(given.approvals, 'approve')
    }
    expect([seen, given.ran]).toEqual([['read_order', 'issue_refund'], [REFUND]])
  })

  test('interrupt the graph for people, and what it is resumed with does not decide', async () => {
    const given = program()
    const agent = agentOf(given, [{ name: 'issue_refund', args: REFUND }], { interrupts: true })
    const config = { configurable: { thread_id: 't1' } }
    const stopped = (state: object) =>
      (state as { __interrupt__?: readonly { value: unknown }[] }).__interrupt__?.map(({ value }) => value)
    const first = await agent.invoke(GO, config)
    const id = await pendingId(given.approvals)
    const waits = [{ _kvlar: { code: 'POLICY_APPROVAL_REQUIRED', approval: { id, status: 'pending' } } }]
    expect(stopped(first)).toMatchObject(waits)
    const again = await agent.invoke(new Command({ resume: { approved: true } }), config)
    expect(stopped(again)).toMatchObject(waits)
    expect(given.ran).toEqual([])
    await answer(given.approvals, 'approve')
    const { messages } = await agent.invoke(new Command({ resume: 'whatever' }), config)
    expect(answersOf(messages)).toMatchObject([{ content: 'refunded' }])
    expect(given.ran).toEqual([REFUND])
  })

  test('are called by whom the context of the run says', async () => {
    const given = program({ policies: [policy(SUPPORT)] })
    const shownTo = async (...roles: string[]) => {
      const agent = agentOf(given, [{ name: 'read_order', args: { id: 'A1' } }])
      const { messages } = await agent.invoke(GO, { context: { roles } })
      return answersOf(messages)[0]?.content
    }
    expect(await shownTo('support')).toBe('order A1')
    expect(await shownTo()).toContain('POLICY_DEFAULT_DENY')
  })

  test('run with what was judged, whatever becomes of the message meanwhile', async () => {
    const given = program()
    const args = { ...REFUND }
    const judge = guardToolCalls(given.kvlar, { ToolMessage })
    const request = { toolCall: { name: 'issue_refund', args, id: 'c' }, runtime: {} }
    const going = judge(request, ({ toolCall }) => given.ran.push(toolCall.args))
    args.amount = 1_000_000
    await answer(given.approvals, 'approve')
    await going
    expect(given.ran).toEqual([REFUND])
  })

  test('fail as they do without', async () => {
    const given = program()
    const judge = guardToolCalls(given.kvlar, { ToolMessage })
    const request = { toolCall: { name: 'read_order', args: {} }, runtime: {} }
    const failing = async () => {
      throw new Error('the shop is closed')
    }
    await expect(judge(request, failing)).rejects.toThrow('the shop is closed')
  })
})
