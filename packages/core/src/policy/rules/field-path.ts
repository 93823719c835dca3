import type { Read } from '../../document/map-reader.ts'
import { readName } from '../../document/read-scalar.ts'
import { LIMITS } from '../../limits.ts'
import type { FieldPath, PathSegment } from '../../rule.ts'

/** Reads a dotted path with `[n]` and `[*]`; undefined when it is malformed or has too many segments. */
export function parseFieldPath(text: string): FieldPath | undefined {
  const segments: PathSegment[] = []
  // Sticky: each step starts where the last ended; a name, then any number of brackets, then a dot or the end.
  const step = /([^.[\]]+)((?:\[(?:\d{1,9}|\*)\])*)(\.|$)/y
  for (;;) {
    const found = step.exec(text)
    if (found === null) return undefined
    const [, key = '', brackets = '', separator] = found
    segments.push({ kind: 'key', key })
    for (const [, index = ''] of brackets.matchAll(/\[([^\]]*)\]/g))
      segments.push(index === '*' ? { kind: 'wildcard' } : { kind: 'index', index: Number(index) })
    if (segments.length > LIMITS.pathSegmentsMax) return undefined
    if (separator === '') return { text, segments }
  }
}

/** A field path of a file. */
export const readFieldPath: Read<FieldPath> = (node, report) => {
  const text = readName(node, report)
  if (text === undefined) return undefined
  return parseFieldPath(text) ?? report.add('POLICY_BAD_FIELD_PATH', node, `\`${text}\` is not a field path`)
}

/** A field path of a file that is kept as it is written. */
export const readFieldPathText: Read<string> = (node, report) => readFieldPath(node, report)?.text
