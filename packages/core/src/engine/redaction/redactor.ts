import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'
import { holdsSecret, redactSecrets } from '../../readings/secret/redact-secrets.ts'
import { REDACTED } from '../../readings/secret/redacted.ts'
import { secretsAcross } from '../../readings/secret/secrets-across.ts'
import { isJsonArray } from '../../json/json-shape.ts'
import { foldName, isSecretName } from './secret-names.ts'

/** Hides parts of a call's arguments: the values of some keys, and every secret by its content. */
export interface Redactor {
  /** A copy with hidden values replaced at every depth; `at` is where the value stands, as key names. */
  redact(value: JsonValue, at?: readonly string[]): JsonValue
  /** The same for all arguments of a call, and what was hidden of them. */
  hide(args: JsonObject): HiddenArguments
  /** Whether the value under these nested key names is hidden as a whole; list positions do not count. */
  hides(at: readonly string[]): boolean
}

export interface HiddenArguments {
  readonly shown: JsonObject
  /** Outermost first and each once, in the order of the arguments. */
  readonly hidden: readonly HiddenPart[]
}

/** A value that is not shown, or of which a secret inside is not. */
export interface HiddenPart {
  /** Key names as they are shown, list positions as numbers. */
  readonly path: readonly (string | number)[]
  /** As it is, never to be stored or shown. */
  readonly value: JsonValue
}

/** Numbers below have fewer digits than a card. */
const CARD_NUMBER_MIN = 1e13

/**
 * Hides what `redact_fields` name, every key with a secret-like name, and secrets of known shape wherever they stand.
 * A name without a dot counts at any depth, a path counts from the top; `[n]` and `[*]` in a path mean the whole list.
 * Of a text that holds a secret only the secret is replaced; an entry whose key holds one is hidden with its key.
 */
export function createRedactor(fields: readonly string[]): Redactor {
  const hidesKey = keyTest(fields)
  const redact = (value: JsonValue, at: readonly string[], note: Note): JsonValue => {
    if (typeof value === 'string' || typeof value === 'number') return redactScalar(value, note)
    if (typeof value !== 'object' || value === null) return value
    if (!isJsonArray(value)) return redactObject(value, at, note)
    return value.map((item, index) => {
      const noteHere = under(note, index)
      if (!note.isAcross(value, index)) return redact(item, at, noteHere)
      noteHere.add([], item)
      return REDACTED
    })
  }
  const redactObject = (value: JsonObject, at: readonly string[], note: Note): JsonObject => {
    // Keys are the caller's: a null prototype keeps `__proto__` an ordinary one.
    const copy: Record<string, JsonValue> = Object.create(null)
    for (const [key, item] of Object.entries(value)) {
      const keys = [...at, key]
      const name = shownKey(key, copy)
      const noteHere = under(note, name)
      if (name !== key || hidesKey(key, keys) || note.isAcross(value, key)) {
        noteHere.add([], item)
        copy[name] = REDACTED
      } else copy[name] = redact(item, keys, noteHere)
    }
    return copy
  }
  return {
    redact: (value, at = []) => redact(value, at, { add: () => undefined, isAcross: acrossTest(value) }),
    hide: (args) => {
      const hidden: HiddenPart[] = []
      const shown = redactObject(args, [], {
        add: (path, value) => hidden.push({ path, value }),
        isAcross: acrossTest(args),
      })
      return { shown, hidden }
    },
    hides: (at) => at.some((key, index) => holdsSecret(key) || hidesKey(key, at.slice(0, index + 1))),
  }
}

/** Takes down what is hidden, by its path from where the note stands. */
interface Note {
  add(path: readonly (string | number)[], value: JsonValue): void
  /** Whether what stands there is a secret by what stands beside it. */
  readonly isAcross: AcrossTest
}

type AcrossTest = (holder: JsonArray | JsonObject, key: string | number) => boolean

function under(note: Note, step: string | number): Note {
  return { add: (path, value) => note.add([step, ...path], value), isAcross: note.isAcross }
}

function acrossTest(value: JsonValue): AcrossTest {
  const places = new Map<JsonArray | JsonObject, Set<string | number>>()
  for (const { holder, key } of secretsAcross(value)) {
    const keys = places.get(holder) ?? new Set()
    places.set(holder, keys.add(key))
  }
  return (holder, key) => places.get(holder)?.has(key) === true
}

function redactScalar(value: string | number, note: Note): JsonValue {
  const shown = typeof value === 'string' ? redactSecrets(value) : redactNumber(value)
  if (shown !== value) note.add([], value)
  return shown
}

/** A card number may be given as a number. */
function redactNumber(value: number): JsonValue {
  return value >= CARD_NUMBER_MIN && Number.isSafeInteger(value) && holdsSecret(String(value))
    ? REDACTED
    : value
}

/** A key without its secrets, told apart from others that lost theirs. */
function shownKey(key: string, taken: Readonly<Record<string, JsonValue>>): string {
  const shown = redactSecrets(key)
  if (shown === key) return key
  let name = shown
  for (let count = 2; name in taken && count <= ALIKE_KEYS_MAX; count++) name = `${shown} (${count})`
  return name
}

/** More keys of one object that lost a secret are shown as one. */
const ALIKE_KEYS_MAX = 100

function keyTest(fields: readonly string[]): (key: string, keys: readonly string[]) => boolean {
  const names = new Set<string>()
  const paths = new Set<string>()
  for (const field of fields) {
    const keys = field.replace(/\[[^\]]*\]/g, '').split('.')
    if (keys.length === 1) names.add(foldName(field.replace(/\[[^\]]*\]/g, '')))
    paths.add(keys.map(foldName).join('\0'))
    // The same path can be spelled as one literal key.
    names.add(foldName(field))
  }
  return (key, keys) =>
    isSecretName(key) || names.has(foldName(key)) || paths.has(keys.map(foldName).join('\0'))
}
