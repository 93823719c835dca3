import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SettingsError } from '../../settings/settings-error.ts'

/**
 * Writes files into a folder, all of them or none; the folder is made where it is missing.
 * @param files text by name
 * @throws SettingsError when one of them exists: nothing is ever overwritten
 */
export function writeNewFiles(dir: string, files: ReadonlyMap<string, string>): void {
  const taken = [...files.keys()].map((name) => join(dir, name)).find((path) => existsSync(path))
  if (taken !== undefined) throw alreadyThere(taken)
  mkdirSync(dir, { recursive: true })
  const written: string[] = []
  try {
    for (const [name, text] of files) {
      const path = join(dir, name)
      // `wx` refuses a file that has appeared since.
      writeFileSync(path, text, { flag: 'wx' })
      written.push(path)
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true })
    throw error
  }
}

function alreadyThere(path: string): SettingsError {
  return new SettingsError(
    'SETTINGS_BAD_VALUE',
    `\`${path}\` exists already; nothing was written`,
    'choose another folder with `--dir`, or move the file away',
  )
}
