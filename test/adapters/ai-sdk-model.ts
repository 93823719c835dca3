import { convertArrayToReadableStream, MockLanguageModelV4 } from 'ai/test'

/** A call that a scripted model makes. */
export interface Scripted {
  readonly toolName: string
  readonly input: object
  /** The name of the tool when absent. */
  readonly id?: string
}

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
}

/** A model of the Vercel AI SDK that makes these calls, a list for each step, and then says that it is done. */
export function scripted(...steps: readonly (readonly Scripted[])[]): MockLanguageModelV4 {
  let step = 0
  const next = () => {
    const calls = (steps[step] ?? []).map(({ toolName, input, id = toolName }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName,
      input: JSON.stringify(input),
    }))
    step += 1
    const unified = calls.length > 0 ? ('tool-calls' as const) : ('stop' as const)
    return { calls, finishReason: { unified, raw: undefined } }
  }
  return new MockLanguageModelV4({
    doGenerate: async () => {
      const { calls, finishReason } = next()
      const content = calls.length > 0 ? calls : [{ type: 'text' as const, text: 'done' }]
      return { content, finishReason, usage: USAGE, warnings: [] }
    },
    doStream: async () => {
      const { calls, finishReason } = next()
      return {
        stream: convertArrayToReadableStream([
          { type: 'stream-start' as const, warnings: [] },
          ...calls,
          { type: 'finish' as const, finishReason, usage: USAGE },
        ]),
      }
    },
  })
}
