/**
 * Counters and sessions in SQLite files (`node:sqlite`, WAL, each in a thread of its own): what calls leave behind for
 * limits, budgets and prerequisites, and when, where and how often sessions acted. Shared by the processes of one user,
 * and there after a restart.
 */
export { openSqliteCounters, type SqliteCountersOptions } from './sqlite-counters.ts'
export { openSqliteSessions, type SqliteSessions, type SqliteSessionsOptions } from './sqlite-sessions.ts'
