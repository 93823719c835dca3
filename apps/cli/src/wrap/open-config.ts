import type { ConfigError } from '@kvlar/core'
import type { ClientFile } from './client.ts'
import { WRAP_LIMITS } from './limits.ts'
import { locateServers } from './locate-servers.ts'
import { parseConfig, type ParsedConfig } from './parse-config.ts'
import { readServer, type Server } from './read-server.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import { wrapError } from './wrap-error.ts'

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
    checkBound(
      path,
      entries.length <= WRAP_LIMITS.serversMax,
      `lists more than ${WRAP_LIMITS.serversMax} servers`,
    )
    return { ...config, servers: entries.map((entry) => readServer(entry, file.spelling)) }
  } catch (error) {
    throw asDuplicateKey(error, config.text, path)
  }
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
