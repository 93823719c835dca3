import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { MAIN } from './command.ts'
import type { Place, Reply } from './filesystem-proxy.ts'

const SERVER = join(import.meta.dirname, 'noting-server.mjs')
/** Calls that are open at once. */
const OPEN = 16
/** One of so many waits for a person. */
const ASKED_EACH = 40

/** How a call was answered. */
interface Answered {
  readonly token: string
  readonly reply: Reply
}

export interface LoadedOptions {
  readonly place: Place
  readonly policy: string
  /** Names the run, its caller, and every call of it. */
  readonly name: string
}

/** A proxy with a client that calls without a pause, from the first moment on, until the proxy is gone. */
export class LoadedProxy {
  readonly child: ChildProcessWithoutNullStreams
  /** Resolves when the proxy is gone and everything that it said has been read. */
  readonly gone: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  readonly answered: Answered[] = []
  /** Answers to nothing that was asked, or to what was answered before. */
  readonly strays: Reply[] = []
  stderr = ''
  readonly #notes: string
  readonly #open = new Map<number, string>()
  readonly #name: string
  #asked = 0
  #wake = (): void => {}

  constructor({ place, policy, name }: LoadedOptions) {
    this.#name = name
    this.#notes = join(place.files, `${name}.notes`)
    const flags = ['-p', policy, '--principal-id', name, '--no-notify']
    this.child = spawn(
      process.execPath,
      [MAIN, 'proxy', '--stdio', ...flags, '--', process.execPath, SERVER, this.#notes],
      { env: place.env },
    )
    this.child.stdin.on('error', () => {})
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.gone = new Promise((resolve) => {
      this.child.once('close', (code, signal) => resolve({ code, signal }))
    })
    createInterface({ input: this.child.stdout }).on('line', (line) => this.#take(JSON.parse(line) as Reply))
    const clientInfo = { name: 'load', version: '1' }
    this.#send({
      id: 'init',
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
    })
    this.#send({ method: 'notifications/initialized' })
    while (this.#open.size < OPEN) this.#call()
  }

  /** Resolves when so many calls have been answered. */
  async answers(many: number): Promise<void> {
    while (this.answered.length < many && this.child.exitCode === null)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
  }

  /** The tokens of the calls that the server was given, and its process once it runs. */
  get reached(): { readonly tokens: readonly string[]; readonly pid: number | undefined } {
    if (!existsSync(this.#notes)) return { tokens: [], pid: undefined }
    // The last line of a server that was killed may be half a line.
    const lines = readFileSync(this.#notes, 'utf8').split('\n').slice(0, -1)
    const notes = lines.map((line) => JSON.parse(line) as { readonly token?: string; readonly pid?: number })
    return {
      tokens: notes.flatMap(({ token }) => token ?? []),
      pid: notes.find(({ pid }) => pid !== undefined)?.pid,
    }
  }

  #call(): void {
    this.#asked += 1
    const id = this.#asked
    const token = `${this.#name}-${id}`
    this.#open.set(id, token)
    const name = id % ASKED_EACH === 1 ? 'ask' : 'do'
    this.#send({ id, method: 'tools/call', params: { name, arguments: { order: token } } })
  }

  #take(reply: Reply): void {
    if (reply.method !== undefined || String(reply.id) === 'init') return
    const token = this.#open.get(reply.id ?? 0)
    if (token === undefined) return void this.strays.push(reply)
    this.#open.delete(reply.id ?? 0)
    this.answered.push({ token, reply })
    // One that takes nothing new is not asked again and again.
    if (reply.error === undefined) this.#call()
    this.#wake()
  }

  #send(message: object): void {
    if (this.child.stdin.writable)
      this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  }
}

/** Whether a process runs; one that has exited but was not waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
