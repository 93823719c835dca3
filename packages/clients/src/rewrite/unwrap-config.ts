import { editConfig } from '../edit/edit-config.ts'
import type { NameFilter } from '../servers/name-filter.ts'
import type { OpenConfig } from '../servers/open-config.ts'
import type { PlannedServer } from './planned-server.ts'
import { unwrapServer } from './unwrap-server.ts'

export interface UnwrapChoice {
  readonly filter: NameFilter
  /** Older versions of the configuration, newest first: they tell how an entry was spelled. */
  readonly originals: readonly OpenConfig[]
  /** What errors call it. */
  readonly file: string
}

export interface UnwrappedConfig {
  readonly text: string
  readonly servers: readonly PlannedServer[]
  /** Nothing had to be edited. */
  readonly unedited: boolean
}

/** Takes Kvlar out of every chosen server of a configuration. */
export function unwrapConfig(config: OpenConfig, choice: UnwrapChoice): UnwrappedConfig {
  const plans = config.servers.map((server) => unwrapServer(config, server, choice))
  const edits = plans.flatMap(({ edit }) => (edit === undefined ? [] : [edit]))
  const text =
    edits.length === 0 ? config.byteOrderMark + config.text : editConfig(config, edits, choice.file)
  return { text, servers: plans.map(({ planned }) => planned), unedited: edits.length === 0 }
}
