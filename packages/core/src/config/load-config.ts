import type { Source } from '../document/source-document.ts'
import { summaryOf } from '../document/summary-of.ts'
import { ConfigError } from '../errors.ts'
import type { ProxyConfig } from './proxy-config.ts'
import { readConfig } from './read-config.ts'

/**
 * Reads a proxy configuration.
 *
 * @throws ConfigError with all problems found; its code is the first error's
 */
export function loadConfig(source: Source): ProxyConfig {
  const read = readConfig(source)
  if (read.ok) return read.config
  const { code, message, context } = summaryOf(read.diagnostics)
  throw new ConfigError(code, message, read.diagnostics, { context })
}
