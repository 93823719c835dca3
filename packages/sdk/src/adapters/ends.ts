import type { LetGo } from '../guard-function.ts'
import { LIMITS } from '../limits.ts'

type Ended = LetGo['ended']

/** Calls that were let go and whose end their framework has yet to tell. */
export interface Ends {
  /** @param key by which the end is told; of calls that nothing tells apart, the oldest ends first */
  add(key: string, ended: Ended): void
  /** Of what is not known nothing is said. */
  tell(key: string, result: 'ok' | 'failed'): Promise<void>
}

export function createEnds(): Ends {
  const open = new Map<string, Ended[]>()
  return {
    add: (key, ended) => {
      const others = open.get(key) ?? []
      open.delete(key)
      open.set(key, [...others, ended])
      // What is never told of is forgotten some time: of its end nothing stands on record.
      const [oldest] = open.keys()
      if (open.size > LIMITS.openCallsMax && oldest !== undefined) open.delete(oldest)
    },
    tell: async (key, result) => {
      const [ended, ...others] = open.get(key) ?? []
      if (others.length > 0) open.set(key, others)
      else open.delete(key)
      await ended?.(result)
    },
  }
}
