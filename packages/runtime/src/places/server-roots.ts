import { isAbsolute, resolve } from 'node:path'

/** Arguments of a server that could be folders; more are none. */
const ROOTS_MAX = 16

/**
 * The folders that a server is started with, by the look of its arguments, also after `=`. Some servers read relative
 * paths from there and not from where they run.
 */
export function serverRoots(args: readonly string[], cwd: string): readonly string[] {
  const values = args.map((arg) => arg.replace(/^-{1,2}[\w-]+=/, ''))
  const roots = values.filter((value) => isAbsolute(value) || /^\.{1,2}(?:[\\/]|$)/.test(value))
  return [...new Set(roots.map((root) => resolve(cwd, root)))].slice(0, ROOTS_MAX)
}
