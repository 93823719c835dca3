import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Policy } from '@kvlar/core'
import { processEnvironment } from './environment.ts'
import { kvlarHome } from './paths.ts'
import { readJournal } from './wrap/journal.ts'
import { stateFolder } from './wrap/state-folder.ts'

/**
 * The files that no call may touch, whatever the policy says: the policies in force with all they extend, the
 * configuration, Kvlar's own folders and the client configurations that `kvlar wrap` changed. Each also by its
 * real path.
 */
export function protectedPaths(policies: readonly Policy[], config: string | undefined): string[] {
  const state = stateFolder(processEnvironment())
  const policyFiles = policies.flatMap(({ file, rules }) => [file, ...rules.map(({ origin }) => origin.file)])
  const files = [...policyFiles, ...(config === undefined ? [] : [config])].filter(
    (file) => !file.startsWith('<'),
  )
  const named = [...new Set(files)].map((file) => resolve(file))
  return [...new Set([kvlarHome(), state, ...readJournal(state).keys(), ...named].flatMap(bothPaths))]
}

function bothPaths(path: string): string[] {
  try {
    return [path, realpathSync(path)]
  } catch {
    return [path]
  }
}
