import { isKvlarError } from '@kvlar/sdk'
import { guardTools, toolApproval, ToolStopped } from '@kvlar/sdk/ai-sdk'
import { generateText, isStepCount, streamText, tool, type ModelMessage, type ToolSet } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  answer,
  pendingId,
  policy,
  program,
  thrownBy,
  type Program,
} from '../../packages/sdk/test/program.ts'
import { scripted, type Scripted } from './ai-sdk-model.ts'

const called = (toolName: string, input: object, id = toolName): Scripted => ({ toolName, input, id })

const REFUND = z.object({ orderId: z.string(), amount: z.number() })

function toolsOf({ ran }: Program) {
  return {
    read_order: tool({
      inputSchema: z.object({ id: z.string() }),
      execute: async ({ id }, { toolCallId }) => {
        ran.push([id, toolCallId])
        return `order ${id}`
      },
    }),
    drop_order: tool({
      inputSchema: z.object({ id: z.string() }),
      execute: async () => void ran.push('dropped'),
    }),
    issue_refund: tool({
      inputSchema: REFUND,
      execute: async (args) => {
        ran.push(args)
        return 'refunded'
      },
    }),
  }
}

const run = async (tools: ToolSet, ...steps: readonly (readonly Scripted[])[]) =>
  generateText({ model: scripted(...steps), tools, prompt: 'go', stopWhen: isStepCount(5) })

describe('tools of the Vercel AI SDK', () => {
  test('run when the policy allows, with what the SDK hands to them', async () => {
    const given = program()
    const tools = guardTools(given.kvlar, toolsOf(given))
    const { steps } = await run(tools, [called('read_order', { id: 'A1' })])
    expect(steps[0]?.toolResults).toMatchObject([{ output: 'order A1' }])
    expect(given.ran).toEqual([['A1', 'read_order']])
  })

  test('do not run when it denies, and the model reads why', async () => {
    const given = program()
    const tools = guardTools(given.kvlar, toolsOf(given))
    const model = scripted([called('drop_order', { id: 'A1' })])
    const { steps } = await generateText({ model, tools, prompt: 'go', stopWhen: isStepCount(3) })
    const [error] = steps[0]?.content.filter(({ type }) => type === 'tool-error') ?? []
    expect(error).toMatchObject({ error: expect.any(ToolStopped) })
    expect(error).toMatchObject({ error: { _kvlar: { code: 'POLICY_DENY', rule_id: 'deny-drops' } } })
    expect(isKvlarError((error as { error: Error }).error.cause)).toBe(true)
    const shown = JSON.stringify(model.doGenerateCalls[1]?.prompt)
    for (const part of ['error-text', '_kvlar', 'nothing is dropped here']) expect(shown).toContain(part)
    expect(given.ran).toEqual([])
  })

  test('wait for a reviewer while others of the same step run', async () => {
    const given = program()
    const tools = guardTools(given.kvlar, toolsOf(given))
    const going = run(tools, [
      called('issue_refund', { orderId: 'A1', amount: 5 }),
      called('read_order', { id: 'A1' }),
      called('drop_order', { id: 'A1' }),
    ])
    await pendingId(given.approvals)
    while (given.ran.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    expect(given.ran).toEqual([['A1', 'read_order']])
    await answer(given.approvals, 'approve')
    const { steps } = await going
    expect(given.ran[1]).toEqual({ orderId: 'A1', amount: 5 })
    const kinds = steps[0]?.content.map(({ type }) => type).toSorted()
    expect(kinds).toEqual(['tool-call', 'tool-call', 'tool-call', 'tool-error', 'tool-result', 'tool-result'])
  })

  test('stop the run for approval, and what the run is told then does not decide', async () => {
    const given = program({ approvalUrl: (id) => `https://kvlar.example/${id}` })
    const tools = guardTools(given.kvlar, toolsOf(given), { onPending: 'throw' })
    const args = { orderId: 'A1', amount: 5 }
    const history: ModelMessage[] = [{ role: 'user', content: 'go' }]
    const first = await generateText({
      model: scripted([called('issue_refund', args)]),
      tools,
      toolApproval,
      messages: history,
    })
    const request = first.content.find(({ type }) => type === 'tool-approval-request')
    const id = await pendingId(given.approvals)
    expect(request).toMatchObject({ reason: expect.stringContaining(`https://kvlar.example/${id}`) })
    if (request?.type !== 'tool-approval-request') throw new Error('the run has not stopped')
    const approved: ModelMessage = {
      role: 'tool',
      content: [{ type: 'tool-approval-response', approvalId: request.approvalId, approved: true }],
    }
    const resume = async () => {
      const model = scripted()
      await generateText({
        model,
        tools,
        toolApproval,
        messages: [...history, ...first.response.messages, approved],
      })
      return JSON.stringify(model.doGenerateCalls[0]?.prompt)
    }
    expect(await resume()).toContain('POLICY_APPROVAL_REQUIRED')
    expect(given.ran).toEqual([])
    await answer(given.approvals, 'approve')
    expect(await resume()).toContain('refunded')
    expect(await resume()).toContain('POLICY_APPROVAL_REQUIRED')
    expect(given.ran).toEqual([args])
  })

  test('run with what was judged, whatever becomes of the input meanwhile', async () => {
    const given = program()
    const tools = guardTools(given.kvlar, toolsOf(given))
    const input = { orderId: 'A1', amount: 5 }
    const options = { toolCallId: 'c', messages: [], context: {} }
    const going = tools.issue_refund.execute?.(input, options)
    input.amount = 1_000_000
    await answer(given.approvals, 'approve')
    await going
    expect(given.ran).toEqual([{ orderId: 'A1', amount: 5 }])
  })

  test('stream, once they are allowed, and end on record as they end', async () => {
    const given = program()
    const tools = guardTools(given.kvlar, {
      read_log: tool({
        inputSchema: z.object({ fail: z.boolean() }),
        execute: async function* ({ fail }) {
          yield 'one'
          if (fail) throw new Error('the log is gone')
          yield 'two'
        },
      }),
      drop_log: tool({
        inputSchema: z.object({}),
        execute: async function* () {
          given.ran.push('dropped')
          yield 'gone'
        },
      }),
    })
    const calls = [
      called('read_log', { fail: false }, 'a'),
      called('read_log', { fail: true }, 'b'),
      called('drop_log', {}, 'c'),
    ]
    const result = streamText({ model: scripted(calls), tools, prompt: 'go', stopWhen: isStepCount(2) })
    const parts: [string, unknown][] = []
    for await (const part of result.fullStream) {
      if (part.type === 'tool-result')
        parts.push([part.toolCallId, part.preliminary ? part.output : `${String(part.output)}!`])
      if (part.type === 'tool-error') parts.push([part.toolCallId, (part.error as Error).name])
    }
    expect(parts.filter(([id]) => id === 'a')).toEqual([
      ['a', 'one'],
      ['a', 'two'],
      ['a', 'two!'],
    ])
    expect(parts.filter(([id]) => id === 'b')).toEqual([
      ['b', 'one'],
      ['b', 'Error'],
    ])
    expect(parts.filter(([id]) => id === 'c')).toEqual([['c', 'ToolStopped']])
    const ends = given.events.flatMap((event) => (event.kind === 'result' ? [event.result] : []))
    expect([ends.toSorted(), given.ran]).toEqual([['failed', 'ok'], []])
  })

  test('are called by whom the context of the run says', async () => {
    const given = program({
      policies: [
        policy(`
  - id: support
    match_on: { resources: [read_order], principals: { roles: [support] } }
    effect: { type: allow }
`),
      ],
    })
    const plain = toolsOf(given)
    const contextSchema = z.object({ user: z.string(), roles: z.array(z.string()) })
    const tools = guardTools(
      given.kvlar,
      { read_order: tool({ ...plain.read_order, contextSchema }) },
      {
        context: ({ context }) => {
          const { user, roles } = contextSchema.parse(context)
          return { principal: { id: user, kind: 'user', roles } }
        },
      },
    )
    const as = async (...roles: string[]) => {
      const { steps } = await generateText({
        model: scripted([called('read_order', { id: 'A1' })]),
        tools,
        toolsContext: { read_order: { user: 'ana', roles } },
        prompt: 'go',
      })
      return steps[0]?.content.at(-1)?.type
    }
    expect([await as('support'), await as()]).toEqual(['tool-result', 'tool-error'])
    const nobody = guardTools(given.kvlar, plain)
    expect((await run(nobody, [called('read_order', { id: 'A1' })])).steps[0]?.content.at(-1)?.type).toBe(
      'tool-error',
    )
  })

  test('that run elsewhere are refused, unless they are named', async () => {
    const given = program()
    const tools = { ask_user: tool({ inputSchema: z.object({}), outputSchema: z.string() }) }
    expect(await thrownBy(() => guardTools(given.kvlar, tools))).toMatchObject({ code: 'KVLAR_BAD_OPTION' })
    expect(guardTools(given.kvlar, tools, { unjudged: ['ask_user'] })).toEqual(tools)
  })

  test('may have a guarded function as `execute`', async () => {
    const given = program()
    const refund = given.kvlar.guard('issue_refund', given.issueRefund, { input: REFUND })
    const now = given.kvlar.guard('read_time', async () => 'noon')
    const tools = {
      refund: tool({ inputSchema: REFUND, execute: refund }),
      now: tool({ inputSchema: z.object({}), execute: now }),
    }
    const going = run(tools, [called('refund', { orderId: 'A1', amount: 5 }), called('now', {})])
    await answer(given.approvals, 'approve')
    expect((await going).steps[0]?.toolResults.map(({ output }) => output)).toEqual(['refunded', 'noon'])
  })
})
