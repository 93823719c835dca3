import { isJsonObject } from '@kvlar/core/json'
import { Buffer, isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import { LIMITS } from '@kvlar/core'
import {
  JsonReading,
  type JsonArray,
  type JsonRefusal,
  type JsonRefusalCode,
  type ReadJsonAnswer,
  type ReadJsonOptions,
} from '@kvlar/core/json'
import { withoutNulls } from './absent-nulls.ts'
import { addresseeOf, everybody, NOBODY, outlineOf, type Addressee } from './addressee.ts'
import { cleanKeys } from './clean-keys.ts'
import { EnvelopeScan } from './envelope-scan.ts'
import { requestFault, type Fault } from './answers/fault.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { Message, Side } from './message.ts'
import { holdsOwnKeys, OWN_KEY_FAULT } from './own-keys.ts'
import type { Refusal, RefusalCode } from './answers/refusal.ts'
import { typeMessage, type Source } from './type-message.ts'

export type ReadMessageAnswer =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly refusal: Refusal }

/** Depth is a finding up to the bound of results; whether it is refused depends on where it is. */
const JSON_OPTIONS: ReadJsonOptions = { depthMax: WIRE_LIMITS.resultDepthMax, deepOver: LIMITS.jsonDepthMax }

/**
 * Reads one line as one MCP message, or refuses it: the only reading there is, for every transport.
 * Total: no bytes make it throw. What a server sends under a key of Kvlar's own is stripped on the way;
 * a client's message with one is refused.
 *
 * @param line one framed line without its end; it must not be changed afterwards
 * @param from which side sent it
 */
export function readMessage(line: Uint8Array, from: Side): ReadMessageAnswer {
  let known: Known = line
  while (known instanceof Uint8Array) {
    const text = decode(known)
    if (text === undefined) return notUtf8({ line: known, from })
    known = conclude(readAtOnce(text), text, { line: known, from })
  }
  return known
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
  let known: Known = line
  while (known instanceof Uint8Array) {
    const text = decode(known)
    if (text === undefined) return notUtf8({ line: known, from })
    const reading = new JsonReading(text, JSON_OPTIONS)
    while (!reading.advance(reading.offset + WIRE_LIMITS.sliceChars)) await setImmediate()
    known = conclude(reading.finish(), text, { line: known, from })
  }
  return known
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

/** What came of a reading: an answer, or the line to be read in its place. */
type Known = ReadMessageAnswer | Uint8Array

/** What is read again has less to be left out, so that this ends; value and bytes that leave are one reading. */
function conclude(reading: ReadJsonAnswer, text: string, source: Source): Known {
  if (!reading.ok) return refused(jsonFault(reading.refusal), scanned(source))
  const { value } = reading
  if (Array.isArray(value)) {
    return refused(requestFault('BATCH', 'JSON-RPC batches are not MCP'), membersOf(value, source.from))
  }
  if (!isJsonObject(value))
    return refused(requestFault('NOT_AN_OBJECT', 'the message is not an object'), [NOBODY])
  const cleaned = cleanKeys({ text, line: source.line, value, escapedKeys: reading.escapedKeys }, source.from)
  if (cleaned !== undefined && cleaned !== text) return Buffer.from(cleaned)
  if (source.from === 'client' && holdsOwnKeys({ text, line: source.line, value })) {
    return refused(OWN_KEY_FAULT, [addresseeOf(outlineOf(value), 'client')])
  }
  const line = withoutNulls(source.line, value)
  if (line !== undefined) return line
  const message = typeMessage(value, reading, source)
  return 'code' in message
    ? refused(message, [addresseeOf(outlineOf(value), source.from)])
    : { ok: true, message }
}

function notUtf8(source: Source): ReadMessageAnswer {
  const fault: Fault = { code: 'NOT_UTF8', message: 'the line is not UTF-8', jsonRpcCode: -32700 }
  return refused(fault, scanned(source))
}

/** Whom an unreadable line concerns, so that nobody waits for an answer that has been refused. */
function scanned({ line, from }: Source): Addressees {
  const scan = new EnvelopeScan(from)
  scan.push(line)
  return scan.finish()
}

function membersOf(batch: JsonArray, from: Side): Addressees {
  return everybody(batch.map((one) => (isJsonObject(one) ? addresseeOf(outlineOf(one), from) : NOBODY)))
}

type Addressees = readonly [Addressee, ...Addressee[]]

function refused(fault: Fault, [first, ...others]: Addressees): ReadMessageAnswer {
  return { ok: false, refusal: { ...fault, ...first, ...(others.length > 0 && { others }) } }
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
