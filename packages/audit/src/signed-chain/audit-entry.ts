import { randomUUID } from 'node:crypto'

/** What an entry says besides who, what and how it ended. */
export interface AuditEntryOptions {
  readonly resource?: string
  readonly decidedBy?: string
  readonly ip?: string
  readonly evaluationId?: string
  readonly sessionId?: string
  /** Milliseconds since the epoch; now unless told. */
  readonly timeMs?: number
}

/** An entry as it is written; absent values are left out. */
export interface AuditEntryFields {
  readonly id: string
  readonly evaluation_id: string
  /** RFC 3339 in UTC. */
  readonly timestamp: string
  readonly principal_id: string
  readonly action_name: string
  readonly verdict: string
  readonly verdict_detail: string
  readonly resource?: string
  readonly decided_by?: string
  readonly session_id?: string
  readonly ip?: string
}

/** Who did what, and how it was judged. */
export class AuditEntry {
  readonly fields: AuditEntryFields

  /** @param verdict `permit`, `refuse` or `invalidate` */
  // oxlint-disable-next-line max-params -- these are the arguments that users of the class know
  constructor(
    principalId: string,
    actionName: string,
    verdict: string,
    verdictDetail: string,
    options: AuditEntryOptions = {},
  ) {
    const { resource, decidedBy, ip, evaluationId = randomUUID(), sessionId, timeMs = Date.now() } = options
    this.fields = Object.freeze({
      id: randomUUID(),
      evaluation_id: evaluationId,
      timestamp: new Date(timeMs).toISOString(),
      principal_id: principalId,
      action_name: actionName,
      verdict,
      verdict_detail: verdictDetail,
      ...(resource === undefined ? {} : { resource }),
      ...(decidedBy === undefined ? {} : { decided_by: decidedBy }),
      ...(sessionId === undefined ? {} : { session_id: sessionId }),
      ...(ip === undefined ? {} : { ip }),
    })
  }

  /** The same as the constructor, for those who write `AuditEntry.new(…)`. */
  static new(...args: ConstructorParameters<typeof AuditEntry>): AuditEntry {
    return new AuditEntry(...args)
  }
}
