import { Buffer, isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import {
  JsonReading,
  LIMITS,
  type JsonRefusal,
  type JsonRefusalCode,
  type ReadJsonAnswer,
  type ReadJsonOptions,
} from '@kvlar/core'
import { isObject } from '../is-object.ts'
import { cleanKeys } from './clean-keys.ts'
import { requestFault, type Fault } from './fault.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { Message, Side } from './message.ts'
import { addresseeOf } from './read-envelope.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import { salvageAddressee } from './salvage-addressee.ts'
import { typeMessage, type Source } from './type-message.ts'

export type ReadMessageAnswer =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly refusal: Refusal }

/** Depth is a finding up to the bound of results; whether it is refused depends on where it is. */
const JSON_OPTIONS: ReadJsonOptions = { depthMax: WIRE_LIMITS.resultDepthMax, deepOver: LIMITS.jsonDepthMax }

/**
 * Reads one line as one MCP message, or refuses it: the only reading there is, for every transport.
 * Total: no bytes make it throw. What a server sends under `_kvlar` and `kvlar/…` is stripped on the way.
 *
 * @param line one framed line without its end; it must not be changed afterwards
 * @param from which side sent it
 */
export function readMessage(line: Uint8Array, from: Side): ReadMessageAnswer {
  const text = decode(line)
  return text === undefined ? notUtf8(line) : conclude(readAtOnce(text), text, { line, from })
}

/**
 * The same for a line of any length without holding the event loop: short lines are answered at once, others in slices
 * of `WIRE_LIMITS.sliceChars` between which other work runs. The promise never rejects.
 */
export function readMessageInSlices(
  line: Uint8Array,
  from: Side,
): ReadMessageAnswer | Promise<ReadMessageAnswer> {
  return line.length <= WIRE_LIMITS.sliceChars ? readMessage(line, from) : readSlices(line, from)
}

async function readSlices(line: Uint8Array, from: Side): Promise<ReadMessageAnswer> {
  const text = decode(line)
  if (text === undefined) return notUtf8(line)
  const reading = new JsonReading(text, JSON_OPTIONS)
  while (!reading.advance(reading.offset + WIRE_LIMITS.sliceChars)) await setImmediate()
  return conclude(reading.finish(), text, { line, from })
}

function readAtOnce(text: string): ReadJsonAnswer {
  const reading = new JsonReading(text, JSON_OPTIONS)
  reading.advance(text.length)
  return reading.finish()
}

/** The platform's strict decoder; nothing is replaced and a byte order mark is kept. */
function decode(line: Uint8Array): string | undefined {
  if (!isUtf8(line)) return undefined
  return Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8')
}

function conclude(reading: ReadJsonAnswer, text: string, source: Source): ReadMessageAnswer {
  if (!reading.ok) return refused(jsonFault(reading.refusal), salvage(source.line, reading.refusal))
  const { value } = reading
  if (Array.isArray(value)) return refused(requestFault('BATCH', 'JSON-RPC batches are not MCP'), NOBODY)
  if (!isObject(value)) return refused(requestFault('NOT_AN_OBJECT', 'the message is not an object'), NOBODY)
  const cleaned = cleanKeys({ text, line: source.line, value, escapedKeys: reading.escapedKeys }, source.from)
  // Read again, so that the value and the bytes that leave are one reading; what is clean stays as it is.
  if (cleaned !== undefined && cleaned !== text) {
    return conclude(readAtOnce(cleaned), cleaned, { line: Buffer.from(cleaned), from: source.from })
  }
  const message = typeMessage(value, reading, source)
  return 'code' in message ? refused(message, addresseeOf(value)) : { ok: true, message }
}

function notUtf8(line: Uint8Array): ReadMessageAnswer {
  const fault: Fault = { code: 'NOT_UTF8', message: 'the line is not UTF-8', jsonRpcCode: -32700 }
  return refused(fault, salvage(line))
}

const NOBODY: Pick<Refusal, 'id' | 'about'> = { id: null, about: 'unknown' }

function salvage(line: Uint8Array, refusal?: JsonRefusal): Pick<Refusal, 'id' | 'about'> {
  return salvageAddressee(line, refusal) ?? NOBODY
}

function refused(fault: Fault, addressee: Pick<Refusal, 'id' | 'about'>): ReadMessageAnswer {
  return { ok: false, refusal: { ...fault, ...addressee } }
}

const JSON_CODES: Readonly<Record<JsonRefusalCode, RefusalCode>> = {
  JSON_SYNTAX: 'NOT_JSON',
  JSON_TRAILING_DATA: 'NOT_JSON',
  JSON_BYTE_ORDER_MARK: 'NOT_JSON',
  JSON_CONTROL_CHARACTER: 'CONTROL_CHARACTER',
  JSON_DUPLICATE_KEY: 'DUPLICATE_KEY',
  JSON_KEY_CONTROL_CHARACTER: 'CONTROL_CHARACTER',
  JSON_TOO_DEEP: 'TOO_DEEP',
  JSON_TOO_LARGE: 'TOO_LARGE',
}

function jsonFault({ code, message, offset }: JsonRefusal): Fault {
  return { code: JSON_CODES[code], message: `${message} (at character ${offset})`, jsonRpcCode: -32700 }
}
