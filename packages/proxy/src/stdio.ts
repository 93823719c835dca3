/**
 * The stdio transport of the proxy: starts an MCP server as a child process and decides what passes.
 */
export { runStdioProxy, type StdioProxyOptions } from './stdio/run-stdio-proxy.ts'
export { listTools, type ListToolsOptions, type ToolList } from './stdio/list-tools.ts'
export type { ServerCommand } from './stdio/spawn-server.ts'
export { refuseClient, type RefuseClientOptions } from './stdio/refuse-client.ts'
export { windowsCommand, type SpawnCommand, type WindowsLookup } from './stdio/windows-command.ts'
export { LineSplitter } from './wire/line-splitter.ts'
export { LineWriter } from './stdio/line-writer.ts'
