import { editConfig } from '../edit/edit-config.ts'
import { parseConfig } from '../formats/parse-config.ts'
import { dropHooks } from '../hooks/settings/drop-hooks.ts'
import { choosesAll, type NameFilter } from '../servers/name-filter.ts'
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
  /** Whether a hook of ours was in it. */
  readonly hadHook: boolean
  /** Nothing had to be edited. */
  readonly unedited: boolean
}

/** Takes Kvlar out of every chosen server of a configuration, and its hooks where all are chosen. */
export function unwrapConfig(config: OpenConfig, choice: UnwrapChoice): UnwrappedConfig {
  const { text, servers, unedited } = unwrapServers(config, choice)
  const bare = choosesAll(choice.filter)
    ? dropHooks(parseConfig(config.format, text, choice.file), choice.file)
    : undefined
  return {
    text: bare ?? text,
    servers,
    hadHook: bare !== undefined,
    unedited: unedited && bare === undefined,
  }
}

function unwrapServers(config: OpenConfig, choice: UnwrapChoice): Omit<UnwrappedConfig, 'hadHook'> {
  const plans = config.servers.map((server) => unwrapServer(config, server, choice))
  const edits = plans.flatMap(({ edit }) => (edit === undefined ? [] : [edit]))
  const text =
    edits.length === 0 ? config.byteOrderMark + config.text : editConfig(config, edits, choice.file)
  return { text, servers: plans.map(({ planned }) => planned), unedited: edits.length === 0 }
}
