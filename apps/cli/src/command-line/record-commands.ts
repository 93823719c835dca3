import { command, type Command } from './command.ts'

/** The part of the table for what is kept: the record, sessions and who is turned away, and the keys that sign. */
export const RECORD_COMMANDS: readonly Command[] = [
  command(
    'audit verify',
    'say whether the record is intact: every entry, in its place, as it was signed',
    async () => (await import('../commands/audit/verify-spec.ts')).auditVerifySpec,
    () => import('../commands/audit/verify.ts'),
  ),
  command(
    'audit tail',
    'show the last entries of all chains, in the order of time',
    async () => (await import('../commands/audit/tail-spec.ts')).auditTailSpec,
    () => import('../commands/audit/tail.ts'),
  ),
  command(
    'audit show',
    'show one entry whole, or everything about one call',
    async () => (await import('../commands/audit/show-spec.ts')).auditShowSpec,
    () => import('../commands/audit/show.ts'),
  ),
  command(
    'audit stats',
    'count what the record holds: outcomes, results, rules, tools, agents',
    async () => (await import('../commands/audit/stats-spec.ts')).auditStatsSpec,
    () => import('../commands/audit/stats.ts'),
  ),
  command(
    'audit export',
    'write the record for another system',
    async () => (await import('../commands/audit/export-spec.ts')).auditExportSpec,
    () => import('../commands/audit/export.ts'),
  ),
  command(
    'audit prove',
    'write a proof that one entry stands in the record',
    async () => (await import('../commands/audit/prove-spec.ts')).auditProveSpec,
    () => import('../commands/audit/prove.ts'),
  ),
  command(
    'audit checkpoint',
    'write the newest checkpoint of every chain, to be kept elsewhere',
    async () => (await import('../commands/audit/checkpoint-spec.ts')).auditCheckpointSpec,
    () => import('../commands/audit/checkpoint.ts'),
  ),
  command(
    'session list',
    'list the sessions of the record, and who is turned away',
    async () => (await import('../commands/session/list-spec.ts')).sessionListSpec,
    () => import('../commands/session/list.ts'),
  ),
  command(
    'session revoke',
    'turn a session, a principal, a role or everything away: no call of theirs passes any more',
    async () => (await import('../commands/session/revoke-spec.ts')).sessionRevokeSpec,
    () => import('../commands/session/revoke.ts'),
  ),
  command(
    'session restore',
    'let somebody in again who was turned away',
    async () => (await import('../commands/session/restore-spec.ts')).sessionRestoreSpec,
    () => import('../commands/session/restore.ts'),
  ),
  command(
    'session reset',
    'have every session begin anew',
    async () => (await import('../commands/session/reset-spec.ts')).sessionResetSpec,
    () => import('../commands/session/reset.ts'),
  ),
  command(
    'keys generate',
    'make a key pair; the first one is current',
    async () => (await import('../commands/keys/generate-spec.ts')).keysGenerateSpec,
    () => import('../commands/keys/generate.ts'),
  ),
  command(
    'keys list',
    'list the keys, oldest first',
    async () => (await import('../commands/keys/list-spec.ts')).keysListSpec,
    () => import('../commands/keys/list.ts'),
  ),
  command(
    'keys show',
    'show one key: its id, its times and where its files are',
    async () => (await import('../commands/keys/show-spec.ts')).keysShowSpec,
    () => import('../commands/keys/show.ts'),
  ),
  command(
    'keys export',
    'write a key for somebody else: its public half, unless the secret is asked for',
    async () => (await import('../commands/keys/export-spec.ts')).keysExportSpec,
    () => import('../commands/keys/export.ts'),
  ),
  command(
    'keys import',
    'take a secret key in that was exported or made elsewhere',
    async () => (await import('../commands/keys/import-spec.ts')).keysImportSpec,
    () => import('../commands/keys/import.ts'),
  ),
  command(
    'keys rotate',
    'make a key pair that signs from now on',
    async () => (await import('../commands/keys/rotate-spec.ts')).keysRotateSpec,
    () => import('../commands/keys/rotate.ts'),
  ),
]
