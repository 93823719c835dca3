import type { Action } from '@kvlar/core'
import { guardTools as guardAiTools, ToolStopped } from '@kvlar/sdk/ai-sdk'
import { guardTools as guardAnthropicTools } from '@kvlar/sdk/anthropic'
import { guardToolCalls } from '@kvlar/sdk/langchain'
import { guardTool } from '@kvlar/sdk/openai-agents'
import { Agent, run, setTracingDisabled, tool as openAiTool } from '@openai/agents'
import { generateText, isStepCount, jsonSchema, tool as aiTool } from 'ai'
import { createAgent, createMiddleware, fakeModel, tool as langTool, ToolMessage } from 'langchain'
import { scripted as scriptedAi } from '../ai-sdk-model.ts'
import { scripted as scriptedAnthropic } from '../anthropic-model.ts'
import { scripted as scriptedOpenAi } from '../openai-model.ts'
import { anew, guardedSurface, placeOf, ranOf, toldBy, type Called } from './guarded.ts'
import { asToolCall, hasProto, type Told } from './surface.ts'

/** Whatever the model writes is an object. */
const ANYTHING = {
  type: 'object' as const,
  properties: {},
  required: [] as string[],
  additionalProperties: true as const,
}

export const optionsOf = (action: Action, { context }: Called) =>
  ({ ...placeOf(action), context: () => context, onPending: 'throw' }) as const

/** What a model reads in the place of a result. */
export function toldIn(text: string): Told {
  const line = text.split('\n').find((one) => one.startsWith('{"_kvlar":'))
  if (line === undefined) throw new Error(`no answer of Kvlar: ${text}`)
  const { _kvlar } = JSON.parse(line) as { _kvlar: Parameters<typeof toldBy>[0] }
  return toldBy(_kvlar)
}

export const AI_SDK = guardedSurface(
  'ai-sdk',
  anew(async (kvlar, action, called) => {
    const { resource, parameters } = action
    const plain = aiTool({ inputSchema: jsonSchema(ANYTHING), execute: async (args) => called.run(args) })
    const tools = guardAiTools(kvlar, { [resource]: plain }, optionsOf(action, called))
    const model = scriptedAi([{ toolName: resource, input: parameters }])
    const { steps } = await generateText({ model, tools, prompt: 'go', stopWhen: isStepCount(2) })
    const stopped = steps[0]?.content.find((part) => part.type === 'tool-error')
    if (stopped === undefined) return ranOf(called)
    // What it cannot read itself it says as a text, and calls no tool.
    return stopped.error instanceof ToolStopped ? toldBy(stopped.error._kvlar) : { kind: 'unread' }
  }),
)

interface ToolResult {
  readonly content: string
  readonly is_error?: boolean
}

export const ANTHROPIC = guardedSurface(
  'anthropic',
  anew(async (kvlar, action, called) => {
    const { resource: name, parameters: input } = action
    const plain = {
      type: 'custom' as const,
      name,
      input_schema: ANYTHING,
      parse: (content: unknown) => content,
      run: (args: unknown) => called.run(args),
    }
    const { client, requests } = scriptedAnthropic({ name, input })
    await client.beta.messages.toolRunner({
      model: 'claude-test',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'go' }],
      tools: guardAnthropicTools(kvlar, [plain as never], optionsOf(action, called)),
    })
    const results = requests[1]?.messages.at(-1)?.content as ToolResult[] | undefined
    const stopped = results?.find(({ is_error }) => is_error === true)
    return stopped === undefined ? ranOf(called) : toldIn(stopped.content)
  }),
)

export const LANGCHAIN = guardedSurface(
  'langchain',
  anew(async (kvlar, action, called) => {
    const { resource: name, parameters: args } = action
    const wrapToolCall = guardToolCalls(kvlar, { ToolMessage }, optionsOf(action, called))
    const agent = createAgent({
      model: fakeModel()
        .respondWithTools([{ name, args: { ...args }, id: 'call' }])
        .respond(new ToolMessage({ content: 'done', tool_call_id: 'none' })),
      tools: [langTool((given) => called.run(given), { name, schema: ANYTHING })],
      middleware: [createMiddleware({ name: 'Kvlar', wrapToolCall })],
    })
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'go' }] })
    const answer = messages.find((one) => ToolMessage.isInstance(one) && one.tool_call_id === 'call')
    const stopped = (answer as ToolMessage | undefined)?.artifact as { _kvlar?: Parameters<typeof toldBy>[0] }
    return stopped?._kvlar === undefined ? ranOf(called) : toldBy(stopped._kvlar)
  }),
  (action) =>
    hasProto(action.parameters)
      ? 'LangChain drops a key `__proto__` before anybody sees it'
      : asToolCall(action),
)

setTracingDisabled(true)

export const OPENAI_AGENTS = guardedSurface(
  'openai-agents',
  anew(async (kvlar, action, called) => {
    const { resource: name, parameters } = action
    const execute = (args: unknown): string => called.run(args)
    const options = { name, description: 'd', parameters: ANYTHING, strict: false as const, execute }
    const model = scriptedOpenAi({ name, input: parameters })
    const tools = [openAiTool(guardTool(kvlar, options, optionsOf(action, called)))]
    const agent = new Agent({ name: 'desk', model, tools })
    // Where the policy asks, the run stops for people before it calls.
    const { interruptions } = await run(agent, 'go')
    if (interruptions.length > 0) return { kind: 'stopped', outcome: 'require_approval' }
    if (called.ran() !== undefined) return ranOf(called)
    const answer = (model.seen.at(-1) as readonly { type?: string; output?: { text?: string } }[]).find(
      ({ type }) => type === 'function_call_result',
    )
    return toldIn(answer?.output?.text ?? '')
  }),
  (action) =>
    /^\w+$/.test(action.resource)
      ? asToolCall(action)
      : 'the SDK renames tools whose name is not of letters, digits and _',
)
