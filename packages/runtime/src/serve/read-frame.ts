import { isJsonObject, readJson, type JsonFindingKind } from '@kvlar/core/json'
import type { CancelFrame, RequestFrame } from './protocol.ts'
import { ServeError } from './serve-error.ts'

const REQUEST_KEYS = new Set(['id', 'method', 'params'])

/**
 * Reads one line in the one strict reading.
 * @throws ServeError `SERVE_BAD_FRAME`
 */
export function readFrame(line: string): RequestFrame | CancelFrame {
  const read = readJson(line)
  if (!read.ok) throw bad(read.refusal.message)
  const { value } = read
  if (!isJsonObject(value)) throw bad('it is no object')
  // INVARIANT: what two readers could read differently is judged by nobody.
  const [finding] = read.findings
  if (finding !== undefined || read.findingsOmitted)
    throw bad(`it has no single reading (${FINDINGS[finding?.kind ?? 'deep']})`, idOf(value['id']))
  if ('cancel' in value) {
    if (Object.keys(value).length > 1 || !isId(value['cancel']))
      throw bad('`cancel` names one id and nothing else')
    return { cancel: value['cancel'] }
  }
  const { id, method, params = {} } = value
  if (!isId(id)) throw bad('it has no `id` that is a text or a whole number')
  if (typeof method !== 'string') throw bad('it has no `method`', id)
  if (!isJsonObject(params)) throw bad('`params` is no object', id)
  const unknown = Object.keys(value).find((key) => !REQUEST_KEYS.has(key))
  if (unknown !== undefined) throw bad(`it has an unknown key \`${unknown}\``, id)
  return { id, method, params }
}

/** A line that is no message; whoever sent it is told under the id, where it has one. */
export class BadFrame extends ServeError {
  readonly id: number | string | null

  constructor(why: string, id: number | string | null) {
    super('SERVE_BAD_FRAME', `the line is not a message: ${why}`)
    this.id = id
  }
}

const FINDINGS: Readonly<Record<JsonFindingKind, string>> = {
  folded_siblings: 'two keys of one object that some readers take for one',
  number_changes: 'a number that no double holds',
  number_form: 'a number that is not written as JSON is written',
  lone_surrogate: 'half of a surrogate pair',
  deep: 'more than can be looked at',
}

const bad = (why: string, id: number | string | null = null): BadFrame => new BadFrame(why, id)

const idOf = (id: unknown): number | string | null => (isId(id) ? id : null)

function isId(id: unknown): id is number | string {
  return typeof id === 'string' ? id.length <= 128 : Number.isSafeInteger(id)
}
