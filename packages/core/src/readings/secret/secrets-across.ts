import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'
import type { Judgement } from '../judgement.ts'
import { scanAnchors } from './anchors.ts'
import { findSecrets } from './find-secrets.ts'
import type { SecretKind } from './secret-kind.ts'

/** A text of a value that is a secret by what stands beside it, by its place. */
export interface SecretAcross {
  readonly kind: SecretKind
  readonly holder: JsonArray | JsonObject
  readonly key: string | number
}

/** Longer texts are no value behind a name, and are searched by themselves. */
const LEAF_CHARS_MAX = 512

/** Keys of an entry that say what it is called, and what it holds. */
const NAME_KEY = /^(?:key|name|field|id|label|variable|header|env)$/i
const VALUE_KEY = /^(?:value|val|string_?value|secret_?value)$/i

/**
 * The texts of a value that are secrets only together with others: behind a key that names one (`{password: "…"}`),
 * in an entry of name and value, in a list of two, a private key in a list of lines or in a JSON Web Key. Codings are
 * not looked through. Linear.
 */
export function secretsAcross(value: JsonValue): readonly SecretAcross[] {
  if (typeof value !== 'object' || value === null) return []
  const written = new Written()
  written.add(value)
  const found: SecretAcross[] = []
  const own = new Map<Leaf, readonly SecretKind[]>()
  scanAnchors(written.text, (kind, start, end) => {
    for (const leaf of written.leavesIn(start, end)) {
      const kinds = own.get(leaf) ?? findSecrets(leaf.text).map((secret) => secret.kind)
      own.set(leaf, kinds)
      if (kinds.length === 0) found.push({ kind, holder: leaf.holder, key: leaf.key })
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
    if (isList(value)) {
      this.text += '['
      value.forEach((item, at) => {
        if (at > 0) this.text += ','
        this.#addItem(value, at, item)
      })
      this.text += ']'
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
    })
    this.text += '}'
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

/** `Array.isArray` does not narrow readonly arrays. */
function isList(value: JsonArray | JsonObject): value is JsonArray {
  return Array.isArray(value)
}
