import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryCounters, type Counters } from '@kvlar/core'
import { openRedisCounters } from '@kvlar/redis'

/** What the replicas of a gate share, and the replicas of a service. */
export interface Stores {
  /** What calls leave behind for limits; each replica opens its own. */
  readonly counters: () => Promise<Counters>
  /** For the service, which remembers used permits there; absent for the memory of its process. */
  readonly redisUrl?: string
  close(): Promise<void>
}

/** Of one process: its replicas share an object. */
export function memoryStores(): Stores {
  const counters = createMemoryCounters()
  return { counters: () => Promise.resolve(counters), close: () => Promise.resolve() }
}

/** Of any number of machines. Without a URL a Redis is started, and ended with the stores. */
export async function redisStores(given: string | undefined): Promise<Stores> {
  const own = given === undefined ? await startRedis() : undefined
  const redisUrl = given ?? own?.url ?? ''
  const opened: { close(): Promise<void> }[] = []
  return {
    redisUrl,
    counters: async () => {
      const counters = await openRedisCounters(redisUrl)
      opened.push(counters)
      return counters
    },
    close: async () => {
      await Promise.all(opened.map((one) => one.close()))
      await own?.stop()
    },
  }
}

async function startRedis(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-redis-'))
  const port = await freePort()
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const server = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new Error('there is no redis-server here; name one: --redis=redis://…')),
    )
    server.once('exit', () => reject(new Error('redis-server has ended')))
    server.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve()
    })
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
