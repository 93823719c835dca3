import { homedir, userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { stateFolder, type Machine } from '@kvlar/core/node'
import { SettingsError } from '../settings/settings-error.ts'
import { thisMachine } from './this-machine.ts'

/** Where Kvlar's own folders lie, whatever the environment says. */
export interface PinnedFolders {
  /** In which `.kvlar` lies. */
  readonly home: string | undefined
  /** In which the state folder lies. */
  readonly stateHome: string | undefined
}

/**
 * Makes this process look for Kvlar's own folders there and nowhere else: what an entry sets for its server must not give
 * Kvlar other keys, another queue and another record. Through the environment, because that is where all of Kvlar looks.
 * @throws SettingsError
 */
export function pinFolders({ home, stateHome }: PinnedFolders): void {
  const isWindows = process.platform === 'win32'
  pin('home', home, isWindows ? ['HOME', 'USERPROFILE'] : ['HOME'])
  pin('state-home', stateHome, isWindows ? ['LOCALAPPDATA'] : ['XDG_STATE_HOME'])
}

function pin(flag: string, folder: string | undefined, variables: readonly string[]): void {
  if (folder === undefined) return
  if (!isAbsolute(folder))
    throw new SettingsError(
      'SETTINGS_BAD_VALUE',
      `\`--${flag}\` cannot be \`${folder}\``,
      'name the folder from the root on',
    )
  for (const variable of variables) process.env[variable] = folder
}

/** Where Kvlar's folders lie for this process, and where they lie for the account, whatever the environment says. */
export function ownFolders(): readonly string[] {
  const machine = thisMachine()
  const account = accountHome()
  return [machine, ...(account === undefined ? [] : [{ ...machine, home: account, env: {} }])].flatMap(
    foldersOf,
  )
}

/** The home folders that a name such as `~` may mean to a server: ours, and the one that its environment names. */
export function serverHomes(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = [env['HOME'], env['USERPROFILE']].filter((home) => home !== undefined && isAbsolute(home))
  return [...new Set([homedir(), ...named.filter((home) => home !== undefined)])]
}

function foldersOf(machine: Machine): readonly string[] {
  return [join(machine.home, '.kvlar'), stateFolder(machine)]
}

/** Undefined for an account that the system knows nothing of, as in some containers. */
function accountHome(): string | undefined {
  try {
    return userInfo().homedir
  } catch {
    return undefined
  }
}
