import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Cluster, Redis } from 'ioredis'

/** For tests of packages that do not depend on it. */
export { Redis } from 'ioredis'

/** Where Redis is on this machine, if anywhere. */
export const redisServer: string | undefined = [
  process.env['REDIS_SERVER'],
  ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'redis-server')),
].find((place) => place !== undefined && existsSync(place))

if (redisServer === undefined)
  console.warn('SKIPPED: the queue on Redis is not tested without redis-server: apt-get install redis-server')

/** A Redis of a test's own, on a free port, in a folder of its own. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Ends it without warning, keeping its files. */
  kill(): Promise<void>
  /** Starts it again on the same port over the same files. */
  start(...more: readonly string[]): Promise<void>
  /** Stops or continues its process, as a machine that hangs. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  remove(): Promise<void>
}

export async function startRedis(...flags: readonly string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-redis-'))
  const port = await freePort()
  let child: ChildProcess | undefined

  const kill = async (): Promise<void> => {
    const one = child
    child = undefined
    if (one === undefined || one.exitCode !== null || one.signalCode !== null) return
    const ended = new Promise((resolve) => one.once('exit', resolve))
    one.kill('SIGKILL')
    await ended
  }
  const start = async (...more: readonly string[]): Promise<void> => {
    const all = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      ...flags,
      ...more,
    ]
    child = spawn(redisServer ?? 'redis-server', all, { stdio: 'ignore' })
    await untilListening(port, child)
  }
  await start()
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    signal: (name) => void child?.kill(name),
    remove: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A cluster of three primaries, and a client of it. */
export interface RedisCluster {
  readonly client: Cluster
  /** Ends all of them without warning, keeping their files. */
  kill(): Promise<void>
  /** Starts them again, and resolves once they are a cluster. */
  start(): Promise<void>
  remove(): Promise<void>
}

/** Of a cluster, and where each node of three begins. */
const SLOTS = 16_384
const FIRST_SLOTS = [0, 5461, 10_923]

export async function startCluster(): Promise<RedisCluster> {
  const flags = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--appendonly', 'yes']
  const servers = await Promise.all(FIRST_SLOTS.map(() => startRedis(...flags)))
  await Promise.all(
    servers.map(async ({ url }, place) => {
      const node = new Redis(url)
      await node.cluster('ADDSLOTSRANGE', FIRST_SLOTS[place] ?? 0, (FIRST_SLOTS[place + 1] ?? SLOTS) - 1)
      for (const { port } of servers) await node.cluster('MEET', '127.0.0.1', port)
      node.disconnect()
    }),
  )
  for (const { url } of servers) await untilClustered(url, servers.length)
  const client = new Cluster(servers.map(({ port }) => ({ host: '127.0.0.1', port })))
  client.on('error', () => {})
  return {
    client,
    kill: async () => void (await Promise.all(servers.map((server) => server.kill()))),
    start: async () => {
      for (const server of servers) await server.start()
      for (const { url } of servers) await untilClustered(url, servers.length)
    },
    remove: async () => {
      client.disconnect()
      for (const server of servers) await server.remove()
    },
  }
}

async function untilClustered(url: string, size: number): Promise<void> {
  const node = new Redis(url)
  for (;;) {
    const info = await node.cluster('INFO')
    if (info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${size}\r`)) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  node.disconnect()
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  // The bus of a cluster listens 10,000 above.
  return port > 55_000 ? freePort() : port
}

export async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
