import type { Suite } from '@kvlar/crypto'
import type { ChainState } from '../chain/chain-end.ts'

/**
 * What stands in place of the pruned beginning of a chain. Who prunes signs it, so that segments which somebody else
 * removed are missed.
 */
export interface Anchor {
  readonly chain: string
  /** The chain after the last pruned entry; its root is that of the checkpoint of the same size. */
  readonly state: ChainState
  /** The key that the chain names at that point. */
  readonly keyInForce: string
  /** When it was pruned, in milliseconds since the epoch. */
  readonly timeMs: number
  readonly keyId: string
  readonly suite: Suite
}
