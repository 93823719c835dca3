/**
 * The hooks of clients: what a client tells before it runs a tool, read into one shape, and how it wants to be answered.
 *
 * A row for each client, and nothing that decides: whoever has a gate judges the call that comes out of `readHook`, and
 * says no by `denyHook`. A yes is `SILENCE`, so that the client's own questions stay.
 */
export { HOOK_CLIENTS } from './hook-clients.ts'
export type { HookClient, HookClientId } from './hook-client.ts'
export { UNKNOWN_SERVER } from './hook-call.ts'
export type { HookAnswer, HookCall, HookEvent, McpTool } from './hook-call.ts'
export { readHook } from './read-hook.ts'
export { DENY_EXIT_CODE, denyHook, SILENCE } from './answer-hook.ts'
export { mayBeMcpTool, mcpToolOf } from './mcp-tool.ts'
