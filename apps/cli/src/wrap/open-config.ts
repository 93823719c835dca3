import type { ConfigError } from '@kvlar/core'
import type { ClientFile } from './client.ts'
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
  const config = parseConfig(file.format, text, path)
  try {
    const entries = locateServers(config.root, file.places)
    return { ...config, servers: entries.map((entry) => readServer(entry, file.spelling)) }
  } catch (error) {
    throw asDuplicateKey(error, config.text, path)
  }
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
