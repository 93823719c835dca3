import { ConfigError, type Source } from '@kvlar/core'
import { summaryOf } from '@kvlar/core/document'
import { readText } from '@kvlar/core/node'
import { SettingsError } from '../settings/settings-error.ts'
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

/** The same from a file. @throws SettingsError when it cannot be read, ConfigError */
export function loadConfigFile(file: string): ProxyConfig {
  const text = readText(file)
  if (!text.ok)
    throw new SettingsError('SETTINGS_UNREADABLE', `configuration \`${file}\` cannot be read: ${text.why}`)
  const read = readConfig({ file, text: text.text })
  if (read.ok) return read.config
  const { code } = summaryOf(read.diagnostics)
  throw new ConfigError(code, 'the configuration does not load; the proxy does not start', read.diagnostics)
}
