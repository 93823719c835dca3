import type { HookCall, McpTool } from './hook-call.ts'
import type { HookClient } from './hook-client.ts'

/**
 * Which tool of which server is meant, of the servers that the client's files name; undefined for a tool of the client's
 * own, and for a name that fits none of them or several.
 */
export function mcpToolOf(
  { mcp }: Pick<HookClient, 'mcp'>,
  { tool, origin }: HookCall,
  servers: readonly string[],
): McpTool | undefined {
  if (origin !== undefined) return origin
  if (mcp === undefined) return undefined
  const found = [...new Set(servers)].flatMap((server) => {
    const head = `${mcp.prefix}${plain(server)}${mcp.separator}`
    return tool.startsWith(head) && tool.length > head.length
      ? [{ server, tool: tool.slice(head.length) }]
      : []
  })
  return found.length === 1 ? found[0] : undefined
}

/** Whether the name may be that of a tool of a server, so that the client's files are worth reading. */
export function mayBeMcpTool(
  { mcp }: Pick<HookClient, 'mcp'>,
  { tool, origin, isOfServer }: HookCall,
): boolean {
  if (origin !== undefined || isOfServer === true) return true
  return mcp !== undefined && tool.startsWith(mcp.prefix) && tool.includes(mcp.separator)
}

/** As clients write the name of a server into that of a tool. */
function plain(server: string): string {
  return server.replaceAll(/[^A-Za-z0-9_-]/g, '_')
}
