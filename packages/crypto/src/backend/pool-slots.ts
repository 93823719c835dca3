import { KeyError } from '../errors/key-error.ts'
import { LIMITS } from '../limits.ts'

const waiting: (() => void)[] = []
let running = 0

/**
 * Runs a job on Node's thread pool once it is its turn. Files use the same few threads: signatures that took all of
 * them would make every write wait for its record.
 * @throws KeyError `KEY_OVERLOADED` when too many jobs wait
 */
export async function inPoolSlot<T>(job: () => Promise<T>): Promise<T> {
  if (waiting.length >= LIMITS.workerQueueMax)
    throw new KeyError('KEY_OVERLOADED', 'too many signatures are waiting; refusing this one')
  if (running < LIMITS.poolSlotsMax) running += 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await job()
  } finally {
    // A slot passes from one job to the next without being free in between.
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}
