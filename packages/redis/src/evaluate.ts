import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Connection, RedisClient } from './connection.ts'
import { REDIS_LIMITS } from './limits.ts'

/** One atomic step: what it does and the name under which Redis remembers it. */
export interface Script {
  readonly text: string
  readonly sha: string
}

export function scriptOf(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/** What one run of a script works on. */
export interface ScriptRun {
  readonly keys: readonly string[]
  readonly args: readonly (string | number)[]
  /** Replicas that must have what it wrote, or it rejects although it may have taken effect. */
  readonly waitReplicas: number
}

/** Runs a script in one round trip. Rejects as `Connection.run` does. */
export function evaluate(
  connection: Connection,
  step: Script,
  { keys, args, waitReplicas }: ScriptRun,
): Promise<unknown> {
  const all: Args = [keys.length, ...keys, ...args]
  return connection.run(async (client) =>
    // Only a client of one server waits for replicas; the options are checked.
    waitReplicas === 0
      ? evaluateBySha(client, step, all)
      : evaluateAndWait(client as Redis, step, all, waitReplicas),
  )
}

type Args = readonly [number, ...(string | number)[]]

async function evaluateBySha(client: RedisClient, { text, sha }: Script, args: Args): Promise<unknown> {
  try {
    return await client.evalsha(sha, ...args)
  } catch (error) {
    if (!isNoScript(error)) throw error
    return client.eval(text, ...args)
  }
}

/**
 * WAIT counts what the same connection has written, so both travel together; and so does the text, or else a server that
 * does not know it would be waited for twice.
 */
async function evaluateAndWait(
  client: Redis,
  { text }: Script,
  args: Args,
  replicas: number,
): Promise<unknown> {
  const batch = client.pipeline().eval(text, ...args)
  const [done, waited] = (await batch.wait(replicas, REDIS_LIMITS.replicaMs).exec()) ?? []
  const error = done?.[0] ?? waited?.[0]
  if (error !== null && error !== undefined) throw error
  const count = Number(waited?.[1])
  if (count < replicas) throw new Error(`${count} of ${replicas} replicas have the write`)
  return done?.[1]
}

function isNoScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}
