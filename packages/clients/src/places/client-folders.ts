import type { Environment } from './environment.ts'
import { isAbsolutePath } from './is-absolute-path.ts'
import { joinPath } from './join-path.ts'

/** `~/…`. */
export function inHome(...segments: readonly string[]): (environment: Environment) => readonly string[] {
  return ({ home }) => [joinPath(home, ...segments)]
}

/** `<project>/…`. */
export function inProject(...segments: readonly string[]): (environment: Environment) => readonly string[] {
  return ({ cwd }) => [joinPath(cwd, ...segments)]
}

/** The folder a variable names when it is an absolute path, else the fallback: XDG says to ignore any other value. */
export function folderFrom(environment: Environment, variable: string, fallback: string): string {
  const value = environment.env[variable]
  return value !== undefined && isAbsolutePath(value, environment.platform) ? value : fallback
}

/** `$XDG_CONFIG_HOME` or `~/.config`. */
export function xdgConfigFolder(environment: Environment): string {
  return folderFrom(environment, 'XDG_CONFIG_HOME', joinPath(environment.home, '.config'))
}

/** `%APPDATA%`. */
export function roamingFolder(environment: Environment): string {
  return folderFrom(environment, 'APPDATA', joinPath(environment.home, 'AppData', 'Roaming'))
}

/** `%LOCALAPPDATA%`. */
export function localFolder(environment: Environment): string {
  return folderFrom(environment, 'LOCALAPPDATA', joinPath(environment.home, 'AppData', 'Local'))
}

/** Where desktop applications keep their settings on each system. */
export function applicationFolder(environment: Environment): string {
  if (environment.platform === 'win32') return roamingFolder(environment)
  if (environment.platform === 'darwin') return joinPath(environment.home, 'Library', 'Application Support')
  return xdgConfigFolder(environment)
}

/** Where a program of that name keeps what it installs: `$XDG_DATA_HOME`, and what macOS and Windows have in its place. */
export function dataFolder(environment: Environment, name: string): string {
  if (environment.platform === 'win32') return joinPath(localFolder(environment), name)
  if (environment.platform === 'darwin') return joinPath(applicationFolder(environment), name)
  const share = joinPath(environment.home, '.local', 'share')
  return joinPath(folderFrom(environment, 'XDG_DATA_HOME', share), name.toLowerCase())
}

/** The `User` folders of VS Code and its builds. */
export function codeUserFolders(environment: Environment): readonly string[] {
  const builds = ['Code', 'Code - Insiders', 'VSCodium']
  const local = builds.map((build) => joinPath(applicationFolder(environment), build, 'User'))
  return [...local, joinPath(environment.home, '.vscode-server', 'data', 'User')]
}

/** A file of a VS Code extension's own storage, in VS Code and in the editors built from it. */
export function inExtensionStorage(extension: string, file: string): ClientPaths {
  return (environment) => {
    const forks = ['Cursor', 'Windsurf'].map((build) =>
      joinPath(applicationFolder(environment), build, 'User'),
    )
    return [...codeUserFolders(environment), ...forks].map((folder) =>
      joinPath(folder, 'globalStorage', extension, 'settings', file),
    )
  }
}

type ClientPaths = (environment: Environment) => readonly string[]
