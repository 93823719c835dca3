import { resolve } from 'node:path'
import { ConfigError } from '@kvlar/core'
import { readText } from '@kvlar/core/node'
import { readInvariants, type Invariant } from '@kvlar/gate'
import { readInvariants as readGivenInvariants } from '@kvlar/sdk'
import type { KvlarSettings } from '../settings/kvlar-settings.ts'
import { SettingsError } from '../settings/settings-error.ts'

/** Invariants as they were given, or stood in a file, when Kvlar was opened; nothing reads it again. */
export interface LoadedInvariants {
  readonly invariants: readonly Invariant[]
  /** What they were read from, its name absolute; absent for those of code. */
  readonly source?: { readonly file: string; readonly text: string }
}

/** @throws SettingsError when a file cannot be read, ConfigError for what it says, KvlarMisuse for code that says nothing */
export function loadInvariants(given: NonNullable<KvlarSettings['invariants']>): LoadedInvariants {
  if (typeof given !== 'string') return { invariants: readGivenInvariants(given) }
  const file = resolve(given)
  const read = readText(file)
  if (!read.ok)
    throw new SettingsError('SETTINGS_UNREADABLE', `invariants \`${file}\` cannot be read: ${read.why}`)
  const found = readInvariants({ file, text: read.text })
  if (found.ok) return { invariants: found.invariants, source: { file, text: read.text } }
  const { diagnostics } = found
  const code = diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'CONFIG_SYNTAX'
  throw new ConfigError(code, 'the invariants do not load; nothing is opened without them', diagnostics)
}
