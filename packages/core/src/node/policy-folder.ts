import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { PolicyFiles } from '../policy/files/policy-files.ts'
import { readText } from './read-text.ts'

/** Where `extends` finds policies that are files: relative to the file that names them. */
export const POLICY_FOLDER: Pick<PolicyFiles, 'read' | 'resolve' | 'whyUnreadable'> = {
  read: (path) => {
    const read = readText(path)
    return read.ok ? read.text : undefined
  },
  whyUnreadable: (path) => {
    const read = readText(path)
    return read.ok ? undefined : read.why
  },
  resolve: (fromFile, ref) => {
    const path = resolve(dirname(fromFile), ref)
    try {
      // One file, one name: a cycle through a link is a cycle.
      return realpathSync(path)
    } catch {
      return path
    }
  },
}
