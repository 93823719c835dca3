import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { KeyError } from '../errors/key-error.ts'
import { LIMITS } from '../limits.ts'
import type { MlDsaJob, MlDsaResult } from './ml-dsa-job.ts'

interface Pending {
  readonly job: MlDsaJob
  readonly resolve: (result: MlDsaResult) => void
  readonly reject: (error: KeyError) => void
}

/** Unbuilt, the entry stands one folder up; built, beside the bundle that this module went into. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? '../ml-dsa-worker.ts' : './ml-dsa-worker.js',
  import.meta.url,
)
const idle: Worker[] = []
const busy = new Map<Worker, Pending>()
const queue: Pending[] = []
const workersMax = Math.max(1, Math.min(LIMITS.workersMax, availableParallelism() - 1))

/**
 * Runs ML-DSA arithmetic off the event loop, in the order asked. An idle thread does not keep the process alive.
 * @throws KeyError `KEY_OVERLOADED` when too many jobs wait, `KEY_SIGNING_FAILED` when the thread fails
 */
export function runInWorker(job: MlDsaJob): Promise<MlDsaResult> {
  if (queue.length >= LIMITS.workerQueueMax)
    return Promise.reject(
      new KeyError('KEY_OVERLOADED', 'too many signatures are waiting; refusing this one'),
    )
  return new Promise((resolve, reject) => {
    queue.push({ job, resolve, reject })
    dispatch()
  })
}

function dispatch(): void {
  while (queue.length > 0) {
    const worker = idle.pop() ?? (busy.size < workersMax ? start() : undefined)
    if (worker === undefined) return
    const pending = queue.shift()
    if (pending === undefined) return
    busy.set(worker, pending)
    worker.ref()
    worker.postMessage(pending.job, [])
  }
}

function start(): Worker {
  const worker = new Worker(workerFile, { name: 'kvlar-ml-dsa' })
  worker.on('message', (result: MlDsaResult) => settle(worker, result))
  worker.on('error', (cause) => fail(worker, cause))
  worker.on('exit', () => fail(worker, undefined))
  return worker
}

function settle(worker: Worker, result: MlDsaResult): void {
  const pending = busy.get(worker)
  busy.delete(worker)
  worker.unref()
  idle.push(worker)
  if (result.kind === 'failed')
    pending?.reject(new KeyError('KEY_SIGNING_FAILED', `ML-DSA failed with \`${result.message}\``))
  else pending?.resolve(result)
  dispatch()
}

function fail(worker: Worker, cause: unknown): void {
  const pending = busy.get(worker)
  busy.delete(worker)
  const index = idle.indexOf(worker)
  if (index >= 0) idle.splice(index, 1)
  pending?.reject(new KeyError('KEY_SIGNING_FAILED', 'the signing thread ended; refusing to sign', { cause }))
  dispatch()
}
