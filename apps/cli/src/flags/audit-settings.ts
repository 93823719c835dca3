import { dirname, resolve } from 'node:path'
import type { ProxyConfig } from '@kvlar/runtime/config'
import type { RecordSettings } from '@kvlar/runtime/record'
import { UsageError } from '../failures/usage-error.ts'

/** The flags of `RECORD_FLAGS`, as a command line gives them. */
export interface AuditFlags {
  readonly audit: string | undefined
  readonly 'no-audit': boolean
  readonly 'audit-durability': 'os' | 'disk'
  readonly 'audit-signing': 'batched' | 'every-entry'
}

/**
 * Where a process records; false when nothing is recorded, which somebody must have asked for.
 * @throws UsageError for flags that contradict each other
 */
export function readAuditSettings(flags: AuditFlags, config?: ProxyConfig): RecordSettings | false {
  const how = { durability: flags['audit-durability'], signing: flags['audit-signing'] }
  if (flags.audit !== undefined) {
    if (flags['no-audit']) throw new UsageError('`--audit` and `--no-audit` contradict each other')
    return { dir: flags.audit, ...how }
  }
  if (flags['no-audit'] || config?.auditEnabled === false) return false
  return config?.auditFile === undefined
    ? how
    : { dir: resolve(dirname(config.file), config.auditFile), ...how }
}
