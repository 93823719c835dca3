import { realpathSync } from 'node:fs'
import { ConfigError } from '@kvlar/core'
import { valueAt } from '../../formats/value/change-value.ts'
import type { ConfigValue } from '../../formats/value/config-value.ts'
import { BUNDLES, type BundleFiles } from '../../known/bundles.ts'
import { mcpServers } from '../../known/client-files.ts'
import type { Environment } from '../../places/environment.ts'
import { openConfig, type OpenConfig } from '../../servers/open-config.ts'
import { readConfigFile } from '../read-file.ts'
import { expandPath } from './expand-path.ts'

/** Servers that come with an extension, a plug-in or a bundle, and that Kvlar does not stand in front of. */
export interface Bundled {
  readonly client: string
  readonly title: string
  readonly path: string
  /** Their names; empty where the file cannot be read. */
  readonly servers: readonly string[]
}

/** @param clients ids of the clients that are meant; all when empty */
export function findBundled(environment: Environment, clients: readonly string[]): readonly Bundled[] {
  return BUNDLES.filter(({ client }) => clients.length === 0 || clients.includes(client)).flatMap((files) =>
    eachOnce(files.paths(environment).flatMap(expandPath)).flatMap((path) => bundledIn(files, path)),
  )
}

/** The files that are there, each by its first path: at home the extensions of the project are those of the user. */
function eachOnce(paths: readonly string[]): readonly string[] {
  const byTarget = new Map<string, string>()
  for (const path of paths) {
    const target = targetOf(path)
    if (target !== undefined && !byTarget.has(target)) byTarget.set(target, path)
  }
  return [...byTarget.values()]
}

function targetOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function bundledIn(files: BundleFiles, path: string): readonly Bundled[] {
  const { client, title } = files
  const servers = serversIn(files, path)
  return servers?.length === 0 ? [] : [{ client, title, path, servers: servers ?? [] }]
}

/** Undefined where the file cannot be read. */
function serversIn(files: BundleFiles, path: string): readonly string[] | undefined {
  try {
    const { format, says } = files
    const file = { ...mcpServers('user', () => []), format, isAnySpelling: says.kind === 'servers' }
    const config = openConfig(
      says.kind === 'servers' ? file : { ...file, places: [], isMixed: true },
      readConfigFile(path).text,
      path,
    )
    return [...new Set(namesIn(config, says))]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return undefined
  }
}

function namesIn({ servers, value }: OpenConfig, says: BundleFiles['says']): readonly string[] {
  switch (says.kind) {
    case 'servers':
      return servers
        .filter(({ argv, problem }) => argv.length > 0 || problem !== undefined)
        .map(({ name }) => name)
    case 'manifest':
      return (textAt(value, 'server', 'mcp_config', 'command') ?? textAt(value, 'server', 'entry_point'))
        ? [textAt(value, 'display_name') ?? textAt(value, 'name') ?? '']
        : []
    case 'names':
      return namesAt(valueAt(value, says.at), value)
  }
}

function namesAt(named: ConfigValue | undefined, manifest: ConfigValue): readonly string[] {
  if (named instanceof Map) return [...named.keys()]
  if (!Array.isArray(named)) return []
  const items: readonly ConfigValue[] = named
  return items.map((item) => textAt(item, 'label') ?? textAt(item, 'id') ?? textAt(manifest, 'name') ?? '')
}

function textAt(value: ConfigValue, ...path: readonly string[]): string | undefined {
  const text = valueAt(value, path)
  return typeof text === 'string' && text !== '' ? text : undefined
}

/** What a bundle brings, in a line. */
export function bundledText({ title, path, servers }: Bundled): string {
  const names = servers.length === 0 ? 'servers that cannot be read' : servers.join(', ')
  return `${title}: ${names}  ${path}`
}

/** What to do about servers that come with something. */
export const BUNDLED_HELP =
  'to guard one, switch it off there, enter it in the configuration of the client, and run `kvlar wrap`'
