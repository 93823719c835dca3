import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const SERVER = resolve(import.meta.dirname, '../../../../test/packed/tiny-server.mjs')
const GUARDING = resolve(import.meta.dirname, '../children/guarding.ts')

export interface ReplicaOptions {
  /** A proxy with a server behind it, or a program with a guarded function. */
  readonly kind: 'proxy' | 'guard'
  /** The command. */
  readonly main: string
  /** Its own, as each machine has one. */
  readonly home: string
  readonly policy: string
  readonly redis: string
}

/** What became of the calls of one replica around one revocation. Times are in milliseconds since it stood. */
export interface ReplicaFigures {
  readonly kind: ReplicaOptions['kind']
  /** Calls that passed before. */
  readonly before: number
  /** Calls that were made once the revocation stood: how many passed, and how many were refused. */
  readonly passedAfter: number
  readonly refusedAfter: number
  /** Calls that passed although a call made earlier had been refused because of it: none, once a replica has heard. */
  readonly passedOnceHeard: number
  /** When the last call was answered that passed; it was made before. */
  readonly lastPassMs: number
  /** When the first refusal was answered. */
  readonly firstRefusalMs: number
  readonly codes: ReadonlySet<string>
}

/** What a call is answered with when it passes. */
export const PASSES = ''

interface Answered {
  readonly madeMs: number
  readonly answeredMs: number
  readonly code: string
}

/** A process of a fleet, and a client of it that calls without end. */
export class Replica {
  readonly #kind: ReplicaOptions['kind']
  readonly #child: ChildProcessWithoutNullStreams
  readonly #made = new Map<number, number>()
  readonly #counts = new Map<string, number>()
  #answered: Answered[] = []
  #isCalling = false
  #lastId = 0
  #wake: () => void = () => {}

  constructor({ kind, main, home, policy, redis }: ReplicaOptions) {
    mkdirSync(home, { recursive: true })
    const proxy = [main, 'proxy', '--stdio', '--policy', policy, '--redis', redis]
    const args = kind === 'proxy' ? [...proxy, '--', process.execPath, SERVER] : [GUARDING, policy, redis]
    this.#kind = kind
    this.#child = spawn(process.execPath, args, {
      env: { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#child.stderr.resume()
    this.#child.once('exit', () => this.#wake())
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#take(line))
    const clientInfo = { name: 'fleet', version: '1' }
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
    this.#send({ id: 0, method: 'initialize', params })
    this.#send({ method: 'notifications/initialized' })
  }

  /** Has so many calls under way from now on. */
  begin(callsAtOnce: number): void {
    this.#answered = []
    this.#counts.clear()
    this.#isCalling = true
    for (let n = 0; n < callsAtOnce; n += 1) this.#call()
  }

  /** Makes no more calls, and resolves once all are answered. */
  async end(): Promise<void> {
    this.#isCalling = false
    while (this.#made.size > 0) await this.#next()
  }

  /** Until so many calls were answered so since it began; makes one at a time where none is under way. */
  async until(count: number, code: string): Promise<void> {
    while ((this.#counts.get(code) ?? 0) < count) {
      if (this.#made.size === 0) this.#call()
      await this.#next()
    }
  }

  /** @param code with which calls are refused because of the revocation */
  figures(stoodMs: number, code: string): ReplicaFigures {
    const passed = this.#answered.filter((answer) => answer.code === PASSES)
    const refused = this.#answered.filter((answer) => answer.code !== PASSES)
    const heard = refused.filter((answer) => answer.code === code).map(({ answeredMs }) => answeredMs)
    const heardMs = Math.min(...heard)
    const after = (all: readonly Answered[], ms: number): number =>
      all.filter(({ madeMs }) => madeMs > ms).length
    const times = (all: readonly Answered[]): readonly number[] =>
      all.map(({ answeredMs }) => answeredMs - stoodMs)
    return {
      kind: this.#kind,
      before: passed.length - after(passed, stoodMs),
      passedAfter: after(passed, stoodMs),
      refusedAfter: after(refused, stoodMs),
      passedOnceHeard: after(passed, heardMs),
      lastPassMs: Math.max(...times(passed)),
      firstRefusalMs: Math.min(...times(refused)),
      codes: new Set(refused.map((answer) => answer.code)),
    }
  }

  async leave(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.stdin.end()
    await ended
  }

  #call(): void {
    this.#lastId += 1
    this.#made.set(this.#lastId, performance.now())
    this.#send({ id: this.#lastId, method: 'tools/call', params: { name: 'read_note', arguments: {} } })
  }

  #take(line: string): void {
    const { id, result, error } = JSON.parse(line) as {
      readonly id?: number
      readonly result?: { readonly _kvlar?: { readonly code: string } }
      readonly error?: { readonly message: string }
    }
    const madeMs = id === undefined ? undefined : this.#made.get(id)
    if (id === undefined || madeMs === undefined) return
    this.#made.delete(id)
    const code = error === undefined ? (result?._kvlar?.code ?? PASSES) : error.message
    this.#answered.push({ madeMs, answeredMs: performance.now(), code })
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1)
    if (this.#isCalling) this.#call()
    this.#wake()
  }

  #send(message: object): void {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  }

  async #next(): Promise<void> {
    if (this.#child.exitCode !== null) throw new Error(`a ${this.#kind} ended with ${this.#child.exitCode}`)
    await new Promise<void>((done) => {
      this.#wake = done
    })
  }
}
