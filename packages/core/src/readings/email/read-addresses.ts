import { isJsonArray, isJsonObject } from '../../json/json-shape.ts'
import type { JsonObject, JsonValue } from '../../json-value.ts'
import { type MailAddresses, readAddressList } from './address-list.ts'
import { AddressRoom } from './address-room.ts'
import type { MailAddress } from './mail-address.ts'

const NOBODY: MailAddresses = Object.freeze({ addresses: [], doubts: [] })

/**
 * Whom an argument of a call names: a text with one or several addresses, a list of those, or objects with `address`
 * or `email` and a `name`. Null and an empty text are nobody; what else it could be is a doubt.
 */
export function readAddresses(value: JsonValue, room: AddressRoom = new AddressRoom()): MailAddresses {
  if (value === null) return NOBODY
  return isJsonArray(value) ? readList(value, room) : readItem(value, room)
}

function readList(items: readonly JsonValue[], room: AddressRoom): MailAddresses {
  const addresses: MailAddress[] = []
  const doubts = new Set<string>()
  for (const item of items) {
    const read = readItem(item, room)
    for (const address of read.addresses) addresses.push(address)
    for (const problem of read.doubts) doubts.add(problem)
    if (room.isFull) break
  }
  return { addresses, doubts: [...doubts] }
}

function readItem(value: JsonValue, room: AddressRoom): MailAddresses {
  if (typeof value === 'string') return readAddressList(value, room)
  if (!room.takeText('')) return doubt('there are more items than are read')
  if (!isJsonObject(value)) return doubt('an item is no text and no object')
  return readObject(value, room)
}

/** Keys under which an address stands as text, and the one under which Microsoft Graph puts an object with it. */
const ADDRESS_KEYS: ReadonlySet<string> = new Set(['address', 'email'])
const WRAPPED_KEY = 'emailAddress'

function readObject(value: JsonObject, room: AddressRoom): MailAddresses {
  const { [WRAPPED_KEY]: inner, ...rest } = value
  if (inner === undefined) return readNamed(value, room)
  if (Object.keys(rest).length > 0) return doubt('an object has several addresses')
  return isJsonObject(inner) ? readNamed(inner, room) : doubt('an address is no object')
}

function readNamed(value: JsonObject, room: AddressRoom): MailAddresses {
  const { name, ...rest } = value
  const [entry, ...others] = Object.entries(rest)
  if (entry === undefined || others.length > 0 || !ADDRESS_KEYS.has(entry[0]))
    return doubt('an object has other keys than one for the address and `name`')
  if (!isPlainName(name, room)) return doubt('a name holds what could be an address, or what ends one')
  const [, text] = entry
  const read = typeof text === 'string' ? readAddressList(text, room) : doubt('an address is no text')
  return read.doubts.length > 0 || read.addresses.length === 1
    ? read
    : doubt('an object does not name one address')
}

/** A name that a careless mailer can put before an address, with quotes or without, and not make another one. */
function isPlainName(name: JsonValue | undefined, room: AddressRoom): boolean {
  if (name === undefined || name === null) return true
  if (typeof name !== 'string' || !room.takeText(name) || /["\\,;:@<>]/.test(name)) return false
  const { addresses, doubts } = readAddressList(`${name} <a@a.example>`, new AddressRoom())
  return addresses.length === 1 && doubts.length === 0
}

function doubt(problem: string): MailAddresses {
  return { addresses: [], doubts: [problem] }
}
