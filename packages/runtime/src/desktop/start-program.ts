import { spawn } from 'node:child_process'

/** A program and its arguments; there is no shell between, and everybody on the machine can read them. */
export interface ProgramCall {
  readonly command: string
  readonly args: readonly string[]
}

/**
 * Starts a program of the desktop and waits for its end, but no longer than so long: undefined when it went well, or is
 * still at it; otherwise why not. It takes no input, its output goes nowhere, and nobody who ends waits for it.
 */
export function startProgram({ command, args }: ProgramCall, waitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'ignore',
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell: false,
      env: withoutOwn(process.env),
    })
    const timer = setTimeout(resolve, waitMs, undefined)
    timer.unref()
    child.unref()
    child.once('error', (error) => resolve(`\`${command}\` cannot be started: ${error.message}`))
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code === 0 ? undefined : `\`${command}\` failed`)
    })
  })
}

/** Secrets of Kvlar stand in variables of its name; they are nobody's beside it. */
function withoutOwn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^KVLAR_/i.test(name)))
}
