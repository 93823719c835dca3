import { once } from 'node:events'
import { Redis, type Cluster } from 'ioredis'
import { clientName } from './client-place.ts'
import { REDIS_LIMITS } from './limits.ts'
import { redisPlace } from './redis-place.ts'
import type { StoreWords } from './store-words.ts'

export type RedisClient = Redis | Cluster

/** A client that answers soon or rejects: nothing waits for a server that is gone. */
export interface Connection {
  readonly client: RedisClient
  /**
   * Runs one operation.
   *
   * @throws what the store says when it is unavailable
   */
  run<T>(operation: (client: RedisClient) => Promise<T>): Promise<T>
  /** Ends the client if it is ours. */
  close(): void
}

/**
 * Connects to a URL with a client of our own, or uses a client that the caller has connected and will close.
 *
 * @throws what the store says when it is unavailable, and of a URL that it cannot use
 */
export async function connect(
  from: string | RedisClient,
  commandMs: number,
  words: StoreWords,
): Promise<Connection> {
  const { client, name, secret, isOurs } =
    typeof from === 'string' ? ownClient(from, words) : givenClient(from)
  let inFlight = 0
  let isClosed = false

  const close = (): void => {
    isClosed = true
    if (isOurs) client.disconnect()
  }
  const unavailable = (cause: unknown): Error =>
    words.unavailable(`${words.name} on Redis at \`${name}\` is unavailable; refusing`, {
      cause: new Error(reasonOf(cause, secret)),
    })
  const run: Connection['run'] = async (operation) => {
    // A client that is not connected would keep the operation and send it when the caller has long been denied.
    if (isClosed || client.status !== 'ready')
      throw unavailable(isClosed ? 'it is closed' : 'it is not connected')
    if (inFlight >= REDIS_LIMITS.inFlightMax) throw unavailable('too much waits for it')
    inFlight += 1
    try {
      return await within(operation(client), commandMs, () => {
        // A peer that vanished keeps its connection for minutes; a new one finds out at once.
        if (isOurs && client.status === 'ready') client.disconnect(true)
      })
    } catch (error) {
      throw words.isOwn(error) ? error : unavailable(error)
    } finally {
      inFlight -= 1
    }
  }

  try {
    await untilReady(client)
  } catch (error) {
    close()
    throw unavailable(error)
  }
  return { client, run, close }
}

interface NamedClient {
  readonly client: RedisClient
  readonly name: string
  readonly secret?: string
  readonly isOurs: boolean
}

function ownClient(url: string, words: StoreWords): NamedClient {
  const { name, options } = redisPlace(url, words)
  const client = new Redis({
    ...options,
    lazyConnect: true,
    connectTimeout: REDIS_LIMITS.connectMs,
    connectionName: words.connectionName,
    // What cannot be sent now is refused now, and what was in flight is never sent twice.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (tries) =>
      Math.min(REDIS_LIMITS.retryMsMin * 2 ** Math.min(tries - 1, 16), REDIS_LIMITS.retryMsMax),
    // A primary that was demoted while we were connected: look for the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  })
  // ioredis prints errors that nobody listens to; each operation rejects with them anyway.
  client.on('error', () => {})
  return {
    client,
    name,
    ...(options.password !== undefined && options.password !== null && { secret: options.password }),
    isOurs: true,
  }
}

function givenClient(client: RedisClient): NamedClient {
  return { client, name: clientName(client), isOurs: false }
}

async function untilReady(client: RedisClient): Promise<void> {
  if (client.status === 'ready') return
  const late = AbortSignal.timeout(REDIS_LIMITS.connectMs)
  const ready = once(client, 'ready', { signal: late })
  // Its failure is an `error` event too, with a better reason.
  if (client.status === 'wait') client.connect().catch(() => {})
  try {
    await ready
  } catch (error) {
    throw late.aborted ? new Error(`redis connect timed out after ${REDIS_LIMITS.connectMs / 1000}s`) : error
  }
}

async function within<T>(work: Promise<T>, ms: number, onLate: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let look: NodeJS.Immediate | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // Where the program itself was busy for as long, the answer may be there and only not read yet.
      look = setImmediate(() => {
        onLate()
        reject(new Error(`no answer within ${ms} ms`))
      })
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    clearImmediate(look)
  }
}

/** The reason alone: the errors of ioredis carry the command, and with it the password or the rows. */
function reasonOf(cause: unknown, secret = ''): string {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return secret === '' ? reason : reason.replaceAll(secret, '…')
}
