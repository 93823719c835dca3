import type { ConfigError } from '@kvlar/core'
import { parseConfig, type ParsedConfig } from '../formats/parse-config.ts'
import { SyntaxProblem } from '../formats/syntax-problem.ts'
import { formatPath } from '../formats/value/format-path.ts'
import type { ClientFile } from '../known/client.ts'
import { WRAP_LIMITS } from '../limits.ts'
import { wrapError } from '../wrap-error.ts'
import { discoverServers, spellingOf } from './discover-servers.ts'
import { locateServers, type ServerEntry } from './locate-servers.ts'
import { readServer, type Server } from './read-server.ts'

/** A configuration and the servers in it. */
export interface OpenConfig extends ParsedConfig {
  readonly servers: readonly Server[]
}

/** Parses a configuration of a client and reads its servers. */
export function openConfig(file: ClientFile, text: string, path: string): OpenConfig {
  checkBound(
    path,
    text.length <= WRAP_LIMITS.configCharsMax[file.format],
    'is larger than can be edited safely',
  )
  const config = parseConfig(file.format, text, path)
  try {
    const entries = locateServers(config.root, file.places)
    const { servers, strays } = discoverServers(config.root, entries, file)
    checkBound(
      path,
      entries.length + servers.length + strays.length <= WRAP_LIMITS.serversMax,
      `lists more than ${WRAP_LIMITS.serversMax} servers`,
    )
    const read = (entry: ServerEntry): Server =>
      readServer(entry, file.isAnySpelling === true ? spellingOf(entry.node, file.spelling) : file.spelling)
    const readFound = (entry: ServerEntry): Server => readServer(entry, spellingOf(entry.node, file.spelling))
    const all = [...entries.map(read), ...servers.map(readFound), ...strays.map(readFound).map(asStray)]
    return {
      ...config,
      servers: all.map((server) => (isOfContainer(server, path) ? asContained(server) : server)),
    }
  } catch (error) {
    throw asDuplicateKey(error, config.text, path)
  }
}

function asStray(server: Server): Server {
  const problem = `starts a command at \`${formatPath(server.path)}\`, where no client is known to keep servers`
  return { problem, ...server }
}

/** Servers of a development container run in it. */
function isOfContainer({ path: keys }: Server, path: string): boolean {
  return keys[0] === 'customizations' || /(?:^|[\\/])\.?devcontainer\.json$/i.test(path)
}

function asContained(server: Server): Server {
  const problem = 'runs in the container, where the paths of this machine do not lead to Kvlar'
  return { ...server, ...(server.site !== undefined && { problem }) }
}

function checkBound(path: string, isWithin: boolean, what: string): void {
  if (isWithin) return
  throw wrapError('WRAP_FILE_TOO_LARGE', `\`${path}\` ${what}; leaving it as it is`, {
    file: path,
    help: 'put Kvlar in front of its servers by hand',
  })
}

function asDuplicateKey(error: unknown, text: string, path: string): ConfigError {
  if (!(error instanceof SyntaxProblem)) throw error
  return wrapError('WRAP_KEY_DUPLICATE', `\`${path}\`: ${error.message}; leaving it as it is`, {
    file: path,
    help: 'keep the one entry you mean and run the command again',
    at: { text, offset: error.offset },
    cause: error,
  })
}
