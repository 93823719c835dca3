import { existsSync, realpathSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import type { Environment } from '../../places/environment.ts'
import { detectFiles } from './detect.ts'

/** Which configurations may start servers of theirs before these are wrapped. */
export interface StartTrust {
  readonly environment: Environment
  /** Files that somebody says to have read. */
  readonly confirmed: readonly string[]
}

/**
 * Whether servers of a configuration may be started before they are wrapped: the user's own files only.
 *
 * INVARIANT: a file that came with a project, or that no client is known to keep for its user, starts nothing unless it
 * is confirmed by its path. Whoever sends a repository chooses its commands; running them is the attack.
 *
 * @param target the configuration, behind any links
 */
export function mayStart(target: string, { environment, confirmed }: StartTrust): boolean {
  if (confirmed.some((path) => isSameFile(path, target, environment))) return true
  const known = detectFiles(environment).find((file) => file.target === target)
  const isOwn = known?.file.scope === 'user' || known?.file.scope === 'managed'
  return isOwn && !isInProject(target, environment)
}

/** Whether a path of the command line leads to the file. */
export function isSameFile(path: string, target: string, { cwd }: Environment): boolean {
  return realOf(resolve(cwd, path)) === realOf(target)
}

/** Inside of the repository that one stands in; a home folder that is one itself holds the user's files all the same. */
function isInProject(target: string, { cwd, home }: Environment): boolean {
  const root = repositoryOf(realOf(cwd))
  if (root === undefined || root === realOf(home)) return false
  return realOf(target).startsWith(root.endsWith(sep) ? root : root + sep)
}

function repositoryOf(folder: string): string | undefined {
  if (existsSync(resolve(folder, '.git'))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : repositoryOf(parent)
}

function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
