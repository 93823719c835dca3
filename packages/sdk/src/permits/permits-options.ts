import cluster from 'node:cluster'
import {
  createMemoryReplayStore,
  MemoryReplayStore,
  type PublicKeyBundle,
  type PublicKeyDirectory,
  type ReplayStore,
} from '@kvlar/crypto'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { LIMITS } from '../limits.ts'
import { unknownKey } from '../unknown-key.ts'
import type { PermitRefusal } from './refusal-reason.ts'

/** What permits are verified with. */
export interface PermitsOptions {
  /**
   * Whose keys count: a file that `kvlar keys export` has written, or a manifest of several; with `root` a signed
   * manifest, in a file or at an `https` URL; or a directory of `@kvlar/crypto`.
   */
  readonly directory: string | PublicKeyDirectory
  /** Who signs the directory: a public key, or the file that holds it. */
  readonly root?: string | PublicKeyBundle
  /** What this service is called in the permits for it. */
  readonly audience: string
  /** Where used permits are remembered for all replicas: `openRedisReplayStore` of `@kvlar/redis` opens one. */
  readonly replayStore?: ReplayStore
  /** How many replicas of this service run. Without a `replayStore` that they share, say `1`. */
  readonly replicas?: number
  /** The longest life that a permit may have; 300 when absent. */
  readonly lifetimeSecondsMax?: number
  /** How far the clock of whoever signs may be off; 5 when absent. */
  readonly skewSeconds?: number
  /** Told why a call was refused, which its caller is not; its failure changes nothing. */
  readonly onRefused?: (refusal: PermitRefusal) => void
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
}

const KEYS: Readonly<Record<keyof PermitsOptions, true>> = {
  directory: true,
  root: true,
  audience: true,
  replayStore: true,
  replicas: true,
  lifetimeSecondsMax: true,
  skewSeconds: true,
  onRefused: true,
  now: true,
}

/** The same, with a store that is right for the replicas. @throws KvlarMisuse `KVLAR_BAD_OPTION` */
export function readPermitsOptions(
  options: PermitsOptions,
): PermitsOptions & { readonly replayStore: ReplayStore } {
  const unknown = unknownKey(options, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not an option of \`openPermits\``)
  const { audience, replicas, onRefused, now } = options
  if (typeof audience !== 'string' || audience.trim() === '' || audience.length > LIMITS.nameCharsMax)
    throw bad('`audience` is not a name')
  if (replicas !== undefined && (!Number.isSafeInteger(replicas) || replicas < 1))
    throw bad('`replicas` is not a whole number from 1 on')
  if (onRefused !== undefined && typeof onRefused !== 'function') throw bad('`onRefused` is not a function')
  if (now !== undefined && typeof now !== 'function') throw bad('`now` is not a function')
  return { ...options, replayStore: storeOf(options) }
}

/** One for each audience: whoever opens it twice in a process must not have a permit used twice. */
const memories = new Map<string, ReplayStore>()

function storeOf({ replayStore, replicas, audience }: PermitsOptions): ReplayStore {
  if (replayStore !== undefined && typeof replayStore.claim !== 'function')
    throw bad('`replayStore` is not a store of used permits')
  if (replayStore !== undefined && !(replayStore instanceof MemoryReplayStore)) return replayStore
  if (replicas !== 1 || cluster.isWorker)
    throw bad(
      `${replicas === undefined ? 'how many replicas run is not said' : 'several replicas run'}, and each would let the same permit through once: give them one \`replayStore\` (\`openRedisReplayStore\` of \`@kvlar/redis\`), or say \`replicas: 1\` where there is but one process`,
    )
  const memory = replayStore ?? memories.get(audience) ?? createMemoryReplayStore()
  if (replayStore === undefined) memories.set(audience, memory)
  return memory
}

export function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_OPTION', `${what}; refusing to take permits`)
}
