import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const COMMAND = resolve(import.meta.dirname, '../../../../apps/cli/src/main.ts')

/** A user of this machine with a home of their own, and the command as they type it. */
export interface User {
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  /** Their policy in place of the one that `kvlar init` writes. */
  writePolicy(text: string): void
  /** Runs the command to its end. */
  kvlar(...args: readonly string[]): {
    readonly status: number | null
    readonly out: string
    readonly err: string
  }
  /** Starts a program of theirs. */
  start(program: string, ...args: readonly string[]): Program
  remove(): void
}

/** A program that runs. */
export interface Program {
  readonly child: ChildProcess
  /** What it has printed so far, line by line. */
  readonly lines: readonly string[]
  readonly exit: Promise<number | NodeJS.Signals | null>
  /** Resolves when it has printed this line. @throws when it ends before */
  printed(line: string): Promise<void>
}

export function newUser(): User {
  const home = mkdtempSync(join(tmpdir(), 'kvlar-user-'))
  const { PATH = '' } = process.env
  const env = { PATH, HOME: home, XDG_STATE_HOME: join(home, 'state') }
  return {
    home,
    env,
    writePolicy(text) {
      mkdirSync(join(home, '.kvlar'), { recursive: true })
      writeFileSync(join(home, '.kvlar', 'policy.yaml'), text)
    },
    kvlar(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
        cwd: home,
        env,
        encoding: 'utf8',
      })
      return { status, out: stdout, err: stderr }
    },
    start: (program, ...args) =>
      running(
        spawn(process.execPath, [program, ...args], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] }),
      ),
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}

/** The request that waits, once it does. */
export async function pending(user: User): Promise<{ readonly id: string; readonly resource: string }> {
  for (;;) {
    const { out } = user.kvlar('approvals', 'list', '--json')
    const [first] = JSON.parse(out) as { id: string; tool_name: string }[]
    if (first !== undefined) return { id: first.id, resource: first.tool_name }
    await sleep(50)
  }
}

function running(child: ChildProcess): Program {
  const lines: string[] = []
  let said = ''
  let rest = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  const exit = new Promise<number | NodeJS.Signals | null>((done) =>
    child.once('close', (code, signal) => done(code ?? signal)),
  )
  let hasEnded = false
  void exit.then(() => (hasEnded = true))
  return {
    child,
    lines,
    exit,
    printed: async (line) => {
      while (!lines.includes(line)) {
        if (hasEnded) throw new Error(`it ended before it printed \`${line}\`: ${lines.join(' | ')} ${said}`)
        await sleep(20)
      }
    },
  }
}
