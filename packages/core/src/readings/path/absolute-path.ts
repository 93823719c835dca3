import type { PathStyle, ReadPath } from './parsed-path.ts'
import { readPosixPath } from './posix-path.ts'
import { readWindowsPath } from './windows-path.ts'

/** Reads a path in one style; anything that two readers could take for different files is a problem. */
export function readAbsolutePath(text: string, style: PathStyle): ReadPath {
  return style === 'posix' ? readPosixPath(text) : readWindowsPath(text)
}

/** The style in which a root of `path_within` is written; undefined when it is not absolute. */
export function pathStyle(text: string): PathStyle | undefined {
  if (text.startsWith('/')) return 'posix'
  return text.startsWith('\\\\') || /^[A-Za-z]:[\\/]/.test(text) ? 'windows' : undefined
}

/** Why the text cannot be a root of `path_within`; undefined when it can. */
export function absolutePathProblem(path: string): string | undefined {
  const style = pathStyle(path)
  if (style === undefined)
    return `\`${path}\` is not an absolute path; a root starts with \`/\`, a drive or \`\\\\\``
  const read = readAbsolutePath(path, style)
  if (!read.ok) return `\`${path}\` cannot be a root: ${read.problem}`
  const segments = path.split(style === 'posix' ? '/' : /[\\/]/)
  return segments.includes('..') || segments.includes('.')
    ? `\`${path}\` cannot be a root: write it without \`.\` and \`..\``
    : undefined
}
