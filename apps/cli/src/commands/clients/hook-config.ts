import type { KvlarSettings } from '@kvlar/runtime'
import { loadConfigFile } from '@kvlar/runtime/config'
import type { PinnedFolders } from '@kvlar/runtime/places'
import type { Input } from '../../command-line/command-spec.ts'
import { readAuditSettings, recordFlags } from '../../flags/audit-settings.ts'
import { askedOf, foldersOf, policiesOf, queueOf, redisOf } from '../../flags/config/from-config.ts'
import { readBeside } from '../../flags/read-enforcement.ts'
import type { hookSpec } from './hook-spec.ts'

/** What a hook is started with. */
export interface HookSettings {
  readonly kvlar: KvlarSettings
  readonly folders: PinnedFolders
  /** The queue that is named. */
  readonly queue: string | undefined
}

/**
 * Joins flags and a configuration, of which a hook takes what judges, records and asks; it is no proxy.
 * @throws SettingsError and ConfigError for a configuration that does not load
 */
export function configuredHook(flags: Input<typeof hookSpec>['flags'], file: string): HookSettings {
  const config = loadConfigFile(file)
  return {
    folders: foldersOf(flags, config),
    queue: queueOf(flags.db, config),
    kvlar: {
      policies: policiesOf(flags.policy, config),
      record: readAuditSettings(recordFlags(flags, config)),
      approvals: askedOf(flags.db, config),
      ...redisOf(flags.redis, config),
      ...readBeside(flags, config),
      protect: [config.file],
    },
  }
}
