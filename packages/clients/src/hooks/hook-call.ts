import type { JsonObject } from '@kvlar/core/json'

/** A tool that a client is about to run, as its hook is told. */
export interface HookCall {
  /** As the client names it. */
  readonly tool: string
  readonly arguments: JsonObject
  /** Whether it is certainly one of an MCP server, whichever that is. */
  readonly isOfServer?: true
  /** The tool of an MCP server, where the client names both apart. */
  readonly origin?: McpTool
  /** The command line of the MCP server that has the tool, where the client says it. */
  readonly startedBy?: string
  /** Where the client works; absent where it does not say it. */
  readonly cwd?: string
  /** Of the client; absent where it does not say it. */
  readonly sessionId?: string
}

/** A tool by the names that its server and the client's configuration give it. */
export interface McpTool {
  readonly server: string
  readonly tool: string
}

/** What stands for the name of a server that the client's files do not tell: none that they could give one. */
export const UNKNOWN_SERVER = '?'

/** What a client told its hook. */
export type HookEvent =
  /** A tool is about to run. */
  | { readonly kind: 'call'; readonly call: HookCall }
  /** No tool runs, or another event tells of it. */
  | { readonly kind: 'other' }
  /** What cannot be read for certain, and so is denied. */
  | { readonly kind: 'unreadable'; readonly reason: string }

/** How a hook process ends. */
export interface HookAnswer {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}
