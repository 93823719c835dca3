import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, posix } from 'node:path'
import type { Machine } from './state-folder.ts'
import { systemEnvironment } from './system-environment.ts'

/** Programs of the system that Kvlar starts, and where those of Windows lie below `System32`; undefined where it has none. */
const PROGRAMS = {
  'notify-send': undefined,
  'xdg-open': undefined,
  osascript: undefined,
  open: undefined,
  mkfifo: undefined,
  powershell: 'WindowsPowerShell\\v1.0\\powershell.exe',
  rundll32: 'rundll32.exe',
  taskkill: 'taskkill.exe',
  cmd: 'cmd.exe',
} as const satisfies Readonly<Record<string, string | undefined>>

export type SystemProgramName = keyof typeof PROGRAMS

/** A program by its whole path, and what `spawn` starts it with: an environment and a folder that no project chose. */
export interface SystemProgram {
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

/** What the place of a program depends on; without a home nothing is kept there. */
export type ProgramMachine = Pick<Machine, 'platform' | 'env'> & Partial<Pick<Machine, 'home'>>

/** Those of distributions first: what a user may write into comes last. NixOS and Guix have no other place. */
const FOLDERS = [
  '/usr/bin',
  '/bin',
  '/run/current-system/sw/bin',
  '/run/current-system/profile/bin',
  '/usr/local/bin',
] as const

/** In the home folder: for programs, or links to them, of a system that has them elsewhere. No call reaches it. */
const OWN_FOLDER = posix.join('.kvlar', 'programs')

const GROUP_AND_OTHERS_WRITE = 0o022
const ROOT = 0

/**
 * Where a program of the system lies; undefined where there is none that can be trusted. What the user keeps for Kvlar
 * goes before the system's own, and is meant alone where it is there.
 *
 * INVARIANT: never by `PATH`, nor by another variable that names a folder. `npx` and `npm run` put a project's
 * `node_modules/.bin` at the start of the first, a repository can have its client set the others, and what is started here
 * runs with the rights of Kvlar, outside of every policy.
 */
export function systemProgram(
  name: SystemProgramName,
  { platform, env, home = '' }: ProgramMachine = {
    platform: process.platform,
    env: process.env,
    home: homedir(),
  },
): SystemProgram | undefined {
  if (platform === 'win32') {
    const below = PROGRAMS[name]
    if (below === undefined) return undefined
    const root = systemRoot(env)
    const cwd = `${root}\\System32`
    const passed = systemEnvironment({ ...env, SystemRoot: root }, platform, [cwd, root])
    return { file: `${cwd}\\${below}`, env: passed, cwd }
  }
  const own = posix.join(home, OWN_FOLDER)
  const isKept = posix.isAbsolute(own) && isThere(posix.join(own, name))
  const file = (isKept ? [own] : FOLDERS).map((folder) => posix.join(folder, name)).find(isTrusted)
  const folders = isKept ? [own, ...FOLDERS] : FOLDERS
  return file === undefined ? undefined : { file, env: systemEnvironment(env, platform, folders), cwd: '/' }
}

/** `%SystemRoot%`, if it is a plain path of one drive; what Windows gives every process is. */
function systemRoot(env: Machine['env']): string {
  const named = env['SystemRoot'] ?? ''
  return /^[A-Za-z]:(?:\\[\w-]+)+\\?$/.test(named) ? named.replace(/\\$/, '') : 'C:\\Windows'
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // What cannot be looked at may be there.
    return true
  }
}

/** Whether a file can be run and nobody but root and this user can have put it there, or can change it. */
function isTrusted(path: string): boolean {
  try {
    const file = realpathSync(path)
    accessSync(file, constants.X_OK)
    return statSync(file).isFile() && [file, dirname(file), dirname(path)].every(isOwn)
  } catch {
    return false
  }
}

function isOwn(path: string): boolean {
  const { uid, mode } = statSync(path)
  return (uid === ROOT || uid === process.getuid?.()) && (mode & GROUP_AND_OTHERS_WRITE) === 0
}
