import type { DurableCounters } from '@kvlar/core'

/** Limits, budgets and history that every process on every machine shares that opens them. */
export interface RedisCounters extends DurableCounters {
  /** How this Redis keeps what was counted. */
  durability(): Promise<RedisDurability>
}

/** How a Redis keeps what it has written; of the servers of a cluster the least. */
export interface RedisDurability {
  /** Whether it writes down every change, and how soon that reaches the disk; `unknown` where it does not tell. */
  readonly appendonly: boolean
  readonly appendfsync: 'always' | 'everysec' | 'no' | 'unknown'
  /** Replicas that follow it. */
  readonly replicas: number
}
