import { valueAt } from '../formats/value/change-value.ts'
import type { ConfigValue } from '../formats/value/config-value.ts'
import { isExpanded } from './is-expanded.ts'
import type { OpenConfig } from './open-config.ts'
import { ENV_KEYS, type Server } from './read-server.ts'
import { serverEnvironment } from './server-variables.ts'

/** How a client starts a server itself, or why that cannot be told from its file alone. */
export type ServerStart =
  | {
      readonly ok: true
      readonly command: string
      readonly args: readonly string[]
      /** What the entry adds to the environment. May hold secrets: for the process alone, never to be printed. */
      readonly env: Readonly<Record<string, string>>
      readonly cwd?: string
    }
  | { readonly ok: false; readonly why: string }

const CWD_KEYS = ['cwd', 'working_directory', 'workingDirectory']

/**
 * Reads how a server is started.
 *
 * @param argv its command line, without Kvlar in front of it
 */
export function readStart(
  config: OpenConfig,
  server: Server,
  argv: readonly (string | undefined)[],
): ServerStart {
  const [command, ...args] = argv.filter((word) => word !== undefined)
  if (command === undefined || args.length + 1 < argv.length)
    return { ok: false, why: 'its command line holds what is not text' }
  const entries = [server.site?.path ?? server.path, server.path].map((path) => valueAt(config.value, path))
  const written = textsOf(memberOf(entries, ENV_KEYS) ?? new Map<string, ConfigValue>())
  const env = written && argv.length < server.argv.length ? textsOfServer(written) : written
  if (env === undefined) return { ok: false, why: 'its environment holds what is not text' }
  if (memberOf(entries, ['envFile']) !== undefined)
    return { ok: false, why: 'it takes its environment from a file' }
  const cwd = memberOf(entries, CWD_KEYS)
  if (cwd !== undefined && typeof cwd !== 'string')
    return { ok: false, why: 'its working folder is not text' }
  if ([command, ...args, ...Object.values(env), cwd ?? ''].some(isExpanded))
    return { ok: false, why: 'the client fills in variables when it starts it' }
  return { ok: true, command, args, env, ...(cwd !== undefined && { cwd }) }
}

/** What a wrapped entry keeps for its server. */
function textsOfServer(written: Record<string, string>): Record<string, string> {
  const entries = Object.entries(serverEnvironment(written))
  return Object.fromEntries(entries.map(([name, text]) => [name, text ?? '']))
}

function textsOf(value: ConfigValue): Record<string, string> | undefined {
  if (!(value instanceof Map)) return undefined
  const texts: [string, string][] = []
  for (const [name, text] of value) {
    if (typeof text !== 'string') return undefined
    texts.push([name, text])
  }
  return Object.fromEntries(texts)
}

/** The first of the keys that one of the entries has. */
function memberOf(
  entries: readonly (ConfigValue | undefined)[],
  keys: readonly string[],
): ConfigValue | undefined {
  return entries
    .flatMap((entry) => keys.map((key) => valueAt(entry, [key])))
    .find((value) => value !== undefined)
}
