/*
 * Frameworks that are too heavy for `npm test`, by the shapes in which they hand over a call. That they do so is for
 * `npm run adapters`, which has them whole.
 */
import { guardCreateTool, ToolStopped } from '@kvlar/sdk/mastra'
import { guardToolCalls } from '@kvlar/sdk/strands'
import { optionsOf, toldIn } from './frameworks.ts'
import { anew, guardedSurface, ranOf, toldBy } from './guarded.ts'

class TextBlock {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

class ToolResultBlock {
  readonly content: readonly TextBlock[]
  constructor({ content }: { readonly content: readonly TextBlock[] }) {
    this.content = content
  }
}

export const STRANDS = guardedSurface(
  'strands',
  anew(async (kvlar, action, called) => {
    const { resource: name, parameters: input } = action
    const middleware = guardToolCalls(kvlar, { TextBlock, ToolResultBlock }, optionsOf(action, called))
    const context = {
      tool: { name },
      toolUse: { name, toolUseId: 'one', input },
      invocationState: {},
      cancelSignal: new AbortController().signal,
      interrupt: () => undefined,
    }
    const calling = middleware(context, async function* ({ toolUse }) {
      yield 'running'
      return { result: called.run(toolUse.input) }
    })
    for (;;) {
      const step = await calling.next()
      if (step.done !== true) continue
      const { result } = step.value
      return typeof result === 'string' ? ranOf(called) : toldIn(result.content[0]?.text ?? '')
    }
  }),
)

export const MASTRA = guardedSurface(
  'mastra',
  anew(async (kvlar, action, called) => {
    const createTool = (tool: { id: string; execute: (args: unknown, call: object) => Promise<unknown> }) =>
      tool
    const { execute } = guardCreateTool(
      kvlar,
      createTool,
      optionsOf(action, called),
    )({
      id: action.resource,
      execute: async (args) => called.run(args),
    })
    try {
      await execute(action.parameters, { requestContext: new Map() })
      return ranOf(called)
    } catch (error) {
      if (!(error instanceof ToolStopped)) throw error
      return toldBy(error._kvlar)
    }
  }),
)
