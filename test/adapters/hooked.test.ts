import { guardHooks as guardClaude } from '@kvlar/sdk/claude-agent'
import { guardHooks as guardCopilot } from '@kvlar/sdk/copilot'
import { describe, expect, test } from 'vitest'
import { answer, program, story, type Program } from '../../packages/sdk/test/program.ts'

/*
 * Frameworks that run tools between hooks, by the shapes in which they call them. They are too heavy for `npm test`; that
 * they do so is for `npm run adapters`, which has them whole.
 */

const REFUND = { orderId: 'A1', amount: 5 }
const SIGNAL = { signal: new AbortController().signal }

const judged = ({ events }: Program): unknown[] =>
  events.flatMap((event) => (event.kind === 'decided' ? [[event.action.resource, event.action.server]] : []))

describe('hooks of the Claude Agent SDK', () => {
  const hooksOf = (...given: Parameters<typeof guardClaude>) => {
    const hooks = guardClaude(...given)
    const at = { session_id: 's', prompt_id: 'p', cwd: '/' }
    const end = async (name: 'PostToolUse' | 'PostToolUseFailure' | 'PostToolBatch', event: object) => {
      for (const { hooks: told } of hooks[name])
        for (const hook of told) await hook({ ...at, hook_event_name: name, ...event })
    }
    const ask = async (id: string, tool_name: string, tool_input: unknown, of: object = {}) => {
      const event = { hook_event_name: 'PreToolUse', tool_name, tool_input, tool_use_id: id }
      const answers = hooks.PreToolUse.flatMap(({ hooks: asked }) =>
        asked.map(async (hook) => hook({ ...at, ...event, ...of }, id, SIGNAL)),
      )
      const [answered] = await Promise.all(answers)
      return answered?.hookSpecificOutput
    }
    return { end, ask }
  }

  test('let a tool go with what was judged, and leave the rest to the program', async () => {
    const given = program()
    const { end, ask } = hooksOf(given.kvlar)
    expect(await ask('1', 'read_order', { id: 'A1' })).toEqual({
      hookEventName: 'PreToolUse',
      updatedInput: { id: 'A1' },
    })
    await end('PostToolUse', { tool_use_id: '1' })
    await end('PostToolBatch', { tool_calls: [{ tool_use_id: '1' }] })
    expect(story(given.events)).toEqual(['allow POLICY_ALLOW', 'ok'])
  })

  test('take for failed what failed, and what had said nothing when its turn ended', async () => {
    const given = program()
    const { end, ask } = hooksOf(given.kvlar)
    for (const id of ['1', '2', '3']) await ask(id, 'read_order', { id })
    await end('PostToolUseFailure', { tool_use_id: '2' })
    await end('PostToolBatch', { tool_calls: [{ tool_use_id: '2' }, { tool_use_id: '3' }] })
    expect(story(given.events).slice(3)).toEqual(['failed', 'failed'])
  })

  test('stop a turn for one call, which comes again, and another turn for another', async () => {
    const given = program()
    const { ask } = hooksOf(given.kvlar)
    const other = { ...REFUND, amount: 6 }
    const stopped = (permissionDecision: string) => expect.objectContaining({ permissionDecision })
    expect(await ask('1', 'issue_refund', REFUND)).toEqual(stopped('defer'))
    expect(await ask('2', 'issue_refund', other)).toEqual(stopped('deny'))
    expect(await ask('1', 'issue_refund', REFUND)).toEqual(stopped('defer'))
    expect(await ask('3', 'issue_refund', other, { prompt_id: 'q' })).toEqual(stopped('defer'))
    for (const _both of [REFUND, other]) await answer(given.approvals, 'approve')
    expect(await ask('1', 'issue_refund', REFUND)).toMatchObject({ updatedInput: REFUND })
    expect(await ask('4', 'issue_refund', REFUND)).toEqual(stopped('defer'))
  })

  test('know a tool of a server by both names, and take apart no name of another', async () => {
    const given = program()
    const { ask } = hooksOf(given.kvlar)
    for (const [name, server] of [
      ['mcp__my_shop__read_order', 'my shop'],
      ['mcp__my_shop__read_order', 'other'],
      ['mcp__my_shop__', 'my shop'],
      ['read_order', 'my shop'],
    ] as const)
      await ask('1', name, {}, { mcp_server: { name: server, source: 'sdk' } })
    expect(judged(given)).toEqual([
      ['read_order', 'my shop'],
      ['mcp__my_shop__read_order', undefined],
      ['mcp__my_shop__', undefined],
      ['read_order', undefined],
    ])
  })

  test('deny what cannot be judged', async () => {
    const { ask } = hooksOf(program().kvlar)
    for (const [name, input] of [
      ['read_order', ['no', 'object']],
      ['read_order', { id: '\ud800' }],
      ['', {}],
      ['r'.repeat(100_000), {}],
    ] as const)
      expect(await ask('1', name, input)).toMatchObject({ permissionDecision: 'deny' })
  })
})

describe('hooks of the GitHub Copilot SDK', () => {
  const AT = { sessionId: 's', workingDirectory: '/' }

  test('let tools go that take a text alone, and judge it as `input`', async () => {
    const given = program()
    const { onPreToolUse } = guardCopilot(given.kvlar)
    const use = { ...AT, toolName: 'read_patch', toolArgs: '*** Begin Patch' }
    expect(await onPreToolUse(use)).toEqual({ modifiedArgs: '*** Begin Patch' })
    expect(given.events[0]).toMatchObject({ action: { parameters: { input: '*** Begin Patch' } } })
  })

  test('end calls that are the same in the order in which they began', async () => {
    const given = program()
    const { onPreToolUse, onPostToolUse, onPostToolUseFailure } = guardCopilot(given.kvlar)
    const use = { ...AT, toolName: 'read_order', toolArgs: { id: 'A1', at: [1] } }
    for (const toolArgs of [use.toolArgs, { at: [1], id: 'A1' }]) await onPreToolUse({ ...use, toolArgs })
    await onPostToolUseFailure({ ...use, sessionId: 'other' })
    await onPostToolUse(use)
    await onPostToolUseFailure(use)
    await onPostToolUse(use)
    const of = given.events.flatMap((event) => (event.kind === 'decided' ? [event.callId] : []))
    const ended = given.events.flatMap((event) =>
      event.kind === 'result' ? [[of.indexOf(event.callId), event.result]] : [],
    )
    expect(ended).toEqual([
      [0, 'ok'],
      [1, 'failed'],
    ])
  })

  test('never throw, whatever they are told, because a hook that does lets the tool run', async () => {
    const { onPreToolUse } = guardCopilot(program().kvlar)
    const failing = guardCopilot(program().kvlar, {
      context: () => {
        throw new Error('nobody knows who ana is')
      },
    })
    const use = { ...AT, toolName: 'read_order' }
    for (const answered of [
      await failing.onPreToolUse({ ...use, toolArgs: {} }),
      await onPreToolUse({ ...use, toolArgs: { id: '\ud800' } }),
      await onPreToolUse({ ...use, toolArgs: 5 }),
      await onPreToolUse({ ...AT, toolName: undefined as never, toolArgs: {} }),
      await onPreToolUse(undefined as never),
    ]) {
      expect(answered).toMatchObject({ permissionDecision: 'deny' })
      expect(JSON.stringify(answered)).toContain('BLOCKED BY KVLAR')
      expect(JSON.stringify(answered)).not.toContain('ana')
    }
  })

  test('take a name apart only where one server fits', async () => {
    const given = program()
    const { onPreToolUse } = guardCopilot(given.kvlar, { servers: ['my shop', 'a', 'a-b', 'a'] })
    for (const toolName of ['my_shop-read_order', 'a-c', 'a-b-c', 'a-', 'read_order'])
      await onPreToolUse({ ...AT, toolName, toolArgs: {} })
    expect(judged(given)).toEqual([
      ['read_order', 'my shop'],
      ['c', 'a'],
      ['a-b-c', undefined],
      ['a-', undefined],
      ['read_order', undefined],
    ])
  })
})
