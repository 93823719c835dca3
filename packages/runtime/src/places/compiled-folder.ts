import { lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { packageVersion, stateFolder, type Machine } from '@kvlar/core/node'

const GROUP_AND_OTHERS = 0o077
const WRITTEN_BY_OTHERS = 0o022
const STICKY = 0o1000

/** Builds whose code is kept; one more, and all others are forgotten. */
const BUILDS_MAX = 8

/**
 * The folder in which what V8 makes of a build's code may be kept between starts; undefined where none is safe.
 *
 * INVARIANT: whoever writes that folder runs code as Kvlar. So it lies in the state folder of the account, which the floor
 * keeps from every call, and only when nobody else can write it or put another one in its place. An environment that
 * names another home or state folder may be anybody's, and the account's is none of its business.
 *
 * @param main the file that the build starts with
 */
export function compiledFolder(machine: Machine, main: string): string | undefined {
  try {
    const { homedir: home, uid } = userInfo()
    const state = stateFolder(machine)
    // A home that is not there is not for us to make.
    if (state !== stateFolder({ ...machine, home, env: {} }) || !lstatSync(home).isDirectory())
      return undefined
    const builds = join(state, 'compiled')
    mkdirSync(builds, { recursive: true, mode: 0o700 })
    const real = privateFolder(builds, uid)
    return real === undefined ? undefined : folderOfBuild(real, main)
  } catch {
    return undefined
  }
}

/** The real path of a folder that is this user's alone, if nobody else can move any folder on the way to it. */
export function privateFolder(folder: string, uid: number): string | undefined {
  if (lstatSync(folder).isSymbolicLink()) return undefined
  const real = realpathSync(folder)
  // There are no such rights on Windows: there a user's own folders are closed by their place.
  if (process.platform === 'win32') return real
  const { uid: owner, mode } = lstatSync(real)
  if (owner !== uid || (mode & GROUP_AND_OTHERS) !== 0) return undefined
  for (let path = dirname(real); ; path = dirname(path)) {
    const above = lstatSync(path)
    const isShared = (above.mode & WRITTEN_BY_OTHERS) !== 0 && (above.mode & STICKY) === 0
    if (isShared || (above.uid !== uid && above.uid !== 0)) return undefined
    if (path === dirname(path)) return real
  }
}

/** One for each build, so that what was kept of old ones can be forgotten. */
function folderOfBuild(builds: string, main: string): string {
  const builtAtMs = Math.trunc(statSync(main).mtimeMs)
  const folder = join(builds, `${packageVersion()}-${builtAtMs.toString(36)}`)
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) {
    const others = readdirSync(builds, { withFileTypes: true })
      .map(({ name }) => join(builds, name))
      .filter((path) => path !== folder)
    if (others.length >= BUILDS_MAX) for (const path of others) rmSync(path, { recursive: true, force: true })
  }
  return folder
}
