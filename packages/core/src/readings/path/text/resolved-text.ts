/** A text as a server opens it: `.` and `..` resolved lexically, whatever its names are. */
export interface ResolvedText {
  /** `/`, `C:/`, or empty for a relative path. */
  readonly root: string
  /** Steps above where a relative path starts. */
  readonly climbs: number
  readonly names: readonly string[]
}

/** No folder is deeper: with its separators such a path would be longer than any system opens. */
const CLIMBS_MAX = 2048

/** Takes a text for a path of one system, as `path.resolve` does; linear, and nothing is cut. */
export function resolveText(text: string, system: 'posix' | 'windows'): ResolvedText {
  const parts = text.split(system === 'posix' ? '/' : /[\\/]/)
  const drive = /^[A-Za-z]:$/.test(parts[0] ?? '') && parts.length > 1
  const root = drive ? `${parts[0] ?? ''}/` : parts[0] === '' && parts.length > 1 ? '/' : ''
  const names: string[] = []
  let climbs = 0
  for (let at = drive ? 1 : 0; at < parts.length; at += 1) {
    const name = parts[at] ?? ''
    if (name === '..') {
      if (names.pop() === undefined && root === '') climbs += 1
    } else if (name !== '' && name !== '.') names.push(name)
  }
  return { root, climbs: Math.min(climbs, CLIMBS_MAX), names }
}

export function resolvedPath({ root, climbs, names }: ResolvedText): string {
  return `${root}${'../'.repeat(climbs)}${names.join('/')}`
}
