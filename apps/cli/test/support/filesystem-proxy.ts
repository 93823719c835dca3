import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { MAIN } from './command.ts'

/** The official filesystem server, as a command line. */
export function filesystemServer(files: string): readonly string[] {
  const resolved = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/server-filesystem/package.json',
  )
  return [process.execPath, join(dirname(resolved), 'dist', 'index.js'), files]
}

/** The state of one user of Kvlar, and a folder with `a.txt` that the server serves. */
export interface Place {
  readonly env: NodeJS.ProcessEnv
  /** Where Kvlar keeps its state. */
  readonly state: string
  readonly files: string
  /** A program that starts the server with what it is given; nothing of that stands in the command line of the proxy. */
  readonly script?: string
}

export function makePlace(root: string): Place {
  const files = join(root, 'files')
  mkdirSync(files, { recursive: true })
  writeFileSync(join(files, 'a.txt'), 'text')
  const env = {
    ...process.env,
    HOME: root,
    XDG_STATE_HOME: join(root, 'state'),
    NO_COLOR: '1',
    FORCE_COLOR: '',
  }
  return { env, state: join(root, 'state', 'kvlar'), files }
}

/** One command of the user, to its end. */
export function kvlar(
  env: NodeJS.ProcessEnv,
  ...words: string[]
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [MAIN, ...words], { env, encoding: 'utf8', maxBuffer: Infinity })
}

/** What a server answered. */
export interface Reply {
  readonly id?: number
  readonly method?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly result?: ToolResult
  readonly error?: { readonly code: number; readonly message: string }
}

export interface ToolResult {
  readonly content?: readonly { readonly text: string }[]
  readonly isError?: boolean
  readonly _kvlar?: { readonly decision: string; readonly code: string }
  readonly _meta?: Readonly<Record<string, unknown>>
}

/** The command in front of the official filesystem server, and a client of MCP that can do no more than a test needs. */
export class FilesystemProxy {
  readonly child: ChildProcessWithoutNullStreams
  readonly #replies: Reply[] = []
  readonly #waiting = new Set<() => void>()
  #stderr = ''
  #lastId = 0

  constructor({ env, files, script }: Place, flags: readonly string[], capabilities: object = {}) {
    const server = script === undefined ? filesystemServer(files) : [script]
    this.child = spawn(process.execPath, [MAIN, 'proxy', '--stdio', ...flags, '--', ...server], { env })
    this.child.stdin.on('error', () => {})
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      // The proxy sends one message of MCP in each line.
      this.#replies.push(JSON.parse(line) as Reply)
      for (const wake of this.#waiting) wake()
    })
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      for (const wake of this.#waiting) wake()
    })
    const clientInfo = { name: 'test', version: '1' }
    const params = { protocolVersion: '2025-11-25', capabilities, clientInfo }
    this.send({ id: 0, method: 'initialize', params })
    this.send({ method: 'notifications/initialized' })
  }

  send(message: object): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  }

  /** Sends a call of a tool; returns its id. */
  sendCall(name: string, args: object, meta?: object): number {
    this.#lastId += 1
    const params = { name, arguments: args, ...(meta !== undefined && { _meta: meta }) }
    this.send({ id: this.#lastId, method: 'tools/call', params })
    return this.#lastId
  }

  /** The first message that fits, come or yet to come. */
  async message(fits: (reply: Reply) => boolean): Promise<Reply> {
    return this.#once(() => this.#replies.find(fits))
  }

  /** What the proxy says to people, once it does. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#once(() => pattern.exec(this.#stderr) ?? undefined)
  }

  async #once<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
    }
  }

  async result(id: number): Promise<ToolResult> {
    return (await this.message((reply) => reply.id === id)).result ?? {}
  }

  /** One call, until its answer is there. */
  async call(name: string, args: object): Promise<ToolResult> {
    return this.result(this.sendCall(name, args))
  }

  /** Every message so far that fits. */
  all(fits: (reply: Reply) => boolean): readonly Reply[] {
    return this.#replies.filter(fits)
  }

  /** Ends the way a client does, and waits. */
  async leave(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.stdin.end()
    await ended
  }

  async kill(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
  }
}
