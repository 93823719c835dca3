import { Worker } from 'node:worker_threads'
import { ApprovalsError } from '../approvals-error.ts'
import { LIMITS } from '../limits.ts'
import { WORKER_URL } from './worker-url.ts'

export type SqlValue = string | number | null

export interface Statement {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

/** The rows of each statement. */
export type Results = readonly (readonly Readonly<Record<string, SqlValue>>[])[]

/** A SQLite file in a thread of its own. */
export interface SqliteThread {
  /** Runs statements that only read. */
  read(...steps: readonly Statement[]): Promise<Results>
  /** Runs statements in one immediate transaction. */
  write(...steps: readonly Statement[]): Promise<Results>
  close(): Promise<void>
}

interface Reply {
  readonly id: number
  readonly results?: Results
  readonly problem?: string
}

interface Waiting {
  readonly resolve: (results: Results) => void
  readonly reject: (error: ApprovalsError) => void
}

/**
 * Opens a SQLite file in a thread, and makes its tables.
 *
 * @throws ApprovalsError `APPROVAL_STORE_UNAVAILABLE`, here and from every operation
 */
export async function openSqliteThread(file: string, schema: string): Promise<SqliteThread> {
  const worker = new Worker(WORKER_URL, {
    // Node before 24 warns that `node:sqlite` is experimental; stderr belongs to the program around us.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    workerData: { file, schema, busyMs: LIMITS.sqliteBusyMs },
  })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let failure: ApprovalsError | undefined
  let closing: Promise<void> | undefined

  const fail = (cause: unknown): void => {
    failure ??= unavailable(file, cause)
    for (const { reject } of waiting.values()) reject(failure)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('its thread has ended')))
  worker.on('message', (reply: Reply) => {
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    // Whoever closes waits for the thread to end, whatever is answered meanwhile.
    if (waiting.size === 0 && closing === undefined) worker.unref()
    if (reply.results === undefined) one?.reject(unavailable(file, new Error(reply.problem)))
    else one?.resolve(reply.results)
  })

  const reply = async (id: number): Promise<Results> =>
    new Promise((resolve, reject) => {
      worker.ref()
      waiting.set(id, { resolve, reject })
    })
  const send = async (steps: readonly Statement[], isWrite: boolean): Promise<Results> => {
    if (failure !== undefined) throw failure
    if (waiting.size >= LIMITS.sqliteInFlightMax) throw unavailable(file, new Error('too much waits for it'))
    lastId += 1
    worker.postMessage({ id: lastId, steps, isWrite }, [])
    return reply(lastId)
  }

  await reply(0)
  return {
    read: (...steps) => send(steps, false),
    write: (...steps) => send(steps, true),
    close: async () => {
      if (failure !== undefined) return
      closing ??= end(worker)
      await closing
    },
  }
}

async function end(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.ref()
  worker.postMessage({ id: 0 }, [])
  await ended
}

function unavailable(file: string, cause: unknown): ApprovalsError {
  return new ApprovalsError(
    'APPROVAL_STORE_UNAVAILABLE',
    `the approvals queue \`${file}\` is unavailable; refusing`,
    {
      cause,
    },
  )
}
