import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemProgram } from '@kvlar/core/node'

/** Standard input and output of a child as pipes of the system. */
export interface Pipes {
  /** The child's ends, for `stdio`. */
  readonly childEnds: readonly [stdin: number, stdout: number]
  /** To be called once the child has its ends, or will never have them. */
  releaseChildEnds(): void
  readonly stdin: Socket
  readonly stdout: Socket
  destroy(): void
}

const { O_RDONLY, O_WRONLY, O_RDWR, O_NONBLOCK } = constants

/**
 * Pipes for a child that can open `/dev/stdin` and `/dev/stdout` by name. Node connects its children by sockets, and
 * Linux opens no socket by a name. A named pipe is a real one; its name is gone before this returns.
 *
 * @returns undefined where there are none: other systems do without, and a machine may lack `mkfifo` or room for it
 */
export function namedPipes(): Pipes | undefined {
  const maker = process.platform === 'linux' ? systemProgram('mkfifo') : undefined
  if (maker === undefined) return undefined
  const opened: number[] = []
  const open = (path: string, flags: number): number => {
    const descriptor = openSync(path, flags)
    opened.push(descriptor)
    return descriptor
  }
  let folder: string | undefined
  try {
    folder = mkdtempSync(join(tmpdir(), 'kvlar-pipes-'))
    const [input, output] = [join(folder, 'in'), join(folder, 'out')]
    const made = spawnSync(maker.file, ['-m', '600', input, output], {
      env: maker.env,
      cwd: maker.cwd,
      stdio: 'ignore',
      timeout: 2000,
    })
    if (made.status !== 0) return undefined
    // With both ends open, opening one waits for nobody; the child's ends must not be non-blocking.
    const keptOpen = [open(input, O_RDWR | O_NONBLOCK), open(output, O_RDWR | O_NONBLOCK)]
    const childEnds = [open(input, O_RDONLY), open(output, O_WRONLY)] as const
    const ownEnds = [open(input, O_WRONLY | O_NONBLOCK), open(output, O_RDONLY | O_NONBLOCK)]
    const [stdin, stdout] = ownEnds.map((fd, index) => {
      return new Socket({ fd, readable: index === 1, writable: index === 0 })
    })
    if (stdin === undefined || stdout === undefined) throw new Error('unreachable')
    for (const descriptor of keptOpen) closeSync(descriptor)
    return {
      childEnds,
      releaseChildEnds: () => {
        for (const descriptor of childEnds) closeSync(descriptor)
      },
      stdin,
      stdout,
      destroy: () => {
        stdin.destroy()
        stdout.destroy()
      },
    }
  } catch {
    for (const descriptor of opened) closeSync(descriptor)
    return undefined
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
}
