import type { JsonObject } from '@kvlar/core/json'
import type { HookCall } from './hook-call.ts'

export type HookClientId = 'claude-code' | 'codex' | 'cursor' | 'gemini' | 'copilot' | 'vscode'

/** A client that asks a program of ours before it runs a tool. */
export interface HookClient {
  readonly id: HookClientId
  readonly title: string
  /** Its id in the table of configuration files. */
  readonly client: string
  /** Where what stands here is written, or what was run to see it. */
  readonly source: string
  /** Events before a tool runs, and how each is read; undefined where another event tells of the same. @throws HookUnreadable */
  readonly toolEvents: Readonly<Record<string, (input: JsonObject) => HookCall | undefined>>
  /** Events at which no tool runs: they are let go without a word. Every other name is denied. */
  readonly otherEvents: readonly string[]
  /** What is meant where the client does not name its event; absent where it names every one. */
  readonly unnamedEvent?: string
  /** How tools of MCP servers are named; absent where the name does not say the server. */
  readonly mcp?: { readonly prefix: string; readonly separator: string }
  /** The denial that the client reads from standard output; exit code 2 and standard error say it once more. */
  readonly denial: (reason: string) => JsonObject
}
