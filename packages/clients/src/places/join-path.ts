/**
 * Joins segments to a base with the separator the base itself uses.
 *
 * Windows paths are so computed alike on every machine, and a Windows layout can be laid out under a POSIX folder.
 */
export function joinPath(base: string, ...segments: readonly string[]): string {
  const separator = base.includes('\\') || /^[A-Za-z]:/.test(base) ? '\\' : '/'
  const trimmed = base.length > 1 && base.endsWith(separator) ? base.slice(0, -1) : base
  return [trimmed, ...segments].join(separator)
}
