/*
 * What runs in the thread of a SQLite file: `node:sqlite` is synchronous, and a disk that waits must not stop the
 * event loop. Each message is a list of statements that take effect together or not at all. It imports nothing of
 * ours: its text is started the same from sources, from the built package and from inside another program's bundle.
 */
import { statSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

interface Step {
  readonly sql: string
  readonly values: readonly (string | number | null)[]
}

interface Asked {
  readonly id: number
  /** Absent when the thread is to end. */
  readonly steps?: readonly Step[]
  readonly isWrite?: boolean
}

/** SQLite's own number for a database that another process has locked. */
const BUSY = 5
const BUSY_TRIES = 50
const BUSY_PAUSE_MS = 20

// What the thread that started this one hands over.
const { file, schema, synchronous, busyMs, mayMake } = workerData as {
  file: string
  schema: string
  synchronous: 'FULL' | 'NORMAL'
  busyMs: number
  mayMake: boolean
}
const port = parentPort

if (!mayMake) statSync(file)
const database = new DatabaseSync(file)
database.exec(`PRAGMA busy_timeout = ${busyMs}`)
// Several processes may open a new file at the same moment; only one of them can switch it to WAL.
for (let tries = 0; ; tries += 1) {
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON`)
    database.exec(schema)
    break
  } catch (error) {
    if (tries >= BUSY_TRIES || !isBusy(error)) throw error
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === BUSY
}

const prepared = new Map<string, StatementSync>()
function run({ sql, values }: Step): unknown[] {
  const statement = prepared.get(sql) ?? database.prepare(sql)
  prepared.set(sql, statement)
  return statement.all(...values)
}

// What is written into a file that was deleted or replaced, no other process ever sees.
const opened = statSync(file)
function checkPlace(): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || found.ino !== opened.ino || found.dev !== opened.dev)
    throw new Error('its file was deleted or replaced')
}

function together(steps: readonly Step[]): unknown[][] {
  checkPlace()
  database.exec('BEGIN IMMEDIATE')
  try {
    const results = steps.map(run)
    database.exec('COMMIT')
    return results
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

port?.on('message', ({ id, steps, isWrite }: Asked) => {
  if (steps === undefined) {
    database.close()
    port.close()
    return
  }
  try {
    port.postMessage({ id, results: isWrite === true ? together(steps) : steps.map(run) })
  } catch (error) {
    port.postMessage({ id, problem: error instanceof Error ? error.message : String(error) })
  }
})
port?.postMessage({ id: 0, results: [] })
