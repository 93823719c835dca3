import { realpathSync } from 'node:fs'
import { stateFolder } from '@kvlar/core/node'
import type { Environment } from '../../places/environment.ts'
import { openConfig } from '../../servers/open-config.ts'
import { readWrapped } from '../../servers/wrapped-command.ts'
import { readConfigFile } from '../read-file.ts'
import { readJournal } from '../write/journal.ts'
import { detectFiles } from './detect.ts'

/** A server that a file of a client names. */
export interface NamedServer {
  readonly name: string
  /** Undefined for what is no text in it. */
  readonly commandLine: readonly (string | undefined)[]
  /** It is started by this very Kvlar, which `kvlar wrap` has put there: its calls pass the proxy. */
  readonly isOurs: boolean
}

/**
 * The servers that the files of a client name now, seen from its folder.
 *
 * @param entry the file that is Kvlar's command, without links
 * @throws ConfigError for a file that cannot be read: what it says of servers, nobody knows
 */
export function namedServers(clientId: string, environment: Environment, entry: string): NamedServer[] {
  const journal = readJournal(stateFolder(environment))
  const files = detectFiles(environment).filter(({ client, alsoReadBy }) =>
    [client, ...alsoReadBy].some(({ id }) => id === clientId),
  )
  return files.flatMap(({ file, path, target }) => {
    const { servers } = openConfig(file, readConfigFile(path).text, path)
    return servers.map(({ name, argv }) => ({
      name,
      commandLine: argv,
      // A file that `wrap` never changed may have been written by anybody, also by the agent.
      isOurs: journal.has(target) && readWrapped(argv) !== undefined && isFile(argv[1], entry),
    }))
  })
}

function isFile(path: string | undefined, entry: string): boolean {
  try {
    return path !== undefined && realpathSync(path) === entry
  } catch {
    return false
  }
}
