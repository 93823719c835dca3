import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Policy } from '@kvlar/core'
import { freeze } from '@kvlar/core/document'
import { whyOf } from '../../notice.ts'
import type { PolicyTexts } from '../load-policies.ts'
import type { Reading } from './read-steadily.ts'
import type { WorkerPart } from '../../policy-worker.ts'

/**
 * Reads policies in a thread of its own, so that calls go on meanwhile, and takes what it read in parts of a few rules.
 * Never rejects.
 *
 * @param names files, or names of built-in policies
 */
export async function readInThread(names: readonly string[]): Promise<Reading> {
  const worker = new Worker(WORKER, {
    workerData: names,
    // Standard error belongs to people.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  worker.unref()
  const signal = AbortSignal.timeout(READ_MS_MAX)
  try {
    const next = async (): Promise<WorkerPart> => {
      worker.postMessage('next', [])
      const [part] = (await once(worker, 'message', { signal })) as [WorkerPart]
      return part
    }
    return await gather(next)
  } catch (error) {
    const why = signal.aborted ? `it takes longer than ${READ_MS_MAX / 1000} s` : whyOf(error)
    return { ok: false, why: `failed to load ${names.join(', ')}: ${why}`, files: [] }
  } finally {
    void worker.terminate()
  }
}

/** Ten thousand rules take seconds. */
const READ_MS_MAX = 60_000

const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? '../../policy-worker.ts' : './policy-worker.js',
  import.meta.url,
)

async function gather(next: () => Promise<WorkerPart>): Promise<Reading> {
  const policies = new Map<Policy, PolicyTexts>()
  let rules: Policy['rules'][number][] = []
  for (;;) {
    const part = await next()
    switch (part.kind) {
      case 'rules':
        rules.push(...freeze(part.rules))
        break
      case 'policy':
        policies.set(freeze({ ...part.policy, rules }), part.texts)
        rules = []
        break
      case 'end':
        return part.failed === undefined
          ? { ok: true, policies, files: part.files }
          : { ok: false, why: part.failed, files: part.files }
    }
  }
}
