import type { Environment } from '../places/environment.ts'
import { joinPath } from '../places/join-path.ts'
import type { ClientFile, FileScope, Spelling } from './client.ts'

const COMMAND_AND_ARGS: Spelling = { kind: 'split', command: 'command', args: 'args' }
const MCP_SERVERS = [['mcpServers']]

/** The commonest file by far: JSON, `mcpServers`, `command` and `args`. */
export function mcpServers(scope: FileScope, paths: ClientFile['paths']): ClientFile {
  return { scope, format: 'jsonc', paths, places: MCP_SERVERS, spelling: COMMAND_AND_ARGS }
}

/** opencode: version 2 keeps servers under `mcp.servers`, version 1 under `mcp` itself. */
export function openCodeFiles(scope: FileScope, folder: (environment: Environment) => string): ClientFile {
  return {
    scope,
    format: 'jsonc',
    paths: (environment) =>
      ['opencode.json', 'opencode.jsonc'].map((name) => joinPath(folder(environment), name)),
    places: [['mcp', 'servers'], ['mcp']],
    spelling: { kind: 'argv', key: 'command' },
  }
}
