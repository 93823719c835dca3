/**
 * A SQLite file in a thread of its own (`node:sqlite`, WAL), shared by any number of processes of one machine.
 *
 * For packages that keep state: the queue of approvals, the counters of limits.
 */
export {
  openSqliteThread,
  type Results,
  type SqliteOptions,
  type SqliteThread,
  type SqlValue,
  type Statement,
} from './sqlite-thread.ts'
