import { existsSync, lstatSync, realpathSync } from 'node:fs'
import type { Client, ClientFile } from '../../known/client.ts'
import { CLIENTS } from '../../known/clients.ts'
import { WRAP_LIMITS } from '../../limits.ts'
import type { Environment } from '../../places/environment.ts'
import { joinPath } from '../../places/join-path.ts'
import { expandPath } from './expand-path.ts'

/** A configuration file that exists, and the client it belongs to. */
export interface DetectedFile {
  readonly client: Client
  readonly file: ClientFile
  readonly path: string
  /** The same file behind any symbolic links; the path itself where those lead nowhere. */
  readonly target: string
  /** Other clients that read the very same file. */
  readonly alsoReadBy: readonly Client[]
}

/** The configuration files that exist, each once, in the order of the table. Creates nothing. */
export function detectFiles(environment: Environment): readonly DetectedFile[] {
  const found = new Map<string, DetectedFile>()
  for (const { client, file, path } of candidates(environment)) {
    const target = targetOf(path)
    if (target === undefined) continue
    const earlier = found.get(target)
    if (earlier === undefined) found.set(target, { client, file, path, target, alsoReadBy: [] })
    else if (earlier.client !== client && !earlier.alsoReadBy.includes(client)) {
      found.set(target, { ...earlier, alsoReadBy: [...earlier.alsoReadBy, client] })
    }
  }
  return [...found.values()]
}

function candidates(environment: Environment): readonly { client: Client; file: ClientFile; path: string }[] {
  const projects = projectFolders(environment)
  return CLIENTS.flatMap((client) =>
    client.files.flatMap((file) => {
      const folders = file.scope === 'project' ? projects : [environment.cwd]
      const patterns = folders.flatMap((cwd) => file.paths({ ...environment, cwd }))
      return patterns.flatMap(expandPath).map((path) => ({ client, file, path }))
    }),
  )
}

/** The current folder and those above it, up to the root of its repository; outside a repository just the folder. */
function projectFolders({ cwd, home }: Environment): readonly string[] {
  const folders = [cwd]
  for (let depth = 0; depth < WRAP_LIMITS.ancestorsMax; depth += 1) {
    const folder = folders.at(-1) ?? cwd
    if (existsSync(joinPath(folder, '.git'))) return folders
    const parent = folder.replace(/[\\/][^\\/]*$/, '')
    if (parent === folder || parent === '' || folder === home) return [cwd]
    folders.push(parent)
  }
  return [cwd]
}

function targetOf(path: string): string | undefined {
  try {
    // Most places of the table are empty on any machine, and to find that out by an exception costs ten times as much.
    return lstatSync(path, { throwIfNoEntry: false }) && realpathSync(path)
  } catch {
    return isLink(path) ? path : undefined
  }
}

/** A link that leads nowhere exists all the same: reading it will say what is wrong. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}
