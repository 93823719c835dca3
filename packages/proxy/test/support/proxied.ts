import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { ProxyEvent } from '@kvlar/proxy'
import { onTestFinished } from 'vitest'
import type { ProxySettings } from '../fixtures/proxy-main.ts'

export const PROXY_MAIN = join(import.meta.dirname, '../fixtures/proxy-main.ts')
export const RECORDING_SERVER = join(import.meta.dirname, '../fixtures/recording-server.mjs')

/** Where started processes keep what they have compiled: from the second on they start in half the time. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(tmpdir(), 'kvlar-compile-cache') }

/** One message as a client reads it. */
export interface Received {
  readonly id?: string | number | null
  readonly method?: string
  readonly params?: Record<string, unknown>
  readonly result?: Record<string, unknown>
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

export interface ProxiedOptions extends ProxySettings {
  /** How the recording server behaves. */
  readonly mode?: string
  /** Another server than the recording one. */
  readonly server?: readonly string[]
}

/** A proxy in front of a server, both real processes, and a client that sends whatever bytes it likes. */
export class Proxied {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>
  readonly messages: Received[] = []
  readonly folder = mkdtempSync(join(tmpdir(), 'kvlar-proxy-'))
  stderr = ''
  #text = ''
  #wake: (() => void)[] = []

  /** @param whenDone registers the clean-up: at the end of the test, or of all tests of a file */
  constructor(
    { mode = '', server, ...settings }: ProxiedOptions,
    whenDone: (cleanUp: () => Promise<void>) => void = onTestFinished,
  ) {
    const command = server ?? [process.execPath, RECORDING_SERVER, this.receivedFile, mode]
    const whole: ProxySettings = { eventsFile: this.eventsFile, ...settings }
    this.process = spawn(process.execPath, [PROXY_MAIN, JSON.stringify(whole), ...command], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...COMPILE_CACHE, KVLAR_SECRET: 'ours', SERVER_SECRET: 'theirs' },
    })
    this.exited = new Promise((resolve) => {
      this.process.once('close', (code, signal) => resolve({ code, signal }))
    })
    this.process.stdin.on('error', () => undefined)
    this.process.stdout.setEncoding('utf8').on('data', (chunk: string) => this.#take(chunk))
    this.process.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk
      this.#changed()
    })
    whenDone(async () => {
      this.process.kill('SIGKILL')
      await this.exited
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  get eventsFile(): string {
    return join(this.folder, 'events')
  }

  get receivedFile(): string {
    return join(this.folder, 'received')
  }

  /** What reached the server, line by line. */
  get reached(): string[] {
    return linesOf(this.receivedFile)
  }

  get events(): ProxyEvent[] {
    return linesOf(this.eventsFile).map((line) => JSON.parse(line) as ProxyEvent)
  }

  send(...messages: (object | string | Uint8Array)[]): void {
    for (const message of messages) {
      const line =
        typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message)
      this.process.stdin.write(line)
      this.process.stdin.write('\n')
    }
  }

  call(id: string | number, name: string, args: object = {}): void {
    this.send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })
  }

  /** Waits for the answer to a request. */
  answer(id: string | number | null): Promise<Received> {
    return this.message((one) => one.id === id && one.method === undefined)
  }

  async message(fits: (message: Received) => boolean): Promise<Received> {
    let found = this.messages.find(fits)
    await this.until(() => (found = this.messages.find(fits)) !== undefined)
    if (found === undefined) throw new Error('unreachable')
    return found
  }

  /** Waits until something holds; it is looked at whenever something has been read, and now and then. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 20)
        this.#wake.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  /** The opening of the connection as clients of the older era do it. */
  async initialize(): Promise<void> {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    }
    this.send({ jsonrpc: '2.0', id: 'init', method: 'initialize', params })
    await this.answer('init')
    this.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
  }

  /** Whether the connection still serves: a ping goes to the server and comes back. */
  async serves(): Promise<boolean> {
    const id = `ping-${this.messages.length}-${this.reached.length}`
    this.send({ jsonrpc: '2.0', id, method: 'ping' })
    return (await this.answer(id)).result !== undefined
  }

  #take(chunk: string): void {
    this.#text += chunk
    const lines = this.#text.split('\n')
    this.#text = lines.pop() ?? ''
    for (const line of lines) this.messages.push(JSON.parse(line) as Received)
    this.#changed()
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

/** The text of a tool result. */
export function textOf({ result }: Received): string {
  return (result?.['content'] as { text: string }[] | undefined)?.[0]?.text ?? ''
}

/** Kvlar's own part of a denial. */
export function noticeOf({ result, error }: Received): Record<string, unknown> {
  const holder = (result ?? error?.data ?? {}) as Record<string, unknown>
  return (holder['_kvlar'] ?? {}) as Record<string, unknown>
}

function linesOf(file: string): string[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}
