import { parse, TomlError } from 'smol-toml'
import { LIMITS } from '../limits.ts'
import { tomlPlaces, type TomlPlace } from './toml-places.ts'
import type { Node } from './node.ts'
import { readObjectDocument } from './object-document.ts'
import type { Report } from './report.ts'

/** Reads one TOML document; an empty one is an empty map. */
export function readTomlDocument(text: string, report: Report): Node | undefined {
  let value: unknown
  try {
    value = parse(text, { maxDepth: LIMITS.documentDepthMax })
  } catch (cause) {
    const start = cause instanceof TomlError ? offsetOf(text, cause.line, cause.column) : 0
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'it cannot be read'
    const place = { start, end: start + 1, path: '' }
    return report.shared(
      'SYNTAX',
      place,
      `the TOML does not parse: ${message.replace(/^Invalid TOML document: /, '')}`,
    )
  }
  const places = tomlPlaces(text)
  return readObjectDocument(value, report, (path) => {
    const { key, value: span } = nearestPlace(places, path)
    return { key: { ...key, path }, value: { ...span, path } }
  })
}

/** The last step of a path, as `keyPath` and `itemPath` write it. */
const LAST_STEP = /(?:(?:^|\.)(?:[\w-]+|"(?:\\.|[^"\\])*")|\[\d+\])$/

/** The place of a path, or of the nearest path above it. */
function nearestPlace(places: ReadonlyMap<string, TomlPlace>, path: string): TomlPlace {
  let above = path
  while (above !== '') {
    const found = places.get(above)
    if (found !== undefined) return found
    const shorter = above.replace(LAST_STEP, '')
    above = shorter === above ? '' : shorter
  }
  return { key: { start: 0, end: 0 }, value: { start: 0, end: 0 } }
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1
  return Math.min(start + Math.max(0, column - 1), text.length)
}
