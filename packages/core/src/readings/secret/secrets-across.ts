import { isJsonArray } from '../../json/json-shape.ts'
import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'
import type { Judgement } from '../judgement.ts'
import { scanAnchors } from './anchors.ts'
import { findSecrets } from './find-secrets.ts'
import type { SecretKind } from './secret-kind.ts'
import { namedAs } from './shape/secret-name.ts'

/** A text of a value that is a secret by what stands beside it, by its place. */
export interface SecretAcross {
  readonly kind: SecretKind
  readonly holder: JsonArray | JsonObject
  readonly key: string | number
}

/** Longer texts are no value behind a name, and are searched by themselves. */
const LEAF_CHARS_MAX = 512

/** How deep a value lies in lists and objects in its place. */
const HELD_DEPTH_MAX = 4

/** Keys of an entry that say what it is called, and what it holds. */
const NAME_KEY =
  /^(?:key|name|field|id|label|variable|header|env|property|column|attribute|param|parameter|k|n)$/i
const VALUE_KEY =
  /^(?:values?|val|string_?value|secret_?value|equals|eq|is|content|data|input|v|\$(?:eq|ne|in|nin|set))$/i

/**
 * The texts of a value that are secrets only together with others: behind a key that names one (`{password: "…"}`),
 * also in a list or an object there, in an entry of name and value, in a list of two, in a column of a table, a private
 * key in a list of lines or in a JSON Web Key. Codings are not looked through. Linear.
 */
export function secretsAcross(value: JsonValue): readonly SecretAcross[] {
  if (typeof value !== 'object' || value === null) return []
  const written = new Written()
  written.add(value)
  const found: SecretAcross[] = []
  // A text may be written twice: where it stands, and behind the name of its column.
  const told = new Map<JsonArray | JsonObject, Set<string | number>>()
  const own = new Map<Leaf, readonly SecretKind[]>()
  scanAnchors(written.text, (kind, start, end) => {
    for (const leaf of written.leavesIn(start, end)) {
      const keys = told.get(leaf.holder) ?? new Set()
      if (keys.has(leaf.key)) continue
      const kinds = own.get(leaf) ?? findSecrets(leaf.text).map((secret) => secret.kind)
      own.set(leaf, kinds)
      if (kinds.length > 0) continue
      told.set(leaf.holder, keys.add(leaf.key))
      found.push({ kind, holder: leaf.holder, key: leaf.key })
    }
  })
  return found
}

/** Whether a value holds one of these, of these kinds where some are given. */
export function judgeSecretsAcross(value: JsonValue, kinds?: readonly SecretKind[]): Judgement {
  const first = secretsAcross(value).find(({ kind }) => kinds === undefined || kinds.includes(kind))
  return first === undefined ? { truth: 'false' } : { truth: 'true', pattern: first.kind }
}

interface Leaf {
  readonly holder: JsonArray | JsonObject
  readonly key: string | number
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A value as JSON, with the name of an entry right before its value, and where each of its texts stands. */
class Written {
  text = ''
  readonly #leaves: Leaf[] = []

  add(value: JsonArray | JsonObject): void {
    if (isJsonArray(value)) {
      this.text += '['
      value.forEach((item, at) => {
        if (at > 0) this.text += ','
        this.#addItem(value, at, item)
      })
      this.text += ']'
      this.#addColumns(value)
      return
    }
    const keys = Object.keys(value)
    const name = keys.find((key) => NAME_KEY.test(key) && typeof value[key] === 'string')
    const held = name === undefined ? undefined : keys.find((key) => VALUE_KEY.test(key))
    const first = name === undefined || held === undefined ? [] : [name, held]
    this.text += '{'
    const ordered = first.length === 0 ? keys : [...first, ...keys.filter((key) => !first.includes(key))]
    ordered.forEach((key, at) => {
      this.text += `${at > 0 ? ',' : ''}${JSON.stringify(key === held ? 'value' : key)}:`
      this.#addItem(value, key, value[key] ?? null)
      const called = key === held && name !== undefined ? value[name] : key
      const named = typeof called === 'string' ? called : key
      if (named.length <= LEAF_CHARS_MAX && namedAs(named) !== undefined)
        this.#addHeld(named, value[key] ?? null)
    })
    this.text += '}'
  }

  /** The cells below a head that names a secret, each behind its name. */
  #addColumns([head, ...rows]: JsonArray): void {
    if (!isJsonArray(head)) return
    const whole = rows.filter(isJsonArray).filter((row) => row.length === head.length)
    head.forEach((name, at) => {
      if (typeof name !== 'string' || name.length > LEAF_CHARS_MAX || namedAs(name) === undefined) return
      for (const row of whole) {
        const cell = row[at]
        if (typeof cell !== 'string') continue
        this.text += `,${JSON.stringify(name)}:`
        this.#addItem(row, at, cell)
      }
    })
  }

  /** What stands in a list or an object in place of a value, behind the name of that value. */
  #addHeld(name: string, held: JsonValue, depth = 0): void {
    if (typeof held !== 'object' || held === null || depth === HELD_DEPTH_MAX) return
    for (const key of isJsonArray(held)
      ? held.keys()
      : Object.keys(held).filter((one) => VALUE_KEY.test(one))) {
      const item = isJsonArray(held) ? held[Number(key)] : held[String(key)]
      if (typeof item === 'object') this.#addHeld(name, item, depth + 1)
      if (typeof item !== 'string') continue
      this.text += `,${JSON.stringify(name)}:`
      this.#addItem(held, key, item)
    }
  }

  #addItem(holder: JsonArray | JsonObject, key: string | number, item: JsonValue): void {
    const start = this.text.length
    if (typeof item === 'object' && item !== null) this.add(item)
    else if (typeof item === 'string' && item.length <= LEAF_CHARS_MAX) {
      this.text += JSON.stringify(item)
      this.#leaves.push({ holder, key, text: item, start, end: this.text.length })
    } else this.text += 'null'
  }

  /** The texts that a stretch of what was written touches, but for their quotes. */
  leavesIn(start: number, end: number): readonly Leaf[] {
    let low = 0
    let high = this.#leaves.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#leaves[middle]?.end ?? 0) <= start + 1) low = middle + 1
      else high = middle
    }
    const found: Leaf[] = []
    for (let leaf = this.#leaves[low]; leaf !== undefined && leaf.start < end - 1; leaf = this.#leaves[++low])
      found.push(leaf)
    return found
  }
}
