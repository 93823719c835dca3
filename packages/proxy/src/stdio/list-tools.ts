import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { ProxyError } from '@kvlar/core'
import { LIMITS } from '../limits.ts'
import { listedItems } from '../listing/list-filter.ts'
import { LineSplitter } from '../wire/line-splitter.ts'
import type { ResponseMessage } from '../wire/message.ts'
import { readMessageInSlices } from '../wire/read-message.ts'
import { createEnding } from './end-server.ts'
import { LastWords } from './last-words.ts'
import { spawnServer, type ServerCommand, type ServerProcess } from './spawn-server.ts'

/** The names of a server's tools, or why they could not be had. */
export type ToolList =
  { readonly ok: true; readonly tools: readonly string[] } | { readonly ok: false; readonly why: string }

export interface ListToolsOptions {
  /** How long the server may take from its start to its last tool. */
  readonly timeoutMs: number
  /** What we call ourselves. */
  readonly version: string
  /** Ends the server at once. */
  readonly signal?: AbortSignal
}

/**
 * Starts a server, asks it for its tools and ends it with everything it started. Nothing but `initialize` and
 * `tools/list` is asked, no request of the server is answered, and what it writes is bounded. Never rejects.
 */
export async function listTools(server: ServerCommand, options: ListToolsOptions): Promise<ToolList> {
  const words = new LastWords()
  let started: ServerProcess
  try {
    started = await spawnServer(server, words)
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error
    return { ok: false, why: error.message }
  }
  const over = new AbortController()
  try {
    return await Promise.race([converse(started, options.version, words), deadline(options, over.signal)])
  } finally {
    over.abort()
    await end(started)
  }
}

async function deadline({ timeoutMs, signal }: ListToolsOptions, over: AbortSignal): Promise<ToolList> {
  const signals = signal === undefined ? [over] : [over, signal]
  await setTimeout(timeoutMs, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined)
  const why =
    signal?.aborted === true ? 'it was stopped' : `it did not list its tools within ${timeoutMs / 1000} s`
  return { ok: false, why }
}

async function converse(
  { child, stdin, stdout }: ServerProcess,
  version: string,
  words: LastWords,
): Promise<ToolList> {
  // A server that is gone says so by the end of its output.
  stdin.on('error', () => {})
  const send = (message: JsonObject): boolean =>
    stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  let id = 0
  const ask = (method: string, params: JsonObject): boolean => send({ id: (id += 1), method, params })
  ask('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'kvlar', version },
  })
  const tools: string[] = []
  try {
    for await (const answer of answersOf(stdout)) {
      // Some servers answer a number by its text.
      if (String(answer.id) !== String(id)) continue
      if (answer.outcome === 'error')
        return { ok: false, why: `it answers with an error: ${messageOf(answer.value)}` }
      if (id === 1) {
        send({ method: 'notifications/initialized' })
        ask('tools/list', {})
        continue
      }
      const items = listedItems('tools/list', answer.value)
      if (items === undefined) return { ok: false, why: 'its answer holds no list of tools' }
      tools.push(...items.flatMap(nameOf))
      if (tools.length > LIMITS.definitionsMax || id > LIMITS.listPagesMax)
        return { ok: false, why: 'its list of tools does not end' }
      const cursor = isJsonObject(answer.value) ? answer.value['nextCursor'] : undefined
      if (typeof cursor !== 'string') return { ok: true, tools }
      ask('tools/list', { cursor })
    }
  } catch (error) {
    return { ok: false, why: error instanceof RangeError ? error.message : 'its output cannot be read' }
  }
  return { ok: false, why: `it ended before it listed its tools${await epitaph(child, words)}` }
}

/** The responses in a stream; what cannot be read as a message is passed over, as the proxy does. */
async function* answersOf(stdout: AsyncIterable<Uint8Array>): AsyncGenerator<ResponseMessage> {
  const lines = new LineSplitter(undefined, 'server')
  let bytes = 0
  let count = 0
  for await (const chunk of stdout) {
    bytes += chunk.length
    const found = lines.push(chunk)
    count += found.length
    if (bytes > LIMITS.listBytesMax || count > LIMITS.listLinesMax)
      throw new RangeError('it writes more than a list of tools can be')
    for (const line of found) {
      const read = line.kind === 'line' ? await readMessageInSlices(line.bytes, 'server') : undefined
      if (read?.ok === true && read.message.kind === 'response') yield read.message
    }
  }
}

function nameOf(item: JsonValue): readonly string[] {
  const name = isJsonObject(item) ? item['name'] : undefined
  return typeof name === 'string' ? [name] : []
}

function messageOf(error: JsonValue): string {
  const message = isJsonObject(error) ? error['message'] : undefined
  return typeof message === 'string' ? message.slice(0, LIMITS.logQuoteBytesMax) : 'without a message'
}

/** How a server ended, and the last line that it wrote for people. */
async function epitaph(child: ChildProcess, words: LastWords): Promise<string> {
  await exitOf(child, LIMITS.lastWordsMs)
  const code = child.exitCode ?? child.signalCode
  const said = words.lastLine()
  return `${code === null ? '' : ` (exit ${code})`}${said === '' ? '' : `: ${said}`}`
}

async function end({ child, stdin, stdout }: ServerProcess): Promise<void> {
  const ending = createEnding(child)
  stdin.end()
  ending.begin(LIMITS.drainMs)
  await exitOf(child, LIMITS.drainMs + 2 * LIMITS.terminateMs)
  ending.done()
  // Something that left the process group may still hold these.
  for (const stream of [stdin, stdout, child.stderr]) stream?.destroy()
}

async function exitOf(child: ChildProcess, waitMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await once(child, 'exit', { signal: AbortSignal.timeout(waitMs) }).catch(() => undefined)
}
