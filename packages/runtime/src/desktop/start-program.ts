import { spawn } from 'node:child_process'
import { systemProgram, type SystemProgramName } from '@kvlar/core/node'

/** A program and its arguments; there is no shell between, and everybody on the machine can read them. */
export interface ProgramCall {
  readonly command: SystemProgramName
  readonly args: readonly string[]
}

/**
 * Starts a program of the desktop and waits for its end, but no longer than so long: undefined when it went well, or is
 * still at it; otherwise why not. It takes no input, its output goes nowhere, and nobody who ends waits for it.
 */
export function startProgram({ command, args }: ProgramCall, waitMs: number): Promise<string | undefined> {
  const program = systemProgram(command)
  if (program === undefined)
    return Promise.resolve(
      `\`${command}\` is in no folder of the system that only its owner can write to, nor in \`~/.kvlar/programs\``,
    )
  return new Promise((resolve) => {
    const child = spawn(program.file, args, {
      stdio: 'ignore',
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell: false,
      env: program.env,
      cwd: program.cwd,
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
