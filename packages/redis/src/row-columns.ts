import { ApprovalsError, type Row } from '@kvlar/approvals'

/** What the scripts look at, in their order. */
const LOOKED_AT = [
  'id',
  'kind',
  'version',
  'state',
  'isLive',
  'digest',
  'principal',
  'server',
  'session',
  'createdAtMs',
  'dueAtMs',
] as const

/**
 * A row as the scripts take it: what they look at, then its head, which is all columns as JSON, then its body.
 *
 * @throws ApprovalsError `APPROVAL_UNBINDABLE` for what Redis would give back changed, and for more than `bytesMax`
 */
export function columnsOf({ body, ...head }: Row, bytesMax: number): readonly string[] {
  const columns = [...LOOKED_AT.map((name) => textOf(head[name])), JSON.stringify(head), body]
  // A lone surrogate has no bytes in UTF-8; the row would no longer be genuine when it is read.
  const isKept =
    columns.every((text) => text.isWellFormed()) &&
    [head.version, head.createdAtMs, head.dueAtMs].every((count) => Number.isSafeInteger(count) && count >= 0)
  const bytes = columns.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (!isKept || bytes > bytesMax)
    throw new ApprovalsError(
      'APPROVAL_UNBINDABLE',
      isKept
        ? `\`${head.id}\` has ${bytes} bytes; a queue on Redis takes ${bytesMax}; refusing it`
        : `\`${head.id}\` holds what Redis cannot give back unchanged; refusing it`,
    )
  return columns
}

/**
 * Reads the rows of an answer, which has a head and a body for each; whoever uses one checks that it is genuine.
 *
 * @throws ApprovalsError `APPROVAL_TAMPERED` for a head that is none
 */
export function rowsOf(answer: readonly string[]): readonly Row[] {
  return Array.from({ length: answer.length / 2 }, (_, n) =>
    rowOf(answer[n * 2] ?? '', answer[n * 2 + 1] ?? ''),
  )
}

function rowOf(text: string, body: string): Row {
  const head = headOf(text)
  return {
    id: String(head['id']),
    kind: head['kind'] === 'grant' ? 'grant' : 'request',
    version: Number(head['version']),
    state: String(head['state']),
    isLive: head['isLive'] === true,
    digest: String(head['digest']),
    principal: String(head['principal']),
    server: String(head['server']),
    session: String(head['session']),
    owner: String(head['owner']),
    createdAtMs: Number(head['createdAtMs']),
    dueAtMs: Number(head['dueAtMs']),
    body,
    mac: String(head['mac']),
  }
}

function headOf(text: string): Readonly<Record<string, unknown>> {
  try {
    // Whatever it holds is turned into a row's types by the caller, and a row that was edited is not genuine.
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch (cause) {
    throw new ApprovalsError('APPROVAL_TAMPERED', 'a row on Redis is not what was written; refusing it', {
      cause,
    })
  }
}

function textOf(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value)
}
