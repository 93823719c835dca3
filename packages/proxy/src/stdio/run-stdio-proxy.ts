import { randomUUID } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { ProxyError } from '@kvlar/core'
import { within } from '@kvlar/core/node'
import { LIMITS } from '../limits.ts'
import type { Emit } from '../ports.ts'
import type { SessionOptions } from '../session/session-options.ts'
import { Session } from '../session/session.ts'
import { createEnding } from './end-server.ts'
import { Link } from './link.ts'
import { createLog } from './log.ts'
import { signalExitCode } from './process-signal.ts'
import { spawnServer } from './spawn-server.ts'

export interface StdioProxyOptions extends Omit<SessionOptions, 'sessionId' | 'emit'> {
  readonly command: string
  readonly args: readonly string[]
  /** What the server inherits, except names that begin with `KVLAR_`; this process's environment by default. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** Stops the proxy when it aborts; its reason is the name of the signal that this process was sent. */
  readonly signal?: AbortSignal
  readonly sessionId?: string
  /** Longest message in bytes, 16 MiB by default, from the official SDK's own 10 MiB to 256 MiB. */
  readonly lineBytesMax?: number
}

/**
 * Starts an MCP server and stands between it and the client on stdin and stdout until either ends.
 *
 * @returns the exit code: the server's own, 128 and the number of the signal that ended the server or the proxy
 * @throws ProxyError `PROXY_UPSTREAM_SPAWN_FAILED` when the server cannot be started; `exitCode` in its context is 126
 * or 127, as a shell would have it
 */
export async function runStdioProxy(options: StdioProxyOptions): Promise<number> {
  const { stdin, stdout, stderr, signal, lineBytesMax, env = process.env, sessionId = randomUUID() } = options
  const log = createLog(stderr)
  const { child, ...server } = await spawnServer({ ...options, env }, stderr)
  const emit: Emit = (to, line) => link[to].tell(line)
  const session = new Session({ ...options, sessionId, emit, remark: (text) => log.complain(text) })
  const link: Link = new Link({
    session,
    log,
    client: { input: stdin, output: stdout },
    server: { input: server.stdout, output: server.stdin },
    ...(lineBytesMax !== undefined && { lineBytesMax }),
  })
  const ending = createEnding(child)
  const exited = new Promise<Exit>((resolve) => child.once('exit', (code, name) => resolve({ code, name })))
  child.on('error', (error) => log.say(`the server could not be signalled: ${error.message}`))

  const endInput = (): void => {
    session.stopWaiting()
    link.server.writer.end()
  }
  const stop = (): void => {
    link.client.stop()
    endInput()
    ending.begin(LIMITS.drainMs)
  }
  // The server is told at once that nothing more comes, and has time to answer what has come.
  const finish = async (): Promise<void> => {
    endInput()
    await within(LIMITS.answersAfterEofMs, session.whenAnswered())
    ending.begin(LIMITS.exitAfterEofMs)
  }
  void link.client.ended.then(finish)
  void link.server.ended.then(() => {
    endInput()
    ending.begin(LIMITS.exitAfterEofMs)
  })
  stdout.once('close', stop)
  stdout.once('error', stop)
  signal?.addEventListener('abort', stop)
  if (signal?.aborted === true) stop()

  const exit = await exited
  ending.done()
  await within(LIMITS.lastWordsMs, link.server.ended)
  const gone = new ProxyError('PROXY_UPSTREAM_EXITED', `the server ${exitText(exit)} before it answered`)
  const unanswered = session.close(gone)
  for (const answer of unanswered) link.client.writer.push(answer)
  // A server that ends at once may end before its client has asked anything of it, which is then told why.
  const isAlone = signal?.aborted === true || ('isTTY' in stdin && stdin.isTTY === true)
  if (!isAlone) await within(LIMITS.firstRequestMs, Promise.race([session.asked, link.client.ended]))
  link.client.stop()
  await within(LIMITS.lastAnswersMs, link.client.writer.finish())
  if (unanswered.length > 0 || (exit.code !== 0 && signal?.aborted !== true)) {
    log.say(`the server ${exitText(exit)}; open requests answered with an error: ${unanswered.length}`)
  }
  // Something that the server left behind may hold these, and would hold this process as long.
  for (const stream of [server.stdin, server.stdout, child.stderr]) stream?.destroy()
  if (signal?.aborted === true) return signalExitCode(signal.reason)
  return exit.code ?? signalExitCode(exit.name)
}

interface Exit {
  readonly code: number | null
  readonly name: NodeJS.Signals | null
}

function exitText({ code, name }: Exit): string {
  return code === null ? `was ended by ${name ?? 'a signal'}` : `exited with code ${code}`
}
