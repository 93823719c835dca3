import { randomUUID } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { ProxyError } from '@kvlar/core'
import { signalExitCode, within } from '@kvlar/core/node'
import { LIMITS } from '../limits.ts'
import type { Emit } from '../ports.ts'
import type { SessionOptions } from '../session/session-options.ts'
import { Session } from '../session/session.ts'
import { createEnding } from './end-server.ts'
import { Link } from './link.ts'
import { createLog } from './log.ts'
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
  /**
   * Stops the proxy when it aborts, its reason the name of the signal that this process was sent: nothing new is taken,
   * what waits for people is told to come back, and what the server has been given may be answered.
   */
  readonly signal?: AbortSignal
  /** Cuts that short when it aborts. */
  readonly hurry?: AbortSignal
  /** How long it may take; 25 s when absent. */
  readonly drainMs?: number
  readonly sessionId?: string
  /** Hears when the server runs, and when it does not any more; must not throw. */
  readonly onServer?: (isRunning: boolean) => void
  /** Longest message in bytes, 16 MiB by default, from the official SDK's own 10 MiB to 256 MiB. */
  readonly lineBytesMax?: number
}

/**
 * Starts an MCP server and stands between it and the client on stdin and stdout until either ends.
 *
 * @returns the exit code: the server's own, 128 and the number of the signal that ended it. Of a proxy that was told to
 * stop: 0 when everything that was open has been answered, else 128 and the number of the signal
 * @throws ProxyError `PROXY_UPSTREAM_SPAWN_FAILED` when the server cannot be started; `exitCode` in its context is 126
 * or 127, as a shell would have it
 */
export async function runStdioProxy(options: StdioProxyOptions): Promise<number> {
  const { stdin, stdout, stderr, signal, hurry, lineBytesMax } = options
  const { env = process.env, sessionId = randomUUID(), drainMs = LIMITS.drainMs } = options
  const isStopped = (): boolean => signal?.aborted === true
  if (isStopped()) return 0
  const log = createLog(stderr)
  const { child, ...server } = await spawnServer({ ...options, env }, stderr)
  options.onServer?.(true)
  child.once('exit', () => options.onServer?.(false))
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
    ending.begin(LIMITS.exitAfterDrainMs)
  }
  const hurried = new Promise<void>((resolve) => {
    hurry?.addEventListener('abort', () => resolve())
    if (hurry?.aborted === true) resolve()
  })
  let hasClientLeft = false
  stdin.once('end', () => (hasClientLeft = true))
  const drain = async (): Promise<void> => {
    session.drain(new ProxyError('PROXY_STOPPING', 'the proxy has been told to stop and takes nothing new'))
    let isAnswered = false
    const answered = session.whenAnswered().then(() => void (isAnswered = true))
    // Whoever has left reads no answers, and ends what does not end soon (clients give it 2 s).
    if (!hasClientLeft) {
      await Promise.race([answered, setImmediate()])
      if (!isAnswered)
        log.say(`told to stop: what is open has ${drainMs / 1000} s to be answered; a second signal hurries`)
      await within(drainMs, Promise.race([answered, hurried]))
    }
    stop()
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
  void hurried.then(() => ending.begin(0))
  signal?.addEventListener('abort', () => void drain())
  if (isStopped()) void drain()

  const exit = await exited
  ending.done()
  await within(LIMITS.lastWordsMs, link.server.ended)
  const gone = new ProxyError('PROXY_UPSTREAM_EXITED', `the server ${exitText(exit)} before it answered`)
  const unanswered = session.close(gone)
  for (const answer of unanswered) link.client.writer.push(answer)
  // A server that ends at once may end before its client has asked anything of it, which is then told why.
  const isAlone = isStopped() || ('isTTY' in stdin && stdin.isTTY === true)
  if (!isAlone) await within(LIMITS.firstRequestMs, Promise.race([session.asked, link.client.ended]))
  link.client.stop()
  let isTold = false
  await within(
    LIMITS.lastAnswersMs,
    link.client.writer.finish().then(() => void (isTold = true)),
  )
  if (unanswered.length > 0 || (exit.code !== 0 && !isStopped())) {
    log.say(`the server ${exitText(exit)}; open requests answered with an error: ${unanswered.length}`)
  }
  // Something that the server left behind may hold these, and would hold this process as long.
  for (const stream of [server.stdin, server.stdout, child.stderr]) stream?.destroy()
  if (isStopped()) {
    const isWhole = unanswered.length === 0 && isTold
    return isWhole ? 0 : signalExitCode((hurry?.aborted === true ? hurry : signal)?.reason)
  }
  return exit.code ?? signalExitCode(exit.name)
}

interface Exit {
  readonly code: number | null
  readonly name: NodeJS.Signals | null
}

function exitText({ code, name }: Exit): string {
  return code === null ? `was ended by ${name ?? 'a signal'}` : `exited with code ${code}`
}
