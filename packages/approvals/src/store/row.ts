/** What a store keeps: a few columns to find a record by, and a body that it never looks into. */
export interface Row {
  readonly id: string
  readonly kind: 'request' | 'grant'
  /** 1 when inserted, one more with each replacement. */
  readonly version: number
  readonly state: string
  /** At most one row is live for a digest. */
  readonly isLive: boolean
  readonly digest: string
  readonly principal: string
  readonly server: string
  readonly session: string
  readonly owner: string
  readonly createdAtMs: number
  /** When a clock of the record runs out. */
  readonly dueAtMs: number
  readonly body: string
  /** Authenticates every column above. */
  readonly mac: string
}
