import { applicationFolder, folderFrom, localFolder } from './client-folders.ts'
import type { Environment } from './environment.ts'
import { joinPath } from './join-path.ts'

/** Where Kvlar keeps its state: `$XDG_STATE_HOME/kvlar` and what macOS and Windows have in its place. */
export function stateFolder(environment: Environment): string {
  const home = stateHome(environment)
  return environment.platform === 'win32' ? joinPath(home, 'kvlar', 'state') : joinPath(home, 'kvlar')
}

/** Where programs keep their state: `$XDG_STATE_HOME`, `%LOCALAPPDATA%`. */
export function stateHome(environment: Environment): string {
  const { platform, home } = environment
  if (platform === 'win32') return localFolder(environment)
  const usual = platform === 'darwin' ? applicationFolder(environment) : joinPath(home, '.local', 'state')
  return folderFrom(environment, 'XDG_STATE_HOME', usual)
}
