/** Why the text cannot be a root of `path_within`; undefined when it can. */
export function absolutePathProblem(path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\')) return undefined
  return `\`${path}\` is not an absolute path`
}
