import { KvlarMisuse } from '../errors/kvlar-misuse.ts'

/** What the SDK says of a request; what of it was verified is for the program to know, such as `authInfo`. */
export interface McpRequest {
  /** Version 1. */
  readonly authInfo?: unknown
  readonly sessionId?: string | undefined
  /** Version 2. */
  readonly http?: { readonly authInfo?: unknown } | undefined
}

/** As it came in: nothing of it has been checked yet. */
export interface CallToolRequest {
  readonly method: string
  readonly params?: {
    readonly name?: unknown
    readonly arguments?: unknown
    readonly task?: unknown
    readonly requestState?: unknown
  }
}

export type Extra = McpRequest & {
  /** Version 1. */
  readonly signal?: AbortSignal
  /** Version 2; the last three where the newest revision is spoken. */
  readonly mcpReq?: {
    readonly signal?: AbortSignal
    readonly envelope?: unknown
    readonly inputResponses?: unknown
    readonly requestState?: () => unknown
  }
}

export type Handler = (request: CallToolRequest, extra: Extra) => unknown

/** Where a server of either version keeps who answers what. */
export interface Protocol {
  readonly _requestHandlers: Map<string, Handler>
  readonly fallbackRequestHandler?: Handler
}

const guardedAlready = new WeakSet<object>()

/** Both versions keep their handlers in a map of this name. What has none is refused, never left unguarded. */
export function protocolOf(server: object): Protocol {
  const protocol: unknown = 'server' in server ? server.server : server
  if (typeof protocol !== 'object' || protocol === null || !('_requestHandlers' in protocol)) throw unknown()
  const { _requestHandlers: handlers } = protocol
  if (!(handlers instanceof Map)) throw unknown()
  if (guardedAlready.has(handlers))
    throw new KvlarMisuse('KVLAR_BAD_OPTION', 'this server is guarded already')
  guardedAlready.add(handlers)
  // Its handlers have been looked at; the rest is optional.
  return protocol as Protocol
}

function unknown(): KvlarMisuse {
  return new KvlarMisuse(
    'KVLAR_BAD_OPTION',
    'this is no server of a version of the MCP SDK that is known; refusing',
  )
}
