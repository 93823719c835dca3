import { readdirSync } from 'node:fs'
import { stateFolder } from '@kvlar/core/node'
import type { Environment } from '../../places/environment.ts'
import { isAbsolutePath } from '../../places/is-absolute-path.ts'
import { joinPath } from '../../places/join-path.ts'
import { openConfig } from '../../servers/open-config.ts'
import type { Server } from '../../servers/read-server.ts'
import { readWrapped } from '../../servers/wrapped-command.ts'
import { problemOr } from '../plan/plan-file.ts'
import { readConfigFile } from '../read-file.ts'
import { detectFiles } from './detect.ts'

/** Folders that are named in place of a wide one. */
const NARROWER_MAX = 3

/** A folder that a server is started with and that holds Kvlar's own, and folders in it that do not. */
export interface WideRoot {
  readonly server: string
  readonly root: string
  readonly narrower: readonly string[]
}

/** The arguments of a server that are folders with Kvlar's own folders in them. */
export function wideRoots({ name, argv }: Server, environment: Environment): readonly WideRoot[] {
  const args = argv.slice((readWrapped(argv)?.headLength ?? 0) + 1)
  const own = [joinPath(environment.home, '.kvlar'), stateFolder(environment)]
  return args
    .flatMap((arg) => arg?.replace(/^-{1,2}[\w-]+=/, '') ?? [])
    .filter((arg) => isAbsolutePath(arg, environment.platform))
    .filter((root) => own.some((folder) => isWithin(folder, root)))
    .map((root) => ({ server: name, root, narrower: narrowerThan(root, own, environment) }))
}

/** What to say of it. */
export function wideRootText({ server, root }: WideRoot): string {
  return `\`${server}\` is given \`${root}\`, which holds Kvlar's own folders: what takes whole folders is denied there`
}

/** What to do about it. */
export function narrowerText({ narrower }: WideRoot): string {
  const such =
    narrower.length === 0 ? '' : `, such as ${narrower.map((folder) => `\`${folder}\``).join(', ')}`
  return `give it folders inside that it needs${such}`
}

/** The wide folders of every server that runs behind Kvlar. Files that cannot be read are left out: `wrap` says why. */
export function findWideRoots(environment: Environment): readonly WideRoot[] {
  return detectFiles(environment).flatMap((detected) => {
    const found = problemOr(detected, () => {
      const { text } = readConfigFile(detected.path)
      return openConfig(detected.file, text, detected.path).servers
    })
    if ('error' in found) return []
    return found
      .filter(({ argv }) => readWrapped(argv) !== undefined)
      .flatMap((server) => wideRoots(server, environment))
  })
}

/** Where people keep their work: the folder they are in, and what they see in their home folder. */
function narrowerThan(root: string, own: readonly string[], { home, cwd }: Environment): readonly string[] {
  const base = isWithin(home, root) ? home : root
  const seen = [cwd, ...foldersIn(base).map((name) => joinPath(base, name))]
  const clear = seen.filter(
    (folder) =>
      folder !== root &&
      isWithin(folder, root) &&
      !own.some((one) => isWithin(one, folder) || isWithin(folder, one)),
  )
  return [...new Set(clear)].slice(0, NARROWER_MAX)
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .toSorted()
  } catch {
    return []
  }
}

/** By their text: what is written in the file of a client is compared with what Kvlar derives from the same home. */
function isWithin(path: string, folder: string): boolean {
  const above = folder.replace(/[\\/]+$/, '')
  return path === above || path.startsWith(`${above}/`) || path.startsWith(`${above}\\`)
}
