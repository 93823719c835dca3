import { isJsonObject, type JsonObject, type ReadJsonAnswer } from '@kvlar/core/json'
import { setMember } from '../listing/json-edits.ts'
import { embeddedRequests } from './embedded-requests.ts'
import { requestFault, type Fault } from './answers/fault.ts'
import { findRow, methodFault } from './find-row.ts'
import { forwardable } from './forwardable.ts'
import { findingsFault } from './judge-findings.ts'
import type { EmbeddedRequest, Message, Side } from './message.ts'
import { METHODS } from './methods.ts'
import { readEnvelope, type Envelope } from './read-envelope.ts'
import { paramsFaultOf } from './read-params.ts'
import { impostorKey, reservedKeys } from './reserved-keys.ts'

export type Reading = Extract<ReadJsonAnswer, { ok: true }>

/** Where a message came from. */
export interface Source {
  readonly line: Uint8Array
  readonly from: Side
}

/**
 * Types the outermost object of a line, or says what is wrong with it.
 *
 * @param object the value of `reading`
 */
export function typeMessage(object: JsonObject, reading: Reading, source: Source): Message | Fault {
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
  const strict = row?.action === 'pass' ? 'call' : 'everywhere'
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
    params: isJsonObject(params) ? params : undefined,
    bytes: forwardable(source.line),
  }
  if (envelope.kind === 'request') return { kind: 'request', id: envelope.id, ...shared }
  const embedded = from === 'server' && shared.params !== undefined ? embeddedRequests(shared.params) : []
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
  const fault = findingsFault(reading.findings, 'answer')
  if (fault !== undefined) return fault
  const value = object[outcome] ?? null
  if (outcome === 'error' && !isErrorObject(value)) {
    return requestFault('BAD_ENVELOPE', 'the error is not an object with a code and a message')
  }
  const { from } = source
  const embedded = from === 'server' && outcome === 'result' && isJsonObject(value) ? carriedBy(value) : []
  if (isFault(embedded)) return embedded
  const bytes = forwardable(source.line)
  return {
    kind: 'response',
    from,
    id,
    outcome,
    value,
    embedded,
    bytes: isOddNumber(object, reading) ? setMember(bytes, 'id', JSON.stringify(id)) : bytes,
  }
}

/** Whether the id is written as `1.0`, `1e0` or `-0`, which readers that expect an integer do not take. */
function isOddNumber(object: JsonObject, { findings }: Reading): boolean {
  return (
    Object.is(object['id'], -0) ||
    findings.some(({ kind, path }) => kind === 'number_form' && path[0] === 'id')
  )
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

function carriedBy(result: JsonObject): readonly EmbeddedRequest[] | Fault {
  if (impostorKey(result, RESULT) !== undefined) {
    return requestFault('RESERVED_KEY', 'a key of the result could be read as another one')
  }
  return embeddedRequests(result)
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
