import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { ProxyError } from '@kvlar/core'
import { childEnvironment } from './child-environment.ts'
import { namedPipes } from './named-pipes.ts'
import { windowsCommand, type SpawnCommand } from './windows-command.ts'

export interface ServerCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

export interface ServerProcess {
  readonly child: ChildProcess
  readonly stdin: Writable
  readonly stdout: Readable
}

/** Exit codes of a shell for a command that cannot be run, and for one that is not there (POSIX 2.8.2). */
const NOT_EXECUTABLE = 126
const NOT_FOUND = 127

/**
 * Starts the server: no shell, a process group of its own, real pipes, its stderr untouched on ours.
 *
 * @throws ProxyError `PROXY_UPSTREAM_SPAWN_FAILED`, with `exitCode` in its context
 */
export async function spawnServer(server: ServerCommand, stderr: Writable): Promise<ServerProcess> {
  const env = childEnvironment(server.env)
  const { file, args, verbatim }: SpawnCommand =
    process.platform === 'win32'
      ? windowsCommand(server.command, server.args, { env, exists: existsSync })
      : { file: server.command, args: server.args, verbatim: false }
  const fd = 'fd' in stderr && typeof stderr.fd === 'number' ? stderr.fd : 'pipe'
  const pipes = namedPipes()
  const [input, output] = pipes?.childEnds ?? (['pipe', 'pipe'] as const)
  let child: ChildProcess
  try {
    child = spawn(file, args, {
      env,
      stdio: [input, output, fd],
      // A group of its own, so that the whole tree can be ended; on Windows `detached` would open a console.
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
      ...(server.cwd !== undefined && { cwd: server.cwd }),
    })
    if (child.pid === undefined) await once(child, 'spawn')
  } catch (error) {
    pipes?.destroy()
    throw spawnFailed(server, error)
  } finally {
    pipes?.releaseChildEnds()
  }
  const { stdin, stdout } = pipes ?? child
  if (stdin === null || stdout === null) throw spawnFailed(server, undefined)
  child.stderr?.pipe(stderr, { end: false })
  return { child, stdin, stdout }
}

function spawnFailed(server: ServerCommand, cause: unknown): ProxyError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  const missing = code === 'ENOENT'
  const why = !missing
    ? `command \`${server.command}\` cannot be started (${code})`
    : server.cwd !== undefined && !existsSync(server.cwd)
      ? `working directory \`${server.cwd}\` does not exist`
      : /[\\/]/.test(server.command)
        ? `command \`${server.command}\` does not exist`
        : `command \`${server.command}\` is not on PATH (clients started from a desktop often have a shorter PATH than a terminal: give the absolute path)`
  return new ProxyError('PROXY_UPSTREAM_SPAWN_FAILED', `${why}; no server was started`, {
    cause,
    context: { command: server.command, exitCode: missing ? NOT_FOUND : NOT_EXECUTABLE },
  })
}
