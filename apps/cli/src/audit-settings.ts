import { dirname, resolve } from 'node:path'
import type { ProxyConfig } from '@kvlar/core'
import { defaultAuditFolder } from './paths.ts'
import { UsageError } from './usage-error.ts'

/** Where a process records, what an acknowledged entry survives, and when it is signed. */
export interface AuditSettings {
  /** Absolute. */
  readonly dir: string
  readonly durability: 'os' | 'disk'
  readonly signing: 'batched' | 'every-entry'
}

/** The flags of `RECORD_FLAGS`, as a command line gives them. */
export interface AuditFlags {
  readonly audit: string | undefined
  readonly 'no-audit': boolean
  readonly 'audit-durability': 'os' | 'disk'
  readonly 'audit-signing': 'batched' | 'every-entry'
}

/**
 * Undefined when nothing is recorded, which somebody must have asked for.
 * @throws UsageError for flags that contradict each other
 */
export function readAuditSettings(flags: AuditFlags, config?: ProxyConfig): AuditSettings | undefined {
  const how = { durability: flags['audit-durability'], signing: flags['audit-signing'] }
  if (flags.audit !== undefined) {
    if (flags['no-audit']) throw new UsageError('`--audit` and `--no-audit` contradict each other')
    return { dir: resolve(flags.audit), ...how }
  }
  if (flags['no-audit'] || config?.auditEnabled === false) return undefined
  const dir =
    config?.auditFile === undefined ? defaultAuditFolder() : resolve(dirname(config.file), config.auditFile)
  return { dir, ...how }
}
