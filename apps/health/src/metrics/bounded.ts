/** What stands for every word beyond the first ones. */
export const OTHER = '_other'

/** Lets through the first so many different keys: whatever else comes is one series, so that no caller can make more. */
export function createBound(max: number): (key: string) => boolean {
  const known = new Set<string>()
  return (key) => {
    if (known.has(key)) return true
    if (known.size >= max) return false
    known.add(key)
    return true
  }
}
