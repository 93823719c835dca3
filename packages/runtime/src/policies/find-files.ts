import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SettingsError } from '../settings/settings-error.ts'

/** Folders deeper than this are not searched. */
const DEPTH_MAX = 32

/**
 * The files that arguments mean: a file is itself, a folder is every file below it that `wanted` accepts, in the
 * order of their names. Hidden folders and `node_modules` are not searched, links to folders not followed.
 * @param help what to say of an argument that does not exist
 * @throws SettingsError when an argument does not exist
 */
export function findFiles(
  named: readonly string[],
  wanted: (name: string) => boolean,
  help: (name: string) => string | undefined = () => undefined,
): string[] {
  return named.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined)
      throw new SettingsError('SETTINGS_UNREADABLE', `there is no file or folder \`${path}\``, help(path))
    return found.isDirectory() ? below(path, wanted, DEPTH_MAX) : [path]
  })
}

function below(folder: string, wanted: (name: string) => boolean, depth: number): string[] {
  if (depth === 0) return []
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const skipped = entry.name.startsWith('.') || entry.name === 'node_modules'
      return skipped ? [] : below(path, wanted, depth - 1)
    }
    return entry.isFile() && wanted(entry.name) ? [path] : []
  })
}
