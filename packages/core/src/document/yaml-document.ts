import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { LIMITS } from '../limits.ts'
import { addEntry } from './add-entry.ts'
import { readPlainScalar } from './read-plain-scalar.ts'
import { itemPath, keyPath, type MapEntry, type Node, type Place } from './node.ts'
import type { Report } from './report.ts'

/**
 * Reads one YAML 1.2 document (core schema) and keeps where everything stands.
 * Refused: syntax errors, further documents, tags, directives, duplicate keys, keys that are not text,
 * aliases that are undefined, cyclic or expand beyond `LIMITS.documentNodesMax`.
 */
export function readYamlDocument(text: string, report: Report): Node | undefined {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    // Checked below in linear time, and with both places.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // Not `silent`: that would drop further documents without a word.
    logLevel: 'error',
  })
  const errors = report.errors
  // Each level that the library gives up on is an error of its own; the first says it all.
  const exhausted = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  for (const problem of exhausted === undefined ? problemsOf(document) : [exhausted])
    reportYamlError(problem, report)
  const directive = /^%.*$/m.exec(text)
  if (directive !== null && hasDirectives(document))
    report.shared(
      'TAG',
      placeOf(directive.index, directive.index + directive[0].length),
      'directives are refused',
    )
  if (report.errors > errors) return undefined
  if (document.contents === null) return report.shared('EMPTY', placeOf(0, 0), 'the file is empty')
  return new YamlConverter(report).convert(document.contents, placeOf(0, 0), 0)
}

function placeOf(start: number, end: number, path = ''): Place {
  return { start, end, path }
}

/** What the library only warns of is refused too; unresolved tags are reported below, with all others. */
function problemsOf({ errors, warnings }: Document): readonly YAMLError[] {
  return [...errors, ...warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')]
}

function hasDirectives({ directives }: Document): boolean {
  return directives?.yaml.explicit === true || Object.keys(directives?.tags ?? {}).some((tag) => tag !== '!!')
}

function reportYamlError(problem: YAMLError, report: Report): void {
  const [start, end] = problem.pos
  const place = placeOf(start, end)
  if (problem.code === 'MULTIPLE_DOCS')
    report.shared('MULTIPLE_DOCUMENTS', place, 'a second document starts here; refusing the file')
  else if (problem.code === 'RESOURCE_EXHAUSTION')
    report.shared('TOO_LARGE', place, 'the nesting is too deep; refusing the file')
  else {
    const message = problem.message.charAt(0).toLowerCase() + problem.message.slice(1)
    report.shared('SYNTAX', place, `the YAML does not parse: ${message}`)
  }
}

class YamlConverter {
  readonly #report: Report
  readonly #anchors = new Map<string, unknown>()
  readonly #open = new Set<unknown>()
  #budget: number = LIMITS.documentNodesMax
  #aliases = 0
  #insideAlias = false

  constructor(report: Report) {
    this.#report = report
  }

  /** Undefined as soon as any part could not be converted; what is wrong has then been reported. */
  convert(node: unknown, place: Place, depth: number): Node | undefined {
    if (isAlias(node)) return this.#resolve(node.source, rangePlace(node.range, place), depth)
    // `? key` without a value has no node at all.
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return { kind: 'scalar', value: null, place }
    const here = rangePlace(node.range, place)
    this.#budget -= 1
    if (this.#budget < 0) return this.#exhausted(here)
    if (depth > LIMITS.documentDepthMax)
      return this.#report.shared('TOO_LARGE', here, `nesting is over ${LIMITS.documentDepthMax} levels`)
    if (node.tag !== undefined) return this.#report.shared('TAG', here, `the tag \`${node.tag}\` is refused`)
    if (node.anchor !== undefined && !this.#insideAlias) this.#anchors.set(node.anchor, node)
    if (isScalar(node)) return readPlainScalar(node.value, here, this.#report)
    this.#open.add(node)
    const converted = isMap(node) ? this.#map(node, here, depth) : this.#list(node.items, here, depth)
    this.#open.delete(node)
    return converted
  }

  #resolve(source: string, place: Place, depth: number): Node | undefined {
    const target = this.#anchors.get(source)
    if (target === undefined)
      return this.#report.shared('ALIAS', place, `the alias \`*${source}\` stands for nothing`)
    if (this.#open.has(target))
      return this.#report.shared('ALIAS', place, `the alias \`*${source}\` contains itself`)
    this.#aliases += 1
    if (this.#aliases > LIMITS.aliasesMax) return this.#exhausted(place)
    const outer = this.#insideAlias
    this.#insideAlias = true
    const resolved = this.convert(target, place, depth)
    this.#insideAlias = outer
    return resolved
  }

  /** Reported once; the rest of the document is not looked at. */
  #exhausted(place: Place): undefined {
    if (this.#budget > Number.NEGATIVE_INFINITY)
      this.#report.shared('ALIAS', place, 'the file expands to too many values; refusing it')
    this.#budget = Number.NEGATIVE_INFINITY
    return undefined
  }

  #list(items: readonly unknown[], place: Place, depth: number): Node | undefined {
    const converted: Node[] = []
    for (const [index, item] of items.entries()) {
      const node = this.convert(item, { ...place, path: itemPath(place.path, index) }, depth + 1)
      if (node !== undefined) converted.push(node)
    }
    return converted.length === items.length ? { kind: 'list', items: converted, place } : undefined
  }

  #map(map: YAMLMap, place: Place, depth: number): Node | undefined {
    const entries = new Map<string, MapEntry>()
    let whole = true
    for (const { key, value } of map.items) {
      const keyAt = isNode(key) ? rangePlace(key.range, place) : place
      if (
        !isScalar(key) ||
        typeof key.value !== 'string' ||
        key.tag !== undefined ||
        key.anchor !== undefined
      ) {
        this.#report.shared('BAD_KEY', keyAt, 'the key is not plain text; refusing the map')
        continue
      }
      const keyPlace = { ...keyAt, path: keyPath(place.path, key.value) }
      const read = this.convert(value, keyPlace, depth + 1)
      if (read === undefined) whole = false
      else addEntry(entries, key.value, { keyPlace, value: read }, this.#report)
    }
    return whole ? { kind: 'map', entries, place } : undefined
  }
}

/** The node's own range, with the path of the place it fills. */
function rangePlace(range: readonly number[] | null | undefined, { start, end, path }: Place): Place {
  return placeOf(range?.[0] ?? start, range?.[1] ?? end, path)
}
