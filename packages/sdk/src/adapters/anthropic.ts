/**
 * The tool runner of Anthropic's SDK: tools that run only when the policy or a person says so, also where the runner
 * starts them while the reply is still streaming.
 *
 * Tools that Anthropic's servers run never pass here, so that they are refused unless they are named in `unjudged`.
 */
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { callTool, told, type Judge, type ToolOptions } from './call-tool.ts'

export { ToolStopped } from './call-tool.ts'

/** What the runner says of a call. */
export interface AnthropicToolCall {
  readonly toolUse?: { readonly id: string; readonly name: string }
  readonly signal?: AbortSignal | null | undefined
}

export interface AnthropicToolOptions extends ToolOptions<AnthropicToolCall> {
  /** Tools that run at Anthropic, which Kvlar does not see. */
  readonly unjudged?: readonly string[]
}

type Run = (args: unknown, call?: AnthropicToolCall) => unknown

/** The same tools, guarded; for `client.beta.messages.toolRunner`. @throws KvlarMisuse for tools that run elsewhere */
export function guardTools<Tools extends readonly object[]>(
  kvlar: Judge,
  tools: Tools,
  { unjudged = [], ...options }: AnthropicToolOptions = {},
): Tools {
  const guardTool = (tool: {
    readonly name?: unknown
    readonly type?: unknown
    readonly run?: unknown
  }): object => {
    const name = String(tool.name ?? tool.type)
    const { run } = tool
    if (typeof run !== 'function') {
      if (unjudged.includes(name)) return tool
      throw new KvlarMisuse(
        'KVLAR_BAD_OPTION',
        `\`${name}\` runs elsewhere, unseen; name it in \`unjudged\` if that is meant`,
      )
    }
    const guarded: Run = async (input, call = {}) =>
      callTool(
        kvlar,
        {
          name,
          input,
          call,
          signal: call.signal ?? undefined,
          start: (args) => run.call(tool, args, call) as unknown,
        },
        options,
      ).catch((error: unknown) => {
        throw told(error)
      })
    return { ...tool, run: guarded }
  }
  // Each tool is what it was, but for what it runs.
  return tools.map(guardTool) as unknown as Tools
}
