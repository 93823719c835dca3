import type { MapEntry } from './node.ts'
import type { Report } from './report.ts'

/** Adds an entry to a map being read; a key that is there already, or is not well-formed text, is reported. */
export function addEntry(entries: Map<string, MapEntry>, key: string, entry: MapEntry, report: Report): void {
  if (!key.isWellFormed()) {
    report.shared('BAD_KEY', entry.keyPlace, 'the key holds half of a surrogate pair; refusing the map')
    return
  }
  const earlier = entries.get(key)
  if (earlier === undefined) {
    entries.set(key, entry)
    return
  }
  const { line } = report.origin(earlier.keyPlace)
  report.shared('DUPLICATE_KEY', entry.keyPlace, `the key \`${key}\` stands twice; first in line ${line}`)
}
