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

/** A cluster of one node, and a client of it. */
export interface RedisCluster {
  readonly client: Cluster
  remove(): Promise<void>
}

export async function startCluster(): Promise<RedisCluster> {
  const server = await startRedis('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1')
  const node = new Redis(server.url)
  await node.cluster('ADDSLOTSRANGE', 0, 16383)
  while (!(await node.cluster('INFO')).includes('cluster_state:ok'))
    await new Promise((resolve) => setTimeout(resolve, 20))
  node.disconnect()
  const client = new Cluster([{ host: '127.0.0.1', port: server.port }])
  return {
    client,
    remove: async () => {
      client.disconnect()
      await server.remove()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  // The bus of a cluster listens 10,000 above.
  return port > 55_000 ? freePort() : port
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
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
