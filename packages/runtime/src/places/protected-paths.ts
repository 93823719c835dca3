import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { readJournal } from '@kvlar/clients/journal'
import type { Policy } from '@kvlar/core'
import { stateFolder } from '@kvlar/core/node'
import { ownFolders } from './own-folders.ts'
import { thisMachine } from './this-machine.ts'

/** What no call may touch, for the floor. */
export interface ProtectedPaths {
  readonly protectedPaths: readonly string[]
  /** Policies and configurations of clients: they lie in projects, and a project may be searched. */
  readonly searchablePaths: readonly string[]
}

/** What is to be protected beside the policies, Kvlar's own folders and the clients that were wrapped. */
export interface OtherPaths {
  /** They lie in projects, and a project may be searched: a configuration. */
  readonly searchable: readonly string[]
  /** The audit home, the queue, the approvers. */
  readonly state: readonly (string | undefined)[]
}

/**
 * The files that no call may touch, whatever the policy says: the policies in force with all they extend, the audit home,
 * Kvlar's own folders (keys among them; those of the account too, where the environment names others), the client
 * configurations that `kvlar wrap` changed, and what else is named. Each also by its real path.
 */
export function protectedPaths(
  policies: readonly Policy[],
  { searchable, state }: OtherPaths,
): ProtectedPaths {
  const policyFiles = policies.flatMap(({ file, rules }) => [file, ...rules.map(({ origin }) => origin.file)])
  const wrapped = readJournal(stateFolder(thisMachine())).keys()
  const searchablePaths = pathsOf([...policyFiles, ...wrapped, ...searchable])
  const own = pathsOf([...ownFolders(), ...state])
  return { protectedPaths: [...new Set([...own, ...searchablePaths])], searchablePaths }
}

/** A policy that is in no file has a label in place of a name. */
function pathsOf(files: readonly (string | undefined)[]): readonly string[] {
  const named = files.flatMap((file) => (file === undefined || file.startsWith('<') ? [] : [resolve(file)]))
  return [...new Set(named.flatMap(bothPaths))]
}

function bothPaths(path: string): string[] {
  return [path, realPath(path)]
}

/** The real path also of what is not there yet: an audit home is made by its first entry. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), basename(path))
  }
}
