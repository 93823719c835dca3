import { editConfig } from './edit-config.ts'
import type { NameFilter } from './name-filter.ts'
import type { OpenConfig } from './open-config.ts'
import type { PlannedServer } from './plan.ts'
import { unwrapServer } from './unwrap-server.ts'

export interface UnwrappedConfig {
  readonly text: string
  readonly servers: readonly PlannedServer[]
  /** Nothing had to be edited. */
  readonly unedited: boolean
}

/** Takes Kvlar out of every chosen server of a configuration. */
export function unwrapConfig(
  config: OpenConfig,
  choice: { readonly filter: NameFilter; readonly originals: readonly OpenConfig[]; readonly file: string },
): UnwrappedConfig {
  const plans = config.servers.map((server) => unwrapServer(config, server, choice))
  const edits = plans.flatMap(({ edit }) => (edit === undefined ? [] : [edit]))
  const text =
    edits.length === 0 ? config.byteOrderMark + config.text : editConfig(config, edits, choice.file)
  return { text, servers: plans.map(({ planned }) => planned), unedited: edits.length === 0 }
}
