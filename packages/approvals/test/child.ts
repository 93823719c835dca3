import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Another process, and what it says, line by line as JSON. */
export interface Child {
  next(): Promise<unknown>
  /** Ends it without warning. */
  kill(): Promise<void>
}

export function startChild(script: string, args: readonly string[]): Child {
  const child: ChildProcess & { readonly stdout: NodeJS.ReadableStream } = spawn(
    process.execPath,
    [script, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    next: async () => {
      const { value } = (await lines.next()) as { value?: string }
      return value === undefined ? undefined : JSON.parse(value)
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}
