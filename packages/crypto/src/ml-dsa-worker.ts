import { parentPort } from 'node:worker_threads'
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js'
import type { MlDsaJob, MlDsaResult } from './backend/ml-dsa-job.ts'

/** The entry of a worker thread: one job in, one result out. */
function run(job: MlDsaJob): MlDsaResult {
  switch (job.kind) {
    case 'sign':
      try {
        return {
          kind: 'signature',
          signature: ml_dsa65.sign(job.message, job.secretKey, { context: job.context }),
        }
      } catch (error) {
        return { kind: 'failed', message: error instanceof Error ? error.name : 'unknown' }
      } finally {
        job.secretKey.fill(0)
      }
    case 'verify':
      try {
        return {
          kind: 'verdict',
          valid: ml_dsa65.verify(job.signature, job.message, job.publicKey, { context: job.context }),
        }
      } catch {
        return { kind: 'verdict', valid: false }
      }
  }
}

parentPort?.on('message', (job: MlDsaJob) => parentPort?.postMessage(run(job), []))
