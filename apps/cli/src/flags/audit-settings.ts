import type { ProxyConfig } from '@kvlar/runtime/config'
import type { RecordSettings } from '@kvlar/runtime/record'
import { UsageError } from '../failures/usage-error.ts'
import { besideConfig } from './config/from-config.ts'

/** The flags of `RECORD_FLAGS`, as a command line gives them. */
export interface AuditFlags {
  readonly audit: string | undefined
  readonly 'no-audit': boolean
  readonly 'audit-durability': 'os' | 'disk' | undefined
  readonly 'audit-signing': 'batched' | 'every-entry' | undefined
}

/** The same with what a configuration says where they say nothing. */
export function recordFlags<F extends AuditFlags>(flags: F, config: ProxyConfig | undefined): F {
  if (config === undefined) return flags
  const isSaid = flags.audit !== undefined || flags['no-audit']
  return {
    ...flags,
    'audit-durability': flags['audit-durability'] ?? config.auditDurability,
    'audit-signing': flags['audit-signing'] ?? config.auditSigning,
    ...(!isSaid && !config.auditEnabled && { 'no-audit': true }),
    ...(!isSaid &&
      config.auditEnabled &&
      config.auditFile !== undefined && { audit: besideConfig(config, config.auditFile) }),
  }
}

/**
 * Where a process records; false when nothing is recorded, which somebody must have asked for.
 * @throws UsageError for flags that contradict each other
 */
export function readAuditSettings(flags: AuditFlags): RecordSettings | false {
  if (flags.audit !== undefined && flags['no-audit'])
    throw new UsageError('`--audit` and `--no-audit` contradict each other')
  if (flags['no-audit']) return false
  return {
    ...(flags.audit !== undefined && { dir: flags.audit }),
    durability: flags['audit-durability'] ?? 'os',
    signing: flags['audit-signing'] ?? 'batched',
  }
}
