import { statSync } from 'node:fs'

/** Whether a folder stands at the path, also behind a link; false where it cannot be said. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
