import type { Head } from '../checkpoint/checkpoint.ts'

/** What can be wrong with a chain, one row each. */
export const BREAKS = {
  ENTRY_UNREADABLE: 'a line is not an entry in canonical form',
  INDEX_WRONG: 'an entry is not in its place: lines were deleted, inserted, doubled or moved',
  LINK_WRONG: 'an entry does not follow from the one before it: content was changed',
  GENESIS_WRONG: 'the chain does not begin with its own genesis entry',
  ROOT_WRONG: 'the entries are not those that were signed: the chain was linked anew',
  TIME_WRONG: 'a checkpoint is older than the one before it',
  CHECKPOINT_UNREADABLE: 'a checkpoint is not in the form that is signed',
  CHECKPOINT_UNTRUSTED: 'a checkpoint is signed by a key that is not trusted',
  CHECKPOINT_FORGED: 'a signature of a checkpoint does not hold, or a part of it is missing',
  CHECKPOINT_ORDER: 'a checkpoint does not follow from the one before it: one was removed, moved or put in',
  CHECKPOINT_FOREIGN: 'a checkpoint belongs to another chain',
  KEY_WRONG: 'a checkpoint is signed by another key than the one the chain names at that point',
  TRUNCATED: 'the chain ends before its last checkpoint: entries are missing at the end',
  CLOSE_UNSIGNED: 'the writer ended in order, and signs then; the checkpoint of its end is missing',
  CHECKPOINT_OVERDUE: 'entries stand unsigned for longer than a writer leaves them so',
  RECOVERY_WRONG: 'a writer says that it found another number of signed entries than there are',
  ROLLED_BACK: 'the chain ends before, or differs from, a checkpoint that was kept elsewhere',
  ANCHOR_WRONG: 'the place where a pruned chain begins is not one that was signed',
  CHAIN_FOREIGN: 'a chain stands in the place of another, or comes from another home',
  CHAIN_MISSING: 'a chain that another one has seen is gone',
} as const

export type BreakCode = keyof typeof BREAKS

/** Where a chain breaks and what can still be relied on. */
export interface Break {
  readonly code: BreakCode
  /** What is wrong, in this case. */
  readonly message: string
  /** 1-based line over all segments of the chain; 0 when it is about checkpoints alone. */
  readonly line: number
}

/** What verification of one chain says. */
export interface ChainVerdict {
  readonly kind: 'intact' | 'broken'
  /** Absent when not even the first line could be read. */
  readonly chain?: string
  /** Entries of the chain, pruned ones included. */
  readonly size: number
  /** Entries at the beginning that were pruned, as whoever pruned them signed. */
  readonly pruned: number
  /** Entries covered by a checkpoint that holds: nobody without the key has changed those. */
  readonly trustworthy: number
  readonly checkpoints: number
  /** Time of the last checkpoint that holds, in milliseconds since the epoch. */
  readonly signedAtMs?: number
  /** The head that was reached; only when intact. */
  readonly head?: Head
  /** Keys that signed, in order of first use. */
  readonly keyIds: readonly string[]
  /** Present exactly when broken. */
  readonly broken?: Break
  /** Entries that were not signed by whoever wrote them, but by a later writer that found them so. */
  readonly adopted: number
  /** Whether the last entry says that the writer ended in order. */
  readonly closed: boolean
}
