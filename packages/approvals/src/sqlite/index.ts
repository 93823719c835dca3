/**
 * A queue of approvals in a SQLite file (`node:sqlite`, WAL, in a thread of its own), shared by any number of
 * processes of one machine.
 */
export { openSqliteStore } from './sqlite-store.ts'
