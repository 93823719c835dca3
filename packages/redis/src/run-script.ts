import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Connection, RedisClient } from './connection.ts'
import { REDIS_LIMITS } from './limits.ts'
import { ROW_LUA } from './lua/row-lua.ts'

/** One atomic step: what it does and the name under which Redis remembers it. */
export interface Script {
  readonly text: string
  readonly sha: string
}

/** Every script answers with a list of strings. */
export type ScriptAnswer = readonly string[]

/** Makes a script of what it does to rows. */
export function script(lua: string): Script {
  const text = `${ROW_LUA}${lua}`
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/** Runs the scripts of one queue, each in one round trip. */
export interface ScriptRunner {
  /** Rejects as `Connection.run` does. */
  run(step: Script, args: readonly (string | number)[]): Promise<ScriptAnswer>
  /** As `run`, and rejects when too few replicas have the write in time; it may have taken effect nevertheless. */
  write(step: Script, args: readonly (string | number)[]): Promise<ScriptAnswer>
}

export function createScriptRunner(
  connection: Connection,
  keys: readonly string[],
  waitReplicas: number,
): ScriptRunner {
  const run = async (
    step: Script,
    args: readonly (string | number)[],
    replicas: number,
  ): Promise<ScriptAnswer> => {
    const all: Args = [keys.length, ...keys, ...args]
    const answer = await connection.run(async (client) =>
      // Only a client of one server waits for replicas; the options are checked.
      replicas === 0 ? evaluate(client, step, all) : evaluateAndWait(client as Redis, step, all, replicas),
    )
    // The scripts are ours, and each ends with such a list.
    return answer as ScriptAnswer
  }
  return {
    run: (step, args) => run(step, args, 0),
    write: (step, args) => run(step, args, waitReplicas),
  }
}

type Args = readonly [number, ...(string | number)[]]

async function evaluate(client: RedisClient, { text, sha }: Script, args: Args): Promise<unknown> {
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
