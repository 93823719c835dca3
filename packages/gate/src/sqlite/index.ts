/**
 * Counters in a SQLite file (`node:sqlite`, WAL, in a thread of its own): what calls leave behind for limits, budgets
 * and prerequisites, shared by the processes of one user and there after a restart.
 */
export { openSqliteCounters, type SqliteCountersOptions } from './sqlite-counters.ts'
