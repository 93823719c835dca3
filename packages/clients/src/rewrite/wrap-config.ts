import { editConfig } from '../edit/edit-config.ts'
import type { OpenConfig } from '../servers/open-config.ts'
import type { PlannedServer } from './planned-server.ts'
import { wrapServer, type WrapSettings } from './wrap-server.ts'

export interface WrappedConfig {
  readonly text: string
  /** In the order of the configuration's own. */
  readonly servers: readonly PlannedServer[]
}

/**
 * Puts Kvlar in front of every chosen server of a configuration.
 *
 * @param file what errors call it
 */
export function wrapConfig(config: OpenConfig, settings: WrapSettings, file: string): WrappedConfig {
  const plans = config.servers.map((server) => wrapServer(config, server, settings))
  const edits = plans.flatMap(({ edit }) => (edit === undefined ? [] : [edit]))
  const text = edits.length === 0 ? config.byteOrderMark + config.text : editConfig(config, edits, file)
  return { text, servers: plans.map(({ planned }) => planned) }
}
