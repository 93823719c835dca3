import { spawn } from 'node:child_process'
import { MAIN } from './support/command.ts'

/** A command at a terminal of its own (a real one: `script` of util-linux), as a person uses it. */
export interface Pty {
  /** Everything that reached the terminal so far, escape sequences included. */
  output(): string
  /** Resolves when this appears after what was waited for before. */
  until(text: string): Promise<void>
  /** Types as a person does, who looks at what has appeared first. */
  type(text: string): void
  /** Types at once. */
  press(text: string): void
  /** Ends the command by a signal. */
  kill(signal: NodeJS.Signals): void
  /** Resolves when all has ended. */
  readonly ended: Promise<void>
}

const WAIT_MS_MAX = 25_000
const POLL_MS = 20
/** Longer than a request must have been shown before it can be approved. */
const LOOK_MS = 700

/** Starts `kvlar` with these words; afterwards the shell says how it ended, and whether the terminal is as it was. */
export function startAtTerminal(words: readonly string[], env: NodeJS.ProcessEnv, rows = 24): Pty {
  const command = ['"$NODE"', '"$MAIN"', ...words.map((word) => `'${word}'`)].join(' ')
  const script = `stty rows ${rows} cols 80; before=$(stty -g); ${command} & echo "pid $!"; fg >/dev/null; echo "exit code $?"; test "$before" = "$(stty -g)" && echo "the terminal is as it was"`
  const child = spawn('script', ['-qec', `bash -mc '${script.replaceAll("'", `'\\''`)}'`, '/dev/null'], {
    env: { ...env, NODE: process.execPath, MAIN },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  let from = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  return {
    output: () => output,
    until: async (text) => {
      const endMs = Date.now() + WAIT_MS_MAX
      for (;;) {
        const at = output.indexOf(text, from)
        if (at >= 0) {
          from = at + text.length
          return
        }
        if (Date.now() > endMs) throw new Error(`\`${text}\` did not appear after: ${output.slice(from)}`)
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    },
    type: (text) => void setTimeout(() => child.stdin.write(text), LOOK_MS),
    press: (text) => void child.stdin.write(text),
    kill: (signal) => {
      const [, pid] = /pid (\d+)/.exec(output) ?? []
      process.kill(Number(pid), signal)
    },
    ended,
  }
}
