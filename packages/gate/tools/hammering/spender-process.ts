import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Spent } from './spent.ts'

/** What one spends from, and how. */
export interface SpenderOptions {
  readonly name: string
  /** File of the counters, or URL of a Redis. */
  readonly store: string
  readonly total: number
}

/** A process that spends as fast as it can. */
export interface SpenderProcess {
  readonly child: ChildProcess
  readonly name: string
  readonly store: string
  /** What it said that it has let go. */
  readonly spent: readonly Spent[]
  /** Calls that it denied because a limit was reached, and because the store could not be had. */
  readonly refused: number
  readonly unavailable: number
  /** Whether the last calls, all of them, were denied because of the whole budget. */
  readonly isDone: boolean
  /** Resolves when it has opened the store. */
  readonly ready: Promise<void>
  readonly exit: Promise<void>
  begin(): void
}

/** Calls that others have under way take up room for a moment. */
const DONE_MIN = 25

export function startSpender({ name, store, total }: SpenderOptions): SpenderProcess {
  const args = [join(import.meta.dirname, '..', 'spender.ts'), store, name, `${total}`]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const spent: Spent[] = []
  const counts = { refused: 0, unavailable: 0, done: 0 }
  const ready = Promise.withResolvers<void>()
  let rest = ''
  child.stdin.on('error', () => {})
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [what, beganMs, endedMs, amount] = line.split(' ')
      if (what === 'ready') ready.resolve()
      if (what === 'refused') counts.refused += 1
      if (what === 'unavailable') counts.unavailable += 1
      counts.done = what === 'done' ? counts.done + 1 : 0
      if (what === 'spent')
        spent.push({ beganMs: Number(beganMs), endedMs: Number(endedMs), amount: Number(amount) })
    }
  })
  const exit = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve()
      else reject(new Error(`a spender ended with ${code ?? signal}`))
    })
  })
  // Whoever waits for it to be ready must learn that it never is.
  const isNever = (): void => ready.reject(new Error(`${name} ended before it was ready`))
  exit.then(isNever, isNever)
  ready.promise.catch(() => undefined)
  return {
    child,
    name,
    store,
    spent,
    get refused() {
      return counts.refused
    },
    get unavailable() {
      return counts.unavailable
    },
    get isDone() {
      return counts.done >= DONE_MIN
    },
    ready: ready.promise,
    exit,
    begin: () => void child.stdin.write('begin\n'),
  }
}
