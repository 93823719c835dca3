import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ConfigFormat } from '../../formats/formats.ts'
import { mcpServers } from '../../known/client-files.ts'
import type { Client, ClientFile } from '../../known/client.ts'
import { CLIENTS } from '../../known/clients.ts'
import type { Environment } from '../../places/environment.ts'
import { wrapError } from '../../wrap-error.ts'
import { detectFiles, type DetectedFile } from './detect.ts'

/** Which files to look at. */
export interface FileChoice {
  readonly environment: Environment
  /** Ids of clients; all that are found when absent or empty. */
  readonly clients?: readonly string[]
  /** One file, relative to the current folder or absolute, of whatever client. */
  readonly config?: string
}

/**
 * The files the choice names.
 *
 * @throws ConfigError for a client that the table does not have.
 */
export function chooseFiles(choice: FileChoice): readonly DetectedFile[] {
  const ids = choice.clients ?? []
  const unknown = ids.find((id) => !CLIENTS.some((client) => client.id === id))
  if (unknown !== undefined) {
    throw wrapError('WRAP_CLIENT_UNKNOWN', `no client is called \`${unknown}\`; changing nothing`, {
      file: '',
      help: `known are ${CLIENTS.map((client) => client.id).join(', ')}; name any other file with --config`,
    })
  }
  const isMeant = ({ client, alsoReadBy }: DetectedFile): boolean =>
    ids.length === 0 || [client, ...alsoReadBy].some(({ id }) => ids.includes(id))
  const found = detectFiles(choice.environment).filter(isMeant)
  if (choice.config === undefined) return found
  const path = resolve(choice.environment.cwd, choice.config)
  const target = targetOf(path)
  const known = found.find((file) => file.target === target)
  if (known === undefined) return [unknownFile(path, target, ids)]
  // An administrator's file that is named is meant.
  const scope = known.file.scope === 'managed' ? 'user' : known.file.scope
  return [{ ...known, path, file: { ...known.file, scope } }]
}

function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** A file outside the usual places: read as the named client would, or by the keys that clients use most. */
export function unknownFile(path: string, target: string, ids: readonly string[]): DetectedFile {
  const format = formatOf(path)
  const client = CLIENTS.find(({ id }) => ids.includes(id)) ?? ANY_CLIENT
  const file = client.files.find((one) => one.format === format) ?? anyFile(format)
  return { client, file: { ...file, scope: 'user' }, path, target, alsoReadBy: [] }
}

function formatOf(path: string): ConfigFormat {
  if (/\.toml$/i.test(path)) return 'toml'
  return /\.ya?ml$/i.test(path) ? 'yaml' : 'jsonc'
}

const ANY_CLIENT: Client = { id: 'file', title: 'MCP client', files: [], notes: [] }

function anyFile(format: ConfigFormat): ClientFile {
  const places = [['mcpServers'], ['servers'], ['context_servers'], ['mcp_servers']]
  return { ...mcpServers('user', () => []), format, places, isAnySpelling: true }
}
