/**
 * Kvlar in one package without dependencies: the `kvlar` command, and this door for agent code.
 *
 * `openKvlar()` gives functions of a program the policy, the record and the queue that the command uses; what guarded
 * functions throw stands beside it. Whoever needs a part alone, or stores of their own, takes it from `@kvlar/*`.
 */
export {
  ENVIRONMENT,
  openKvlar,
  SETTINGS_ERROR_CODES,
  SettingsError,
  type ApprovalSettings,
  type KvlarSettings,
  type Notice,
  type PageSettings,
  type RecordSettings,
  type RunningKvlar,
  type SettingsErrorCode,
  type Tell,
  type WebhookSettings,
} from '@kvlar/runtime'
export { serveHealth } from './serve-health.ts'
export type { ServedHealth, ServeHealthOptions } from '@kvlar/health'
export {
  ApprovalDenied,
  ApprovalExpired,
  ApprovalPending,
  InvalidArguments,
  isKvlarError,
  KvlarDenied,
  KvlarMisuse,
  type AnyKvlarError,
  type CallOptions,
  type DenialCode,
  type Guard,
  type Guarded,
  type GuardOptions,
  type KvlarContext,
  type PendingRequest,
  type StandardSchema,
} from '@kvlar/sdk'
