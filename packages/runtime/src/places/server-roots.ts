import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isFolder } from '@kvlar/core/node'

/** Folders from which a server could read relative paths; more are not looked at. */
const ROOTS_MAX = 64

/** Where a server runs, and what a name in its arguments may stand for. */
export interface ServerPlace {
  readonly cwd: string
  /** The home folders that `~` may mean. */
  readonly homes: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The folders that a server is started with, also after `=`, in the text of a shell, and in its environment: some read
 * relative paths from there and not from where they run, and expand `~` and variables that no shell has expanded.
 */
export function serverRoots(args: readonly string[], place: ServerPlace): readonly string[] {
  const values = [...args.flatMap(wordsOf), ...environmentOf(place)]
    .map((arg) => arg.replace(/^(?:-{1,2}[\w-]+|[A-Za-z_]\w*)=/, ''))
    .flatMap((arg) => expanded(arg, place))
  const roots = values.filter(
    (value) => isAbsolute(value) || /^\.{1,2}(?:[\\/]|$)/.test(value) || isFolder(resolve(place.cwd, value)),
  )
  return [...new Set(roots.map((root) => resolve(place.cwd, root)))].slice(0, ROOTS_MAX)
}

/** The folders that a client says are its own: servers read relative paths from these, too (MCP, roots). */
export function clientRoots(uris: readonly string[], place: ServerPlace): readonly string[] {
  const paths = uris.flatMap((uri) => (/^file:/i.test(uri) ? pathOf(uri) : expanded(uri, place)))
  return [...new Set(paths.map((path) => resolve(place.cwd, path)))].slice(0, ROOTS_MAX)
}

/** An argument, and what a shell would make of it, if it is a text for one. */
function wordsOf(arg: string): readonly string[] {
  const words = arg.split(/[\s;|&<>()"'`]+/).filter((word) => word !== '')
  return words.length > 1 || words[0] !== arg ? [arg, ...words] : [arg]
}

/** Folders that variables name, alone; lists of folders such as `PATH` say where programs are. */
function environmentOf({ cwd, env }: ServerPlace): readonly string[] {
  return Object.values(env).filter(
    (value): value is string =>
      value !== undefined &&
      isAbsolute(value) &&
      value.length <= VALUE_CHARS_MAX &&
      isFolder(resolve(cwd, value)),
  )
}

const VALUE_CHARS_MAX = 1024

function expanded(text: string, { homes, env }: ServerPlace): readonly string[] {
  const named = text.replace(
    /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))|%([A-Za-z_]\w*)%/g,
    (all: string, braced?: string, bare?: string, windows?: string) =>
      env[braced ?? bare ?? windows ?? ''] ?? all,
  )
  const behindHome = /^~(?=[\\/]|$)(.*)$/s.exec(named)?.[1]
  return behindHome === undefined ? [named] : [named, ...homes.map((home) => join(home, behindHome))]
}

/** No path for the address of another machine. */
function pathOf(uri: string): readonly string[] {
  try {
    return [fileURLToPath(uri)]
  } catch {
    return []
  }
}
