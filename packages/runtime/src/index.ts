/**
 * One running Kvlar: policies in force, a record, a queue with people behind it, counters and keys, opened from settings
 * with defaults that are the user's own, and closed in order.
 *
 * For programs that guard functions, for the command and for whatever serves. It is the one place where the layers meet:
 * it judges nothing itself, and what it does not load it does not need yet. The parts that commands use by themselves
 * are subpaths, each a room.
 */
export { openKvlar } from './open-kvlar.ts'
export type { RunningKvlar } from './running-kvlar.ts'
export type { KvlarSettings } from './settings/kvlar-settings.ts'
export type { LimitsSettings } from './limits/limits-settings.ts'
export type { SessionsSettings } from './standing/sessions-place.ts'
export type { CallersRedis, RedisSettings } from './stores/redis-settings.ts'
export type { RecordSettings } from './record/record-place.ts'
export type { ApprovalSettings, PageSettings, WebhookSettings } from './approvals/asking.ts'
export type { Announced, Notifier } from './approvals/notifier.ts'
export type { PageOptions, ServedPage, ServePage } from './approvals/serve-page.ts'
export type { People } from './approvals/people.ts'
export type { PermitSettings } from './permits/permit-settings.ts'
export type { Health, HealthCheck, HealthStats } from './health/health.ts'
export type { HealthEvent, HealthGauges, HealthPart, HealthWatcher } from './health/health-event.ts'
export type { Permits } from './permits/permits.ts'
export type { OwnKeys } from './keys/own-keys.ts'
export type { ProtectedPaths } from './places/protected-paths.ts'
export type { Notice, Tell } from './notice.ts'
export { SETTINGS_ERROR_CODES, SettingsError, type SettingsErrorCode } from './settings/settings-error.ts'
export { ENVIRONMENT } from './settings/environment.ts'
