import type { ConfigPath, ConfigValue } from '../formats/value/config-value.ts'
import type { Splice } from './splice.ts'

/** A change of one server entry: as text, and as the meaning that the text must have afterwards. */
export interface ServerEdit {
  readonly splices: readonly Splice[]
  readonly changes: readonly ValueChange[]
}

export interface ValueChange {
  readonly path: ConfigPath
  /** Undefined takes the key away. */
  readonly value: ConfigValue | undefined
}

/** Two changes of one entry, as one. */
export function bothEdits(one: ServerEdit, other: ServerEdit): ServerEdit {
  return {
    splices: [...one.splices, ...other.splices],
    changes: [...one.changes, ...other.changes],
  }
}
