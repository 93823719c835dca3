/** A Redis that machines share. */
export interface RedisSettings {
  /**
   * `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS; a password that it does not hold is that of
   * the environment (`KVLAR_REDIS_PASSWORD`). Either this or `client`.
   */
  readonly url?: string
  /** For Sentinel, a cluster or certificates of your own. */
  readonly client?: CallersRedis
  /**
   * What the names of keys begin with, inside the hash tag; whoever shares them says the same. `kvlar:limits` for limits and
   * `kvlar:standing` for sessions and revocations when absent; otherwise this, and this with `:standing`.
   */
  readonly prefix?: string
  /** Replicas that must have each write before it counts; none when absent. Not with a cluster. */
  readonly waitReplicas?: number
}

/** A client of ioredis (`Redis` or `Cluster`) that the program has made, and closes itself. */
export interface CallersRedis {
  readonly status: string
  readonly isCluster: boolean
}
