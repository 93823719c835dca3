import { connect, type RedisClient } from '../connection.ts'
import { STANDING } from '../store-words.ts'

/** What hears what is told on a channel. */
export interface Listening {
  close(): void
}

export interface ListenOptions {
  readonly channel: string
  readonly commandMs: number
  readonly onMessage: (message: string) => void
  /** Told each time it begins to hear anew: what was told before then is missed. */
  readonly onBegun: () => void
}

/**
 * Listens by a connection of its own, which comes back by itself.
 *
 * @throws StandingError when there is none in time
 */
export async function listen(
  client: RedisClient,
  { channel, commandMs, onMessage, onBegun }: ListenOptions,
): Promise<Listening> {
  const subscriber = twinOf(client)
  // ioredis prints errors that nobody listens to.
  subscriber.on('error', () => {})
  subscriber.on('message', (_, message: string) => onMessage(message))
  const close = (): void => subscriber.disconnect()
  try {
    const connection = await connect(subscriber, commandMs, STANDING)
    const begin = (): Promise<unknown> => connection.run(async (one) => one.subscribe(channel))
    await begin()
    // A failure ends in another connection, and then it is tried again.
    subscriber.on('ready', () => void begin().then(onBegun, () => {}))
    return { close }
  } catch (error) {
    close()
    throw error
  }
}

function twinOf(client: RedisClient): RedisClient {
  const own = { lazyConnect: true, enableOfflineQueue: true }
  return 'sentinels' in client.options
    ? (client as Extract<RedisClient, { duplicate(of?: Partial<typeof own>): unknown }>).duplicate(own)
    : (client as Extract<RedisClient, { nodes: unknown }>).duplicate([], own)
}
