/**
 * What runs in the thread of a SQLite queue: `node:sqlite` is synchronous, and a disk that waits must not stop the
 * event loop. Each message is a list of statements that take effect together or not at all. It is plain JavaScript in
 * a text, so that it starts the same from sources, from the built package and from inside another program's bundle.
 */
export const WORKER_SOURCE = String.raw`
'use strict'
const { statSync } = require('node:fs')
const { parentPort, workerData } = require('node:worker_threads')
const { DatabaseSync } = require('node:sqlite')

const database = new DatabaseSync(workerData.file)
database.exec('PRAGMA busy_timeout = ' + workerData.busyMs)
// Several processes may open a new file at the same moment; only one of them can switch it to WAL.
for (let tries = 0; ; tries += 1) {
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    database.exec(workerData.schema)
    break
  } catch (error) {
    if (tries >= 50 || error.errcode % 256 !== 5) throw error
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  }
}

const prepared = new Map()
function run({ sql, values }) {
  let statement = prepared.get(sql)
  if (statement === undefined) prepared.set(sql, (statement = database.prepare(sql)))
  return statement.all(...values)
}

// What is written into a file that was deleted or replaced, no other process ever sees.
const opened = statSync(workerData.file)
function checkPlace() {
  const found = statSync(workerData.file, { throwIfNoEntry: false })
  if (found === undefined || found.ino !== opened.ino || found.dev !== opened.dev)
    throw new Error('its file was deleted or replaced')
}

function together(steps) {
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

parentPort.on('message', ({ id, steps, isWrite }) => {
  if (steps === undefined) {
    database.close()
    parentPort.close()
    return
  }
  try {
    parentPort.postMessage({ id, results: isWrite ? together(steps) : steps.map(run) })
  } catch (error) {
    parentPort.postMessage({ id, problem: String(error && error.message) })
  }
})
parentPort.postMessage({ id: 0, results: [] })
`
