import type { MapEntry, MapNode, Node, Place } from '../document/node.ts'
import type { Report } from '../document/report.ts'
import { LIMITS } from '../limits.ts'

/** One run of a case: the case with the values of a row filled in. */
export interface ExpandedCase {
  readonly node: MapNode
  /** 1-based row; 0 for a case without a table. */
  readonly row: number
  readonly place: Place
}

/** `{{name}}`; other text in double braces is left alone, so that attacks with it can be tested. */
const PLACEHOLDER = /\{\{ ?([A-Za-z_][\w-]*) ?\}\}/g

/**
 * A case with `params` becomes one case for each row: `{{name}}` in any text of the case stands for the value `name`
 * of the row. A text that is nothing but a placeholder takes the value with its type. A placeholder without a value,
 * and a value without a placeholder, are errors; so is a placeholder in a case without `params`.
 */
export function expandParams(node: MapNode, report: Report): readonly ExpandedCase[] {
  const params = node.entries.get('params')?.value
  const template: MapNode = {
    ...node,
    entries: new Map([...node.entries].filter(([key]) => key !== 'params')),
  }
  if (params === undefined) {
    const filled = new Row(new Map(), report).substitute(template)
    return filled.kind === 'map' ? [{ node: filled, row: 0, place: node.place }] : []
  }
  if (params.kind !== 'list' || params.items.length === 0) {
    report.shared('WRONG_TYPE', params, '`params` must be a list with at least one row')
    return []
  }
  if (params.items.length > LIMITS.testCasesMax) {
    report.shared('TOO_LARGE', params, `\`params\` has over ${LIMITS.testCasesMax} rows`)
    return []
  }
  const cases: ExpandedCase[] = []
  for (const [index, item] of params.items.entries()) {
    if (item.kind !== 'map' || item.entries.size === 0) {
      report.shared('WRONG_TYPE', item, 'a row of `params` must be a map of names and values')
      continue
    }
    const row = new Row(item.entries, report)
    const filled = row.substitute(template)
    row.reportUnused()
    if (filled.kind === 'map') cases.push({ node: filled, row: index + 1, place: item.place })
  }
  return cases
}

class Row {
  readonly #values: ReadonlyMap<string, MapEntry>
  readonly #report: Report
  readonly #used = new Set<string>()

  constructor(values: ReadonlyMap<string, MapEntry>, report: Report) {
    this.#values = values
    this.#report = report
  }

  substitute(node: Node): Node {
    if (node.kind === 'list') return { ...node, items: node.items.map((item) => this.substitute(item)) }
    if (node.kind === 'scalar')
      return typeof node.value === 'string' ? this.#substituteIn(node.value, node.place) : node
    const entries = new Map<string, MapEntry>()
    for (const [key, { keyPlace, value }] of node.entries) {
      if (key.search(PLACEHOLDER) !== -1)
        this.#report.add(
          'TEST_BAD_PLACEHOLDER',
          keyPlace,
          `the key \`${key}\` holds a placeholder; only values may`,
        )
      entries.set(key, { keyPlace, value: this.substitute(value) })
    }
    return { ...node, entries }
  }

  #substituteIn(text: string, place: Place): Node {
    const names = [...text.matchAll(PLACEHOLDER)]
    const [only] = names
    if (only?.[0] === text) {
      const value = this.#value(only[1] ?? '', place)
      return value === undefined ? { kind: 'scalar', value: text, place } : { ...value, place }
    }
    const value = text.replace(PLACEHOLDER, (whole, name: string) => {
      const found = this.#value(name, place)
      if (found === undefined) return whole
      if (found.kind === 'scalar' && found.value !== null) return String(found.value)
      this.#report.add(
        'TEST_BAD_PLACEHOLDER',
        found,
        `\`${name}\` stands inside a text, so it must be text, a number or a boolean`,
      )
      return whole
    })
    return { kind: 'scalar', value, place }
  }

  #value(name: string, place: Place): Node | undefined {
    const found = this.#values.get(name)
    if (found === undefined)
      return this.#report.add('TEST_BAD_PLACEHOLDER', place, `the placeholder \`{{${name}}}\` has no value`)
    this.#used.add(name)
    return found.value
  }

  reportUnused(): void {
    for (const [name, { keyPlace }] of this.#values)
      if (!this.#used.has(name))
        this.#report.add(
          'TEST_BAD_PLACEHOLDER',
          keyPlace,
          `the value \`${name}\` is used nowhere in the case`,
        )
  }
}
