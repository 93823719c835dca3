/** A second, slow reading of path globs: shares no code with the product. */

/** Whether the glob (`**` first or `/…`) covers the resolved segments of a path. */
export function naiveCovers(glob: string, segments: readonly string[]): boolean {
  const pattern = glob.replace(/^\//, '').split('/')
  const walk = (at: number, from: number): boolean => {
    const piece = pattern[at]
    if (piece === undefined) return from === segments.length
    if (piece === '**') return walk(at + 1, from) || (from < segments.length && walk(at, from + 1))
    const segment = segments[from]
    return segment !== undefined && expression(piece).test(segment) && walk(at + 1, from + 1)
  }
  return walk(0, 0)
}

function expression(piece: string): RegExp {
  const source = piece
    .split(/(\[[^\]]+\]|[*?])/)
    .map((part) =>
      part === '*'
        ? '[^/]*'
        : part === '?'
          ? '.'
          : part.startsWith('[')
            ? part
            : part.replace(/[.+^${}()|\\]/g, '\\$&'),
    )
  return new RegExp(`^${source.join('')}$`, 'su')
}

/** `.`, `..` and empty names resolved; undefined for a path that climbs above its start. */
export function naiveResolve(path: string): readonly string[] | undefined {
  return path.split('/').reduce<readonly string[] | undefined>((kept, name) => {
    if (kept === undefined || name === '' || name === '.') return kept
    if (name !== '..') return [...kept, name]
    return kept.length > 0 ? kept.slice(0, -1) : path.startsWith('/') ? [] : undefined
  }, [])
}
