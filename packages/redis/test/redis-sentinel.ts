import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { startForwarder } from './forwarder.ts'
import { freePort, redisServer, startRedis, untilListening } from './redis-server.ts'

/** A primary, a replica that follows it by a road that can be cut, and a Sentinel that watches both. */
export interface Guarded {
  /** A client that asks Sentinel who the primary is, as a program has it; whoever makes it closes it. */
  client(): Redis
  /** From now on nothing of what the primary is told reaches the replica. */
  cutOff(): void
  /** Ends the primary without warning, and resolves once the replica has taken its place. */
  failOver(): Promise<void>
  /** Starts the old primary again, and resolves once it follows the new one. */
  startOld(): Promise<void>
  remove(): Promise<void>
}

const NAME = 'primary'

export async function startGuarded(...flags: readonly string[]): Promise<Guarded> {
  const primary = await startRedis(...flags)
  const road = await startForwarder(primary.port)
  const replica = await startRedis('--replicaof', '127.0.0.1', String(road.port), ...flags)
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-sentinel-'))
  const port = await freePort()
  await until(replica.url, 'master_link_status:up')
  // It writes its own configuration. A replica that follows by another road it leaves alone for as long as the time out.
  writeFileSync(
    join(folder, 'sentinel.conf'),
    `port ${port}
bind 127.0.0.1
dir ${folder}
sentinel monitor ${NAME} 127.0.0.1 ${primary.port} 1
sentinel down-after-milliseconds ${NAME} 3000
sentinel failover-timeout ${NAME} 60000
`,
  )
  const sentinel = spawn(redisServer ?? 'redis-server', [join(folder, 'sentinel.conf'), '--sentinel'], {
    stdio: 'ignore',
  })
  await untilListening(port, sentinel)
  await untilSentinel(port, 'slaves=1')
  return {
    client: () => {
      const client = new Redis({
        sentinels: [{ host: '127.0.0.1', port }],
        name: NAME,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        autoResendUnfulfilledCommands: false,
        retryStrategy: () => 100,
        sentinelRetryStrategy: () => 100,
      })
      client.on('error', () => {})
      return client
    },
    cutOff: () => road.cut(),
    failOver: async () => {
      await primary.kill()
      await untilSentinel(port, `address=127.0.0.1:${replica.port}`)
      await until(replica.url, 'role:master')
    },
    startOld: async () => {
      await primary.start()
      await until(replica.url, 'connected_slaves:1')
      await until(primary.url, 'master_link_status:up')
    },
    remove: async () => {
      await end(sentinel)
      rmSync(folder, { recursive: true, force: true })
      await replica.remove()
      await road.close()
      await primary.remove()
    },
  }
}

/** Until a server says so about itself. */
async function until(url: string, said: string): Promise<void> {
  const client = new Redis(url)
  client.on('error', () => {})
  while (!(await client.info('replication')).includes(said)) await moment()
  client.disconnect()
}

async function untilSentinel(port: number, said: string): Promise<void> {
  const client = new Redis(port, '127.0.0.1')
  client.on('error', () => {})
  while (!(await client.info('sentinel')).includes(said)) await moment()
  client.disconnect()
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

async function moment(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50))
}
