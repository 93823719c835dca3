import type { Suite } from '@kvlar/crypto'

/** A signed head: what a chain was at one moment. */
export interface Checkpoint {
  readonly head: Head
  /** Milliseconds since the epoch. */
  readonly timeMs: number
  /** Who signs, and how; both are inside what is signed. */
  readonly keyId: string
  readonly suite: Suite
  /** SHA-256 of the previous checkpoint's text, lower-case hexadecimal; absent in a chain's first. */
  readonly previous?: string
  /** Heads of the other chains of the same home, sorted by chain, so that a deleted chain is missed. */
  readonly others: readonly Head[]
}

/** How far a chain has come. */
export interface Head {
  /** Chain id: lower-case hexadecimal, 32 digits. */
  readonly chain: string
  /** Entries. */
  readonly size: number
  /** Merkle root over them, 32 bytes. */
  readonly root: Uint8Array
}
