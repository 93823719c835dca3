import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { PolicyFiles } from '@kvlar/core'
import { readText } from '@kvlar/core/node'
import { BUILTIN_NAMES, builtinPolicy } from '@kvlar/policies'

/** Where `extends` finds its policies: built-in ones by name, all others relative to the file that names them. */
export const POLICY_FILES: PolicyFiles = {
  read: (path) => {
    const read = readText(path)
    return read.ok ? read.text : undefined
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
  builtin: builtinPolicy,
  builtinNames: BUILTIN_NAMES,
}

/** How a built-in policy is named where a file would be. */
export function builtinLabel(name: string): string {
  return `<builtin:${name}>`
}

/** The text that a diagnostic points into, for its code frame; undefined when it is gone. */
export function sourceText(file: string): string | undefined {
  const builtin = /^<builtin:(.+)>$/.exec(file)?.[1]
  return builtin === undefined ? POLICY_FILES.read(file) : POLICY_FILES.builtin(builtin)
}
