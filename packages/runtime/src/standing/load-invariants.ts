import { resolve } from 'node:path'
import { ConfigError } from '@kvlar/core'
import { readText } from '@kvlar/core/node'
import { readInvariants, type Invariant } from '@kvlar/gate'
import { SettingsError } from '../settings/settings-error.ts'

/** A file of invariants, as it was read when Kvlar was opened; nothing reads it again. */
export interface LoadedInvariants {
  /** Absolute. */
  readonly file: string
  readonly invariants: readonly Invariant[]
}

/** @throws SettingsError when it cannot be read, ConfigError for what it says */
export function loadInvariants(path: string): LoadedInvariants {
  const file = resolve(path)
  const read = readText(file)
  if (!read.ok)
    throw new SettingsError('SETTINGS_UNREADABLE', `invariants \`${file}\` cannot be read: ${read.why}`)
  const found = readInvariants({ file, text: read.text })
  if (found.ok) return { file, invariants: found.invariants }
  const { diagnostics } = found
  const code = diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'CONFIG_SYNTAX'
  throw new ConfigError(code, 'the invariants do not load; nothing is opened without them', diagnostics)
}
