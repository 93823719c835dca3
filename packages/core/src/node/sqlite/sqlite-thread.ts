import { Worker } from 'node:worker_threads'
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

export interface SqliteOptions {
  readonly file: string
  /** Makes its tables where they are not there yet. */
  readonly schema: string
  /** What a commit survives: the death of the machine (`FULL`), or that of the process (`NORMAL`). */
  readonly synchronous: 'FULL' | 'NORMAL'
  /** How long an operation waits for other processes. */
  readonly busyMs: number
  /** Operations that may wait for the thread. */
  readonly inFlightMax: number
  /** Whether a file that is not there is made. */
  readonly mayMake?: boolean
  /** The error of whoever uses the file. */
  readonly unavailable: (cause: unknown) => Error
}

interface Reply {
  readonly id: number
  readonly results?: Results
  readonly problem?: string
}

interface Waiting {
  readonly resolve: (results: Results) => void
  readonly reject: (error: Error) => void
}

/**
 * Opens a SQLite file in a thread.
 *
 * @throws what `unavailable` makes, here and from every operation
 */
export async function openSqliteThread(options: SqliteOptions): Promise<SqliteThread> {
  const { file, schema, synchronous, busyMs, inFlightMax, mayMake = true, unavailable } = options
  const worker = new Worker(WORKER_URL, {
    // Node before 24 warns that `node:sqlite` is experimental; stderr belongs to the program around us.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    workerData: { file, schema, synchronous, busyMs, mayMake },
  })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let failure: Error | undefined
  let closing: Promise<void> | undefined

  const fail = (cause: unknown): void => {
    failure ??= unavailable(cause)
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
    if (reply.results === undefined) one?.reject(unavailable(new Error(reply.problem)))
    else one?.resolve(reply.results)
  })

  const reply = async (id: number): Promise<Results> =>
    new Promise((resolve, reject) => {
      worker.ref()
      waiting.set(id, { resolve, reject })
    })
  const send = async (steps: readonly Statement[], isWrite: boolean): Promise<Results> => {
    if (failure !== undefined) throw failure
    if (waiting.size >= inFlightMax) throw unavailable(new Error('too much waits for it'))
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
