import { posix, win32 } from 'node:path'

/** A machine and its user; paths are derived from this value, never from process globals. */
export interface Machine {
  readonly platform: NodeJS.Platform
  /** The user's home folder, absolute. */
  readonly home: string
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Where Kvlar keeps its state: `$XDG_STATE_HOME/kvlar` and what macOS and Windows have in its place. */
export function stateFolder(machine: Machine): string {
  const home = stateHome(machine)
  return machine.platform === 'win32' ? below(home, 'kvlar', 'state') : below(home, 'kvlar')
}

/** Where programs keep their state: `$XDG_STATE_HOME`, `~/Library/Application Support`, `%LOCALAPPDATA%`. */
export function stateHome(machine: Machine): string {
  const { platform, home } = machine
  if (platform === 'win32') return folderFrom(machine, 'LOCALAPPDATA', below(home, 'AppData', 'Local'))
  const usual =
    platform === 'darwin' ? below(home, 'Library', 'Application Support') : below(home, '.local', 'state')
  return folderFrom(machine, 'XDG_STATE_HOME', usual)
}

/** XDG says to ignore a variable that holds no absolute path. */
function folderFrom({ env, platform }: Machine, variable: string, usual: string): string {
  const named = env[variable]
  return named !== undefined && isWhole(named, platform) ? named : usual
}

/** On Windows with its drive or share, so that no other folder can change what it means. */
function isWhole(path: string, platform: NodeJS.Platform): boolean {
  if (posix.isAbsolute(path)) return platform !== 'win32' || path.startsWith('//')
  return platform === 'win32' && win32.isAbsolute(path) && win32.parse(path).root.length > 1
}

/** With the separator that the base uses itself, so that paths of Windows come out alike on every machine. */
function below(base: string, ...names: readonly string[]): string {
  const separator = base.includes('\\') || /^[A-Za-z]:/.test(base) ? '\\' : '/'
  const trimmed = base.length > 1 && base.endsWith(separator) ? base.slice(0, -1) : base
  return [trimmed, ...names].join(separator)
}
