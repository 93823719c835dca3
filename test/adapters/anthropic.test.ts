import Anthropic from '@anthropic-ai/sdk'
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod'
import { guardTools } from '@kvlar/sdk/anthropic'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { answer, pendingId, program, thrownBy, type Program } from '../../packages/sdk/test/program.ts'

interface Use {
  readonly name: string
  readonly input: object
}

/** A client whose server is a script: it asks for these tools, and then says that it is done. */
function scripted(...uses: readonly Use[]) {
  const requests: { messages: readonly { content: unknown }[]; stream?: boolean }[] = []
  const fetch = async (_url: unknown, init?: { body?: unknown }): Promise<Response> => {
    const request = JSON.parse(String(init?.body)) as (typeof requests)[number]
    requests.push(request)
    const isFirst = requests.length === 1
    const content = isFirst
      ? uses.map(({ name, input }) => ({ type: 'tool_use', id: `toolu_${name}`, name, input }))
      : [{ type: 'text', text: 'done' }]
    const head = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-test',
      stop_sequence: null,
    }
    const usage = { input_tokens: 1, output_tokens: 1 }
    const stop_reason = isFirst ? 'tool_use' : 'end_turn'
    if (request.stream !== true) return Response.json({ ...head, content, stop_reason, usage })
    const events = [
      { type: 'message_start', message: { ...head, content: [], stop_reason: null, usage } },
      ...content.flatMap((block, index) => streamed(block, index)),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } },
      { type: 'message_stop' },
    ]
    const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  return { client: new Anthropic({ apiKey: 'none', fetch }), requests }
}

function streamed(block: object, index: number): readonly { readonly type: string }[] {
  const start = (content_block: object) => ({ type: 'content_block_start', index, content_block })
  const delta = (what: object) => ({ type: 'content_block_delta', index, delta: what })
  const stop = { type: 'content_block_stop', index }
  if ('input' in block) {
    const partial_json = JSON.stringify(block.input)
    return [start({ ...block, input: {} }), delta({ type: 'input_json_delta', partial_json }), stop]
  }
  return [start({ type: 'text', text: '' }), delta({ type: 'text_delta', text: 'done' }), stop]
}

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
