import { Buffer, isUtf8 } from 'node:buffer'
import {
  LIMITS,
  readJson,
  type JsonObject,
  type JsonRefusal,
  type JsonRefusalCode,
  type ReadJsonAnswer,
} from '@kvlar/core'
import { isObject } from '../is-object.ts'
import { embeddedRequests } from './embedded-requests.ts'
import { requestFault, type Fault } from './fault.ts'
import { findRow, methodFault } from './find-row.ts'
import { forwardable } from './forwardable.ts'
import { findingsFault } from './judge-findings.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { EmbeddedRequest, Message, Side } from './message.ts'
import { METHODS } from './methods.ts'
import { addresseeOf, readEnvelope, type Envelope } from './read-envelope.ts'
import { paramsFaultOf } from './read-params.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import { impostorKey, reservedKeys } from './reserved-keys.ts'
import { salvageAddressee } from './salvage-addressee.ts'
import { stripNamespace } from './strip-namespace.ts'

export type ReadMessageAnswer =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly refusal: Refusal }

/**
 * Reads one line as one MCP message, or refuses it: the only reading there is, for every transport.
 * Total: no bytes make it throw. What a server sends under `_kvlar` and `kvlar/…` is stripped on the way.
 *
 * @param line one framed line without its end; it must not be changed afterwards
 * @param from which side sent it
 */
export function readMessage(line: Uint8Array, from: Side): ReadMessageAnswer {
  if (!isUtf8(line)) {
    return refused({ code: 'NOT_UTF8', message: 'the line is not UTF-8', jsonRpcCode: -32700 }, salvage(line))
  }
  return readText(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'), line, from)
}

function readText(text: string, line: Uint8Array, from: Side): ReadMessageAnswer {
  const reading = readJson(text, { depthMax: WIRE_LIMITS.resultDepthMax, deepOver: LIMITS.jsonDepthMax })
  if (!reading.ok) return refused(jsonFault(reading.refusal), salvage(line, reading.refusal))
  const { value } = reading
  if (Array.isArray(value)) return refused(requestFault('BATCH', 'JSON-RPC batches are not MCP'), NOBODY)
  if (!isObject(value)) return refused(requestFault('NOT_AN_OBJECT', 'the message is not an object'), NOBODY)
  if (from === 'server') {
    const stripped = stripNamespace(text, line, value)
    if (stripped !== undefined) return readText(stripped, Buffer.from(stripped), from)
  }
  const message = readObject(value, reading, { line, from })
  return 'code' in message ? refused(message, addresseeOf(value)) : { ok: true, message }
}

type Reading = Extract<ReadJsonAnswer, { ok: true }>

interface Source {
  readonly line: Uint8Array
  readonly from: Side
}

function readObject(object: JsonObject, reading: Reading, source: Source): Message | Fault {
  if (reading.findingsOmitted) return requestFault('TOO_LARGE', 'the message is odd in too many places')
  const envelope = readEnvelope(object)
  if ('code' in envelope) return envelope
  return envelope.kind === 'response'
    ? readResponse(envelope, object, { reading, source })
    : readCall(envelope, object, { reading, source })
}

interface Context {
  readonly reading: Reading
  readonly source: Source
}

function readCall(
  envelope: Exclude<Envelope, { kind: 'response' }>,
  object: JsonObject,
  { reading, source }: Context,
): Message | Fault {
  const { method, kind } = envelope
  const { from } = source
  const row = findRow(method, from, kind)
  const params = object['params']
  const strict = row?.action === 'pass' ? 'envelope' : 'everywhere'
  const fault =
    methodFault(method) ??
    idFault(method, kind) ??
    findingsFault(reading.findings, strict) ??
    paramsFaultOf(row, params)
  if (fault !== undefined) return fault
  const shared = {
    from,
    method,
    row,
    params: isObject(params) ? params : undefined,
    bytes: forwardable(source.line),
  }
  if (envelope.kind === 'request') return { kind: 'request', id: envelope.id, ...shared }
  const embedded = from === 'server' && shared.params !== undefined ? carried(shared.params) : []
  return isFault(embedded) ? embedded : { kind: 'notification', ...shared, embedded }
}

/** A request without an id would run without an answer, and a notification with one would wait for it. */
function idFault(method: string, kind: 'request' | 'notification'): Fault | undefined {
  const row = METHODS.get(method)
  if (row === undefined || row.kind === kind) return undefined
  return row.kind === 'request'
    ? requestFault('ID_MISSING', `\`${method}\` has no id`)
    : requestFault('ID_UNEXPECTED', `\`${method}\` is a notification and has an id`)
}

function readResponse(
  { id, outcome }: Extract<Envelope, { kind: 'response' }>,
  object: JsonObject,
  { reading, source }: Context,
): Message | Fault {
  const fault = findingsFault(reading.findings, 'embedded')
  if (fault !== undefined) return fault
  const value = object[outcome] ?? null
  if (outcome === 'error' && !isErrorObject(value)) {
    return requestFault('BAD_ENVELOPE', 'the error is not an object with a code and a message')
  }
  const { from } = source
  const embedded = from === 'server' && outcome === 'result' && isObject(value) ? carried(value) : []
  if (isFault(embedded)) return embedded
  return { kind: 'response', from, id, outcome, value, embedded, bytes: forwardable(source.line) }
}

/** Keys of a result that decide what a client does with it, or that lists are filtered by. */
const RESULT = reservedKeys([
  'resultType',
  'inputRequests',
  'tools',
  'resources',
  'resourceTemplates',
  'prompts',
])

function carried(carrier: JsonObject): readonly EmbeddedRequest[] | Fault {
  if (impostorKey(carrier, RESULT) !== undefined) {
    return requestFault('RESERVED_KEY', 'a key of the result could be read as another one')
  }
  return embeddedRequests(carrier)
}

function isFault(value: readonly EmbeddedRequest[] | Fault): value is Fault {
  return 'code' in value
}

function isErrorObject(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    Number.isSafeInteger(value.code) &&
    'message' in value &&
    typeof value.message === 'string'
  )
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
