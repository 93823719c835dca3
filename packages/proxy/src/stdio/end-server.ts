import { spawn, type ChildProcess } from 'node:child_process'
import { systemProgram } from '@kvlar/core/node'
import { LIMITS } from '../limits.ts'

/** Makes a server stop whose input has ended: waits, then SIGTERM, then SIGKILL to everything it started. */
export interface Ending {
  /** Begins, or hurries what has begun: SIGTERM comes after `waitMs` at the latest. */
  begin(waitMs: number): void
  /** The server has exited: stops the clock and kills what it left behind. */
  done(): void
}

export function createEnding(child: ChildProcess): Ending {
  let timer: NodeJS.Timeout | undefined
  let terminateAt = Infinity
  let over = false
  const kill = (): void => signalTree(child, 'SIGKILL')
  const terminate = (): void => {
    signalTree(child, 'SIGTERM')
    timer = setTimeout(kill, LIMITS.terminateMs)
  }
  return {
    begin(waitMs) {
      const at = performance.now() + waitMs
      if (over || at >= terminateAt) return
      terminateAt = at
      clearTimeout(timer)
      timer = setTimeout(terminate, waitMs)
    },
    done() {
      over = true
      clearTimeout(timer)
      // Its process group may outlive it; on Windows there is no tree left to walk once the parent is gone.
      if (process.platform !== 'win32') kill()
    },
  }
}

/** Signals the server and everything it started that is still in its process group. */
function signalTree(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    // Windows knows no signal that a console process could answer; the tree is ended at once.
    const program = systemProgram('taskkill')
    if (program === undefined) return void child.kill()
    const killer = spawn(program.file, ['/pid', String(child.pid), '/t', '/f'], {
      env: program.env,
      cwd: program.cwd,
      stdio: 'ignore',
      windowsHide: true,
    })
    killer.on('error', () => child.kill())
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch {
    // ESRCH: the group is empty already.
  }
}
