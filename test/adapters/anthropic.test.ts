import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod'
import { guardTools } from '@kvlar/sdk/anthropic'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { scripted, type Use } from './anthropic-model.ts'
import { answer, pendingId, program, thrownBy, type Program } from '../../packages/sdk/test/program.ts'

function toolsOf(given: Program) {
  const inputSchema = z.object({ id: z.string() })
  const refund = z.object({ orderId: z.string(), amount: z.number() })
  return [
    betaZodTool({ name: 'read_order', description: 'd', inputSchema, run: ({ id }) => `order ${id}` }),
    betaZodTool({
      name: 'drop_order',
      description: 'd',
      inputSchema,
      run: () => String(given.ran.push('dropped')),
    }),
    betaZodTool({ name: 'issue_refund', description: 'd', inputSchema: refund, run: given.issueRefund }),
  ]
}

const REFUND = { orderId: 'A1', amount: 5 }

describe.each([
  { mode: 'after the reply', stream: false, runToolsEagerly: false },
  { mode: 'after the reply has streamed', stream: true, runToolsEagerly: false },
  { mode: 'while the reply streams', stream: true, runToolsEagerly: true },
])('tools that the runner of Anthropic’s SDK starts $mode', ({ stream, runToolsEagerly }) => {
  const run = async (given: Program, ...uses: readonly Use[]) => {
    const { client, requests } = scripted(...uses)
    const common = {
      model: 'claude-test',
      max_tokens: 100,
      messages: [{ role: 'user' as const, content: 'go' }],
      tools: guardTools(given.kvlar, toolsOf(given)),
    }
    if (stream) {
      const runner = client.beta.messages.toolRunner({ ...common, stream: true, runToolsEagerly })
      for await (const reply of runner) await reply.finalMessage()
    } else await client.beta.messages.toolRunner(common)
    return requests[1]?.messages.at(-1)?.content
  }

  test('run, or do not, and the model is told why', async () => {
    const given = program()
    const told = await run(
      given,
      { name: 'read_order', input: { id: 'A1' } },
      { name: 'drop_order', input: { id: 'A1' } },
    )
    expect(told).toMatchObject([
      { tool_use_id: 'toolu_read_order', content: 'order A1' },
      { tool_use_id: 'toolu_drop_order', is_error: true, content: expect.stringContaining('"_kvlar":') },
    ])
    expect(given.ran).toEqual([])
  })

  test('wait for people, while others run', async () => {
    const given = program()
    const going = run(
      given,
      { name: 'issue_refund', input: REFUND },
      { name: 'read_order', input: { id: 'A1' } },
    )
    await pendingId(given.approvals)
    expect(given.ran).toEqual([])
    await answer(given.approvals, 'approve')
    expect(await going).toMatchObject([{ content: 'refunded' }, { content: 'order A1' }])
    expect(given.ran).toEqual([REFUND])
  })
})

test('tools that run with what was judged, and that withdraw their request when the runner is stopped', async () => {
  const given = program()
  const [, , refund] = guardTools(given.kvlar, toolsOf(given))
  const args = { ...REFUND }
  const going = refund?.run(args as never)
  args.amount = 1_000_000
  await answer(given.approvals, 'approve')
  await going
  expect(given.ran).toEqual([REFUND])
  const stop = new AbortController()
  const context = { toolUse: { id: 't' }, toolUseBlock: { id: 't' }, signal: stop.signal }
  const stopped = thrownBy(() => refund?.run(REFUND as never, context as never))
  const id = await pendingId(given.approvals)
  stop.abort(new Error('stopped'))
  expect(await stopped).toMatchObject({ message: 'stopped' })
  expect((await given.approvals.get(id))?.state).toBe('cancelled')
})

test('tools that run at Anthropic are refused, unless they are named', async () => {
  const { kvlar } = program()
  const tools = [{ type: 'web_search_20250305', name: 'web_search' }] as const
  expect(await thrownBy(() => guardTools(kvlar, tools))).toMatchObject({ code: 'KVLAR_BAD_OPTION' })
  expect(guardTools(kvlar, tools, { unjudged: ['web_search'] })).toEqual(tools)
})
