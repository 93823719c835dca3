import { ProxyError } from '@kvlar/core'
import { systemProgram } from '@kvlar/core/node'

/** A command as `spawn` takes it. */
export interface SpawnCommand {
  readonly file: string
  readonly args: readonly string[]
  /** The arguments are already quoted for `cmd.exe`. */
  readonly verbatim: boolean
}

export interface WindowsLookup {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether a file of this name exists. */
  readonly exists: (path: string) => boolean
}

const SHIM = /\.(?:cmd|bat)$/i
const HAS_EXTENSION = /\.[^\\/.]+$/

/**
 * How to start a command on Windows, where `npx` is a script that only `cmd.exe` runs. Nothing else goes through a
 * shell, and what does is quoted twice: once for `cmd.exe`, once for the script that hands its arguments on.
 *
 * @throws ProxyError `PROXY_UPSTREAM_SPAWN_FAILED` for an argument that no quoting carries through a script
 */
export function windowsCommand(
  command: string,
  args: readonly string[],
  lookup: WindowsLookup,
): SpawnCommand {
  const file = findOnWindows(command, lookup) ?? command
  if (!SHIM.test(file)) return { file, args, verbatim: false }
  if ([file, ...args].some((text) => /[\r\n\0]/.test(text))) {
    throw new ProxyError(
      'PROXY_UPSTREAM_SPAWN_FAILED',
      `an argument of \`${file}\` contains a line break, which a script cannot be given; not starting it`,
    )
  }
  const line = [escapeMeta(file), ...args.map((text) => escapeMeta(escapeMeta(quoteArgument(text))))].join(
    ' ',
  )
  return {
    // By its place alone: `ComSpec` may name another shell, for which this quoting is none.
    file:
      systemProgram('cmd', { platform: 'win32', env: lookup.env })?.file ?? 'C:\\Windows\\System32\\cmd.exe',
    args: ['/d', '/s', '/c', `"${line}"`],
    verbatim: true,
  }
}

function findOnWindows(command: string, { env, exists }: WindowsLookup): string | undefined {
  const extensions = (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';').filter((one) => one !== '')
  const names = HAS_EXTENSION.test(command)
    ? [command]
    : extensions.map((extension) => command + extension.toLowerCase())
  if (/[\\/]/.test(command)) return names.find(exists)
  const folders = (env['Path'] ?? env['PATH'] ?? '').split(';').filter((folder) => folder !== '')
  for (const folder of folders) {
    const found = names.map((name) => `${folder.replace(/[\\/]$/, '')}\\${name}`).find(exists)
    if (found !== undefined) return found
  }
  return undefined
}

/** CommandLineToArgvW: backslashes count only before a quote. */
function quoteArgument(text: string): string {
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
}

/** Every character `cmd.exe` acts on, the quote included, so that its own idea of quoting never starts. */
function escapeMeta(text: string): string {
  return text.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&')
}
