import type { Setting, SettingItem } from './setting.ts'

/**
 * A value that lies inside what is set: what the tests of the policy use in its place.
 *
 * @param items at least one
 */
export function sampleOf({ type }: Setting, items: readonly SettingItem[]): SettingItem {
  const [first = ''] = items
  if (typeof first === 'number') return first
  switch (type) {
    case 'path':
      return pathInside(first)
    case 'host':
    case 'domain':
      return first.replace(/^\*\./, 'www.')
    case 'schema':
      return first === '*' ? 'items' : `${first}.items`
    case 'table':
      return first.replaceAll('*', 'items')
    case 'text':
    case 'name':
    case 'number':
      return first
  }
}

/** The folder without a separator at its end; a folder inside of it where it is the root of a disk. */
function pathInside(folder: string): string {
  const separator = folder.startsWith('/') ? '/' : '\\'
  const bare = folder.replace(/[\\/]+$/, '')
  return bare === '' || /^[A-Za-z]:$/.test(bare) ? `${bare}${separator}work` : bare
}
