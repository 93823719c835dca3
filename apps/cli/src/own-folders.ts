import { homedir, userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { stateFolder, type Environment } from '@kvlar/clients'
import { processEnvironment } from './environment.ts'
import { UsageError } from './usage-error.ts'

/** The flags that say where Kvlar's own folders lie. */
export interface FolderFlags {
  readonly home: string | undefined
  readonly 'state-home': string | undefined
}

/**
 * Makes this process look for Kvlar's own folders where the flags say: what an entry sets for its server must not give
 * Kvlar other keys, another queue and another record. Through the environment, because that is where all of Kvlar looks.
 * @throws UsageError
 */
export function pinFolders({ home, 'state-home': stateHome }: FolderFlags): void {
  const isWindows = process.platform === 'win32'
  pin('--home', home, isWindows ? ['HOME', 'USERPROFILE'] : ['HOME'])
  pin('--state-home', stateHome, isWindows ? ['LOCALAPPDATA'] : ['XDG_STATE_HOME'])
}

function pin(flag: string, folder: string | undefined, variables: readonly string[]): void {
  if (folder === undefined) return
  if (!isAbsolute(folder))
    throw new UsageError(`\`${flag}\` cannot be \`${folder}\``, 'name the folder from the root on')
  for (const variable of variables) process.env[variable] = folder
}

/** Where Kvlar's folders lie for this process, and where they lie for the account, whatever the environment says. */
export function ownFolders(): readonly string[] {
  const environment = processEnvironment()
  const account = accountHome()
  return [
    environment,
    ...(account === undefined ? [] : [{ ...environment, home: account, env: {} }]),
  ].flatMap(foldersOf)
}

/** The home folders that a name such as `~` may mean to a server: ours, and the one that its environment names. */
export function serverHomes(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = [env['HOME'], env['USERPROFILE']].filter((home) => home !== undefined && isAbsolute(home))
  return [...new Set([homedir(), ...named.filter((home) => home !== undefined)])]
}

function foldersOf(environment: Environment): readonly string[] {
  return [join(environment.home, '.kvlar'), stateFolder(environment)]
}

/** Undefined for an account that the system knows nothing of, as in some containers. */
function accountHome(): string | undefined {
  try {
    return userInfo().homedir
  } catch {
    return undefined
  }
}
