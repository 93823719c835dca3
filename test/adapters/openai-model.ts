import { Usage, type AgentInputItem, type Model } from '@openai/agents'

/** A tool that a scripted model calls. */
export interface Use {
  readonly name: string
  readonly input: object
}

/** A model that calls these tools in its first step, and then says that it is done. */
export function scripted(...uses: readonly Use[]): Model & { readonly seen: (string | AgentInputItem[])[] } {
  const seen: (string | AgentInputItem[])[] = []
  const reply = () => ({
    usage: new Usage(),
    output:
      seen.length === 1
        ? uses.map(({ name, input }) => ({
            type: 'function_call' as const,
            callId: `call_${name}`,
            name,
            status: 'completed' as const,
            arguments: JSON.stringify(input),
          }))
        : [
            {
              type: 'message' as const,
              role: 'assistant' as const,
              status: 'completed' as const,
              content: [{ type: 'output_text' as const, text: 'done' }],
            },
          ],
  })
  return {
    seen,
    getResponse: async ({ input }) => {
      seen.push(input)
      return reply()
    },
    getStreamedResponse: async function* ({ input }) {
      seen.push(input)
      const { output, usage } = reply()
      yield {
        type: 'response_done',
        response: {
          id: 'r',
          output,
          usage: {
            inputTokens: usage.inputTokens,
            outputTokens: usage.outputTokens,
            totalTokens: usage.totalTokens,
          },
        },
      }
    },
  }
}
