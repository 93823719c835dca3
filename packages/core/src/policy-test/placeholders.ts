import type { MapEntry, Node, Place } from '../document/node.ts'
import type { Report } from '../document/report.ts'

/** `{{name}}`; other text in double braces is left alone, so that attacks with it can be tested. */
const PLACEHOLDER = /\{\{ ?([A-Za-z_][\w-]*) ?\}\}/g

/**
 * Values by name, and the texts they are filled into. A text that is nothing but a placeholder takes the value with its
 * type. What was filled in is not looked at again.
 */
export class Placeholders {
  readonly #values: ReadonlyMap<string, MapEntry>
  readonly #report: Report
  readonly #file: Placeholders | undefined
  readonly #used = new Set<string>()

  /** @param file values of the whole file, for the names that are not among these */
  constructor(values: ReadonlyMap<string, MapEntry>, report: Report, file?: Placeholders) {
    this.#values = values
    this.#report = report
    this.#file = file
  }

  /** Fills every text; a placeholder without a value is an error. */
  fillIn(node: Node): Node {
    return this.#fill(node, (name, place) => this.#known(name) ?? this.#unknown(name, place))
  }

  /** Fills what these values know, and leaves the other placeholders to whoever knows them. */
  fillKnown(node: Node): Node {
    return this.#fill(node, (name) => this.#known(name))
  }

  /** @param where what was filled, for the message */
  reportUnused(where: string): void {
    for (const [name, { keyPlace }] of this.#values)
      if (!this.#used.has(name))
        this.#report.add(
          'TEST_BAD_PLACEHOLDER',
          keyPlace,
          `the value \`${name}\` is used nowhere in ${where}`,
        )
  }

  #fill(node: Node, valueOf: ValueOf): Node {
    if (node.kind === 'list') return { ...node, items: node.items.map((item) => this.#fill(item, valueOf)) }
    if (node.kind === 'scalar')
      return typeof node.value === 'string' ? this.#fillText(node.value, node.place, valueOf) : node
    const entries = new Map<string, MapEntry>()
    for (const [key, { keyPlace, value }] of node.entries) {
      if (key.search(PLACEHOLDER) !== -1)
        this.#report.add(
          'TEST_BAD_PLACEHOLDER',
          keyPlace,
          `the key \`${key}\` holds a placeholder; only values may`,
        )
      entries.set(key, { keyPlace, value: this.#fill(value, valueOf) })
    }
    return { ...node, entries }
  }

  #fillText(text: string, place: Place, valueOf: ValueOf): Node {
    const names = [...text.matchAll(PLACEHOLDER)]
    const [only] = names
    if (only?.[0] === text) {
      const value = valueOf(only[1] ?? '', place)
      return value === undefined ? { kind: 'scalar', value: text, place } : { ...value, place }
    }
    const value = text.replace(PLACEHOLDER, (whole, name: string) => {
      const found = valueOf(name, place)
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

  #known(name: string): Node | undefined {
    const found = this.#values.get(name)
    if (found === undefined) return this.#file === undefined ? undefined : this.#file.#known(name)
    this.#used.add(name)
    return found.value
  }

  #unknown(name: string, place: Place): undefined {
    return this.#report.add('TEST_BAD_PLACEHOLDER', place, `the placeholder \`{{${name}}}\` has no value`)
  }
}

type ValueOf = (name: string, place: Place) => Node | undefined
