import type { Node } from '../document/node.ts'
import type { Report, Spot } from '../document/report.ts'
import { readSource } from '../document/source-document.ts'
import type { Origin, Rule } from '../rule.ts'

/** Where the parts of rules stand in their files, and how they are spelled there. */
export interface SourceSpots {
  /** The rule itself. */
  rule(rule: Rule): Spot
  /** The first value of the rule that stands under one of the keys and says this. */
  value(rule: Rule, keys: readonly string[], value: string): SourceValue
  /** What stands under a key of a condition: with an index, that item of the list. */
  operand(origin: Origin, key: string, index?: number): SourceValue
}

/** A value in a file; the spelling is absent where there is no text. */
export interface SourceValue {
  readonly spot: Spot
  readonly spelling?: string
}

interface SourceFile {
  readonly report: Report
  readonly text: string
  /** The maps of the file by where they begin, as `line:column`. */
  readonly maps: ReadonlyMap<string, Node>
}

/** @param textOf the text of a file that a rule comes from; undefined where there is none */
export function createSourceSpots(textOf: (file: string) => string | undefined): SourceSpots {
  const files = new Map<string, SourceFile | undefined>()
  const fileOf = (name: string): SourceFile | undefined => {
    if (!files.has(name)) files.set(name, readFile(name, textOf(name)))
    return files.get(name)
  }
  const locate = ({ file, line, column }: Origin, find: (map: Node) => Node | undefined): SourceValue => {
    const source = fileOf(file)
    const map = source?.maps.get(`${line}:${column}`)
    const node = map && find(map)
    if (source === undefined || node === undefined) return { spot: { file, line, column, length: 1 } }
    const { start, end } = node.place
    return {
      spot: source.report.spot(node.place),
      ...(start >= 0 && { spelling: source.text.slice(start, end) }),
    }
  }
  return {
    rule: ({ origin }) => locate(origin, (map) => entry(map, 'id') ?? entry(map, 'name') ?? map).spot,
    value: ({ origin }, keys, value) => locate(origin, (map) => findScalar(map, keys, value)),
    operand: (origin, key, index) =>
      locate(origin, (map) => {
        const found = entry(map, key)
        return index !== undefined && found?.kind === 'list' ? found.items[index] : found
      }),
  }
}

function readFile(file: string, text: string | undefined): SourceFile | undefined {
  if (text === undefined) return undefined
  const { report, node } = readSource({ file, text }, 'POLICY', [])
  const maps = new Map<string, Node>()
  const walk = (each: Node): void => {
    if (each.kind === 'list') each.items.forEach(walk)
    if (each.kind !== 'map') return
    const { line, column } = report.origin(each.place)
    if (line > 0) maps.set(`${line}:${column}`, each)
    for (const { value } of each.entries.values()) walk(value)
  }
  if (node !== undefined) walk(node)
  return { report, text: text.replace(/^\uFEFF/, ''), maps }
}

function entry(node: Node, key: string): Node | undefined {
  return node.kind === 'map' ? node.entries.get(key)?.value : undefined
}

function findScalar(node: Node, keys: readonly string[], value: string, isUnder = false): Node | undefined {
  if (node.kind === 'scalar') return isUnder && node.value === value ? node : undefined
  const inner: Iterable<readonly [Node, boolean]> =
    node.kind === 'list'
      ? node.items.map((item) => [item, isUnder] as const)
      : [...node.entries].map(([key, found]) => [found.value, isUnder || keys.includes(key)] as const)
  for (const [each, under] of inner) {
    const found = findScalar(each, keys, value, under)
    if (found !== undefined) return found
  }
  return undefined
}
