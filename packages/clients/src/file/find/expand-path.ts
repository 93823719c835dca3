import { existsSync, readdirSync } from 'node:fs'
import { isFolder } from '@kvlar/core/node'
import { WRAP_LIMITS } from '../../limits.ts'
import { matchesName } from '../../servers/name-filter.ts'

/** Replaces segments that hold `*` by the names that exist, in order, and `**` by every folder below, a few levels deep. */
export function expandPath(pattern: string): readonly string[] {
  if (!pattern.includes('*')) return [pattern]
  const separator = pattern.includes('\\') ? '\\' : '/'
  const segments = pattern.split(separator)
  const at = segments.findIndex((segment) => segment.includes('*'))
  const folder = segments.slice(0, at).join(separator)
  const rest = segments.slice(at + 1)
  const found =
    segments[at] === '**'
      ? foldersBelow(folder, separator)
      : namesIn(folder)
          .filter((name) => matchesName(name, segments[at] ?? ''))
          .slice(0, WRAP_LIMITS.matchesMax)
          .map((name) => [folder, name].join(separator))
  return found.flatMap((path) => expandPath([path, ...rest].join(separator)))
}

/** The folder and those below; not what packages depend on, which is deep and starts nothing. */
function foldersBelow(folder: string, separator: string): readonly string[] {
  const found = [folder]
  let level = [folder]
  for (let depth = 0; depth < WRAP_LIMITS.foldersDeepMax && level.length > 0; depth += 1) {
    level = level
      .flatMap((path) =>
        namesIn(path)
          .filter((name) => name !== 'node_modules' && name !== '.git')
          .map((name) => [path, name].join(separator)),
      )
      .filter(isFolder)
      .slice(0, WRAP_LIMITS.foldersMax - found.length)
    found.push(...level)
  }
  return found
}

function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  try {
    // A name that holds a star would be expanded again and again.
    return readdirSync(folder)
      .filter((name) => !name.includes('*'))
      .toSorted()
  } catch {
    return []
  }
}
