import { INVISIBLE } from '../../engine/visible-text.ts'
import type { JsonObject, JsonValue } from '../../json-value.ts'
import { type MailAddresses, readAddressList } from './address-list.ts'

const NOBODY: MailAddresses = Object.freeze({ addresses: [], doubts: [] })

/**
 * Whom an argument of a call names: a text with one or several addresses, a list of those, or objects with `address`
 * or `email` and a `name`. Null and an empty text are nobody; what else it could be is a doubt.
 */
export function readAddresses(value: JsonValue): MailAddresses {
  if (value === null) return NOBODY
  if (isList(value)) return joined(value.map(readItem))
  return readItem(value)
}

function readItem(value: JsonValue): MailAddresses {
  if (typeof value === 'string') return readAddressList(value)
  if (typeof value !== 'object' || value === null || isList(value))
    return doubt('an item is no text and no object')
  return readObject(value)
}

/** Keys under which an address stands as text, and the one under which Microsoft Graph puts an object with it. */
const ADDRESS_KEYS: ReadonlySet<string> = new Set(['address', 'email'])
const WRAPPED_KEY = 'emailAddress'

function readObject(value: JsonObject): MailAddresses {
  const { [WRAPPED_KEY]: inner, ...rest } = value
  if (inner === undefined) return readNamed(value)
  if (Object.keys(rest).length > 0) return doubt('an object has several addresses')
  return typeof inner === 'object' && inner !== null && !isList(inner)
    ? readNamed(inner)
    : doubt('an address is no object')
}

function readNamed(value: JsonObject): MailAddresses {
  const { name, ...rest } = value
  const [entry, ...others] = Object.entries(rest)
  if (entry === undefined || others.length > 0 || !ADDRESS_KEYS.has(entry[0]))
    return doubt('an object has other keys than one for the address and `name`')
  if (!isPlainName(name)) return doubt('a name holds what could be an address')
  const [, text] = entry
  const read = typeof text === 'string' ? readAddressList(text) : doubt('an address is no text')
  return read.doubts.length > 0 || read.addresses.length === 1
    ? read
    : doubt('an object does not name one address')
}

/** A name that a careless mailer can put before an address without making another one. */
function isPlainName(name: JsonValue | undefined): boolean {
  if (name === undefined || name === null) return true
  return typeof name === 'string' && !/[@<>\p{Cc}]|=\?/u.test(name) && !INVISIBLE.test(name)
}

function joined(parts: readonly MailAddresses[]): MailAddresses {
  return {
    addresses: parts.flatMap(({ addresses }) => addresses),
    doubts: [...new Set(parts.flatMap(({ doubts }) => doubts))],
  }
}

function doubt(problem: string): MailAddresses {
  return { addresses: [], doubts: [problem] }
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
