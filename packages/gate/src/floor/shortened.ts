import { LIMITS } from '../limits.ts'

/** What a path begins with that no `..` behind it takes away: slashes, a home folder, a drive. */
const START = /^(?:\/{1,2}|~[^/]*(?:\/|$)|[a-z]:(?:\/|$))/i

/** A link of the kernel is followed before `..` leaves it, so what passes through one is left as it is. */
const KERNELS = /(?:^|\/)(?:proc|dev)\//i

/**
 * A path that is longer than any system opens, as the shortest that leads to the same place, with as many names as are
 * compared; so it is read once and not once from each folder that it could start from. Any other text as it is.
 */
export function shortened(text: string): string {
  if (text.length <= LIMITS.floorPathCharsMax || KERNELS.test(text)) return text
  const start = START.exec(text)?.[0] ?? ''
  const isRooted = start.startsWith('/')
  const kept: string[] = []
  let climbs = 0
  let depth = 0
  for (let from = start.length; from <= text.length;) {
    const slash = text.indexOf('/', from)
    const end = slash === -1 ? text.length : slash
    const name = text.slice(from, end)
    from = end + 1
    if (name === '' || name === '.') continue
    if (name !== '..') {
      if (depth < LIMITS.floorSegmentsMax) kept[depth] = name
      depth += 1
    } else if (depth > 0) depth -= 1
    else if (!isRooted) climbs += 1
  }
  return `${start}${'../'.repeat(Math.min(climbs, LIMITS.floorSegmentsMax))}${kept.slice(0, depth).join('/')}`
}
