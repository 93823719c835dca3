import { dirname, resolve } from 'node:path'
import type { ProxyConfig } from '@kvlar/core'
import { defaultAuditFolder } from './paths.ts'
import { UsageError } from './usage-error.ts'

/** Where a process records, and what an acknowledged entry survives. */
export interface AuditSettings {
  /** Absolute. */
  readonly dir: string
  readonly durability: 'os' | 'disk'
}

/** The flags of `RECORD_FLAGS`, as a command line gives them. */
export interface AuditFlags {
  readonly audit: string | undefined
  readonly 'no-audit': boolean
  readonly 'audit-durability': 'os' | 'disk'
}

/**
 * Undefined when nothing is recorded, which somebody must have asked for.
 * @throws UsageError for flags that contradict each other
 */
export function readAuditSettings(flags: AuditFlags, config?: ProxyConfig): AuditSettings | undefined {
  const durability = flags['audit-durability']
  if (flags.audit !== undefined) {
    if (flags['no-audit']) throw new UsageError('`--audit` and `--no-audit` contradict each other')
    return { dir: resolve(flags.audit), durability }
  }
  if (flags['no-audit'] || config?.auditEnabled === false) return undefined
  const dir =
    config?.auditFile === undefined ? defaultAuditFolder() : resolve(dirname(config.file), config.auditFile)
  return { dir, durability }
}
