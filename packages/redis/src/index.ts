/**
 * The stores of Kvlar on Redis, for more than one machine.
 *
 * For replicas of a proxy or of a program with `guard()` that share one queue of approvals, one set of limits, sessions
 * or those who are turned away, and for replicas of a service that takes permits and must take each once. It never approves by itself, never looks into a row,
 * and never waits for a server that is gone: it refuses, and works again when the server is back.
 */
export { openRedisStore } from './open-redis-store.ts'
export { openRedisReplayStore, type RedisReplayOptions, type RedisReplayStore } from './replay-store.ts'
export { openRedisCounters } from './limits/open-redis-counters.ts'
export { countersPlace } from './limits/counters-place.ts'
export type { RedisCounters, RedisDurability } from './limits/redis-counters.ts'
export type { RedisCountersOptions } from './limits/counters-options.ts'
export { openRedisStanding, standingPlace, type RedisStanding } from './standing/open-redis-standing.ts'
export type { RedisRevocations } from './standing/redis-revocations.ts'
export type { RedisStandingOptions, StandingLoss } from './standing/standing-options.ts'
export {
  openRedisWitness,
  type RedisWitness,
  type RedisWitnessOptions,
} from './witness/open-redis-witness.ts'
export type { RedisStoreOptions } from './store-options.ts'
export type { RedisClient } from './connection.ts'
export { REDIS_LIMITS } from './limits.ts'
