/**
 * What is known of MCP clients: which there are, where each keeps its servers, how an entry starts one.
 *
 * Facts and types alone. The texts of such files are read and rewritten under `@kvlar/clients/text`, the files of this
 * machine are found, wrapped and unwrapped under `@kvlar/clients/file`, and `@kvlar/clients/journal` tells what was.
 * Nothing is asked and nothing is printed anywhere here.
 */
export { CLIENTS } from './known/clients.ts'
export type { Client, ClientFile, ClientNote, FileScope, Spelling } from './known/client.ts'
export type { Environment } from './places/environment.ts'
export { formatPath } from './formats/value/format-path.ts'
export type { ConfigPath } from './formats/value/config-value.ts'
export type { ConfigFormat } from './formats/formats.ts'
export type { Server } from './servers/read-server.ts'
export type { ServerStart } from './servers/server-start.ts'
export { serverEnvironment } from './servers/server-variables.ts'
export type { Launcher } from './servers/wrapped-command.ts'
export type { CuratedChoice, FittingPolicy } from './rewrite/choose-policies.ts'
export type { PlannedServer, ServerAction } from './rewrite/planned-server.ts'
export { WRAP_ERROR_CODES, type WrapErrorCode } from './wrap-error.ts'
