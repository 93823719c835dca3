import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Policy } from '@kvlar/core'
import { processEnvironment } from './environment.ts'
import { kvlarHome } from './paths.ts'
import { readJournal } from './wrap/journal.ts'
import { stateFolder } from './wrap/state-folder.ts'

/**
 * The files that no call may touch, whatever the policy says: the policies in force with all they extend, the
 * configuration, the audit home, Kvlar's own folders (keys among them) and the client configurations that
 * `kvlar wrap` changed. Each also by its real path.
 * @param others files and folders of this proxy that lie elsewhere
 */
export function protectedPaths(
  policies: readonly Policy[],
  others: readonly (string | undefined)[],
): string[] {
  const state = stateFolder(processEnvironment())
  const policyFiles = policies.flatMap(({ file, rules }) => [file, ...rules.map(({ origin }) => origin.file)])
  const files = [...policyFiles, ...others].flatMap((file) =>
    file === undefined || file.startsWith('<') ? [] : [file],
  )
  const named = [...new Set(files)].map((file) => resolve(file))
  return [...new Set([kvlarHome(), state, ...readJournal(state).keys(), ...named].flatMap(bothPaths))]
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
