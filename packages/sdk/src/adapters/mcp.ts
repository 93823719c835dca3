/**
 * The MCP TypeScript SDK, servers of version 1 and 2: every tool of a server, those too that are registered later, runs
 * only when the policy or a person says so.
 *
 * It stands where requests are handled, in front of the server's own look-up and validation, and judges `tools/call`
 * alone: `kvlar proxy` and `kvlar run` judge the whole protocol.
 */
import type { KvlarContext } from '../call-context.ts'
import type { ApprovalPending } from '../errors/approval-pending.ts'
import { isKvlarError } from '../errors/is-kvlar-error.ts'
import { noticeOf, noticeText } from '../notice.ts'
import { askingOf } from './mcp-asking.ts'
import {
  protocolOf,
  type CallToolRequest,
  type Extra,
  type Handler,
  type McpRequest,
} from './mcp-protocol.ts'
import { callTool, type Judge, type ToolOptions } from './call-tool.ts'

/**
 * `holdMs` is for how long a client is held that waits for people; it is told to make the same call again then. One that
 * can lead its user to the request, which takes the newest revision, is asked to do so first.
 */
export interface McpOptions extends Omit<ToolOptions<McpRequest>, 'onPending'> {
  readonly context?: (request: McpRequest) => KvlarContext
}

const CALL = 'tools/call'
/** Clients of the SDK give up after a minute. */
const HOLD_MS = 45_000
const INVALID_PARAMS = -32_602
/** As the proxy refuses what has no result that a model reads. */
const DENIED = -31_403

/**
 * Guards the tools of a server: those that it has and those that it gets.
 *
 * @returns the same server
 * @throws KvlarMisuse for what is no server that this adapter knows, or is guarded already
 */
export function guardServer<Server extends object>(
  kvlar: Judge,
  server: Server,
  options: McpOptions = {},
): Server {
  const protocol = protocolOf(server)
  const handlers = protocol._requestHandlers
  const stored = handlers.get.bind(handlers)
  // Where both versions look for who answers, so that no handler is missed, whenever and however it came.
  handlers.get = (method) => {
    const handler = stored(method)
    if (method !== CALL) return handler
    const calls = handler ?? protocol.fallbackRequestHandler
    return calls && ((request, extra) => judged(kvlar, { request, extra, calls }, options))
  }
  return server
}

async function judged(
  kvlar: Judge,
  {
    request,
    extra,
    calls,
  }: { readonly request: CallToolRequest; readonly extra: Extra; readonly calls: Handler },
  options: McpOptions,
): Promise<unknown> {
  const { name, arguments: input, ...params } = request.params ?? {}
  if (typeof name !== 'string') throw protocolError(INVALID_PARAMS, 'a call names its tool')
  const signal = extra.mcpReq?.signal ?? extra.signal
  const asking = askingOf(request, extra)
  const start = async (args: object): Promise<unknown> =>
    calls({ ...request, params: { ...params, name, arguments: args } }, asking.extra)
  const { holdMs = HOLD_MS } = options
  // Who is asked waits before the question, not before the answer to the call.
  const waits = { onPending: 'throw', holdMs: asking.mayAsk || asking.isLeft ? 0 : holdMs } as const
  try {
    return await callTool(kvlar, { name, input, call: extra, signal, start }, { ...options, ...waits })
  } catch (error) {
    const asked = asking.mayAsk && isPending(error) ? asking.ask(error) : undefined
    if (asked !== undefined) return asked
    const notice = noticeOf(error)
    if (!isKvlarError(error) || notice === undefined) throw error
    const text = noticeText(error, notice)
    if (params.task !== undefined) throw protocolError(DENIED, text, { _kvlar: notice })
    return { content: [{ type: 'text', text }], isError: true, _kvlar: notice }
  }
}

function isPending(error: unknown): error is ApprovalPending {
  return isKvlarError(error) && error.name === 'ApprovalPending'
}

function protocolError(code: number, message: string, data?: object): Error {
  return Object.assign(new Error(message), { code, ...(data && { data }) })
}
