import type { PolicyFiles } from '@kvlar/core'
import { POLICY_FOLDER } from '@kvlar/core/node'
import { BUILTIN_NAMES, builtinPolicy } from '@kvlar/policies'

/** Where `extends` finds its policies: built-in ones by name, all others relative to the file that names them. */
export const POLICY_FILES: PolicyFiles = {
  ...POLICY_FOLDER,
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
